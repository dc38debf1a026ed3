/** @file The special tokens of the compact form. */

/** Ends whatever anybody says. */
export const END_TOKEN = "<|end|>";

/** The special tokens of a compact policy, in the order of their ids; `<|pad|>` is 0. */
export const COMPACT_TOKENS = [
  "<|pad|>",
  END_TOKEN,
  "<|turn|>",
  "<|lead|>",
  "<|subagent|>",
  "<|single|>",
] as const;
