/** @file Text to token ids and back, by a byte-level BPE tokenizer in the form of a Hugging Face `tokenizer.json`. */
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";

export interface Tokenizer {
  /** How many ids there are, special ones included. */
  readonly size: number;
  /** Never a special id, whatever the text holds. */
  encode(text: string): readonly number[];
  /** Special ids are left out. */
  decode(ids: readonly number[]): string;
  /** The id of a special token. Throws ConfigError where the tokenizer has none of that name. */
  special(token: string): number;
}

const addedToken = z.looseObject({ id: z.int().nonnegative(), content: z.string() });

const tokenizerJson = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  model: z.looseObject({
    type: z.literal("BPE"),
    vocab: z.record(z.string(), z.int().nonnegative()),
  }),
});

/** Throws ConfigError where `json` is not a tokenizer of this kind. */
export function openTokenizer(json: unknown): Tokenizer {
  const parsed = tokenizerJson.safeParse(json);
  if (!parsed.success)
    throw new ConfigError(`not a byte-level BPE tokenizer.json: ${z.prettifyError(parsed.error)}`);
  const { added_tokens: added, model } = parsed.data;
  // without its added tokens the library has no way to find one in a text
  const plain = new HuggingFaceTokenizer({ ...parsed.data, added_tokens: [] }, {});
  const special = new Map(added.map(({ content, id }) => [content, id]));
  const specialIds = new Set(special.values());
  const ids = [...Object.values(model.vocab), ...specialIds];
  const size = 1 + ids.reduce((most, id) => Math.max(most, id), -1);
  const words = new Map<string, readonly number[]>();
  return {
    size,
    encode: (text) =>
      text.split(SPLIT).flatMap((piece) => remembered(words, piece, (one) => idsOf(plain, one))),
    decode: (ids) => {
      const text = ids.filter((id) => !specialIds.has(id));
      return text.length === 0 ? "" : plain.decode(text, { clean_up_tokenization_spaces: false });
    },
    special(token) {
      const id = special.get(token);
      if (id === undefined) throw new ConfigError(`this tokenizer has no special token ${token}`);
      return id;
    },
  };
}

/** Before a space that stands before a word: no token reaches across it, so each piece can be remembered by itself. */
const SPLIT = /(?= [^\s])/;

const MOST_REMEMBERED = 50_000;

function remembered(
  known: Map<string, readonly number[]>,
  text: string,
  make: (text: string) => readonly number[],
): readonly number[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = make(text);
  if (known.size < MOST_REMEMBERED) known.set(text, made);
  return made;
}

function idsOf(tokenizer: HuggingFaceTokenizer, text: string): readonly number[] {
  return text === "" ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids;
}
