/** @file Texts to the tokens of an embedding model, with the special tokens that its tokenizer puts around a text. */
import { Tokenizer } from "@huggingface/tokenizers";
import { ConfigError } from "../../core/errors.ts";
import type { FolderFiles } from "./folder-files.ts";

/** Several texts as one rectangle of token ids. */
export interface TokenBatch {
  /** [rows, length]; behind a row's own tokens stands padding. */
  readonly ids: readonly number[];
  readonly length: number;
  /** Tokens of each row that are the text's own; at least 1. */
  readonly tokens: readonly number[];
}

export type Tokenise = (texts: readonly string[]) => TokenBatch;

/** Of a text with more than `maxTokens` the end is cut off, but not the special tokens around it. */
export function openTextTokens(
  files: Pick<FolderFiles, "tokenizer" | "tokenizerConfig" | "padId">,
  maxTokens: number,
): Tokenise {
  const tokenizer = loadTokenizer(files);
  return (texts) => {
    const rows = texts.map((text) => {
      const ids = idsOf(tokenizer, text, maxTokens);
      return ids.length === 0 ? [files.padId] : ids;
    });
    const length = Math.max(1, ...rows.map((row) => row.length));
    return {
      ids: rows.flatMap((row) => [...row, ...new Array<number>(length - row.length).fill(files.padId)]),
      length,
      tokens: rows.map((row) => row.length),
    };
  };
}

function loadTokenizer({ tokenizer, tokenizerConfig }: Parameters<typeof openTextTokens>[0]): Tokenizer {
  try {
    return new Tokenizer(tokenizer, tokenizerConfig);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConfigError(`tokenizer.json is of a kind that is not known: ${error.message}`, {
      cause: error,
    });
  }
}

function idsOf(tokenizer: Tokenizer, text: string, maxTokens: number): readonly number[] {
  const ids: readonly number[] = tokenizer.encode(text).ids;
  if (ids.length <= maxTokens) return ids;
  const plain: readonly number[] = tokenizer.encode(text, { add_special_tokens: false }).ids;
  const around = ids.length - plain.length;
  // what stands before the text is what is left when the text and what stands behind it are taken away
  const before = Array.from({ length: around + 1 }, (_, start) => start).find((start) =>
    plain.every((id, index) => ids[start + index] === id),
  );
  if (before === undefined) return ids.slice(0, maxTokens);
  return [
    ...ids.slice(0, before),
    ...plain.slice(0, Math.max(0, maxTokens - around)),
    ...ids.slice(before + plain.length),
  ].slice(0, maxTokens);
}
