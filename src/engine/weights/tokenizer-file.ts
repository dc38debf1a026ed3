/** @file What the tokenizer of a model says about itself in a Hugging Face `tokenizer.json`, for other formats. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";

const tokenizerFile = z.looseObject({
  model: z.looseObject({
    type: z.literal("BPE"),
    vocab: z.record(z.string(), z.int().min(0)),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
  added_tokens: z
    .array(z.looseObject({ id: z.int().min(0), content: z.string(), special: z.boolean() }))
    .default([]),
});

/** `unused`: an id of the model that the tokenizer has no text for. */
export type TokenKind = "normal" | "control" | "user-defined" | "unused";

export interface TokenTable {
  /** Per id, in the characters of byte-level BPE. */
  readonly tokens: readonly { readonly text: string; readonly kind: TokenKind }[];
  /** Pairs with a space between them, the first to be merged first. */
  readonly merges: readonly string[];
  /** The id of a token that is never made from text. Throws `ConfigError` where there is none. */
  control(text: string): number;
}

/**
 * `size` is the vocabulary of the model. Throws `ConfigError` for a file that is no byte-level BPE tokenizer, or that
 * has more tokens than the model.
 */
export function tokenTable(json: unknown, size: number): TokenTable {
  const parsed = tokenizerFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(
      `The tokenizer is not byte-level BPE as tokenizer.json has it: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  const { model, added_tokens: added } = parsed.data;
  const known = new Map<number, { text: string; kind: TokenKind }>();
  for (const [text, id] of Object.entries(model.vocab)) known.set(id, { text, kind: "normal" });
  for (const { id, content, special } of added) {
    known.set(id, { text: content, kind: special ? "control" : "user-defined" });
  }
  const last = [...known.keys()].reduce((largest, id) => Math.max(largest, id), 0);
  if (last >= size) {
    throw new ConfigError(`The tokenizer has ids up to ${last}, the model only up to ${size - 1}.`);
  }
  return {
    tokens: Array.from(
      { length: size },
      (_, id) => known.get(id) ?? { text: `[unused${id}]`, kind: "unused" },
    ),
    merges: model.merges.map((merge) => (typeof merge === "string" ? merge : merge.join(" "))),
    control: (text) => {
      const token = added.find(({ content }) => content === text);
      if (token === undefined) throw new ConfigError(`The tokenizer has no added token "${text}".`);
      return token.id;
    },
  };
}
