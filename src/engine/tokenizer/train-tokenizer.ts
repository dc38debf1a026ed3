/** @file Learns a byte-level BPE vocabulary from texts and writes it as a Hugging Face `tokenizer.json`. */

/** An optional space with letters, an optional space with one digit, one other character; a line break stands alone. */
const PIECE = "\\n| ?[\\p{L}\\p{M}]+| ?\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]|\\s";

export interface TokenizerPlan {
  /** Ids in all: special tokens, 256 bytes, merges. */
  readonly size: number;
  /** They get the first ids, in this order. */
  readonly special: readonly string[];
}

/** `counts`: texts and how often each counts. The merge with the highest count comes first, ties by the alphabet. */
export function trainTokenizer(
  counts: ReadonlyMap<string, number>,
  { size, special }: TokenizerPlan,
): unknown {
  const pairs = new Pairs([...piecesOf(counts)].map(([text, count]) => ({ parts: bytesOf(text), count })));
  const merges: (readonly [string, string])[] = [];
  const tokens = [...special, ...BYTES];
  while (tokens.length < size) {
    const best = pairs.mostFrequent();
    if (best === undefined) break;
    merges.push(best);
    tokens.push(best.join(""));
    pairs.merge(best);
  }
  return tokenizerJson(tokens, special, merges);
}

interface Word {
  parts: readonly string[];
  readonly count: number;
}

function piecesOf(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const pieces = new Map<string, number>();
  const pattern = new RegExp(PIECE, "gu");
  for (const [text, count] of counts) {
    for (const [piece] of text.matchAll(pattern)) pieces.set(piece, (pieces.get(piece) ?? 0) + count);
  }
  return pieces;
}

/** The pairs of neighbours in a set of words, kept up to date as they are merged: only words that hold a pair are read. */
class Pairs {
  readonly #counts = new Map<string, number>();
  readonly #words = new Map<string, Set<Word>>();

  constructor(words: readonly Word[]) {
    for (const word of words) this.#add(word, 1);
  }

  /** `undefined` where no pair occurs twice. */
  mostFrequent(): readonly [string, string] | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [pair, count] of this.#counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count];
    }
    const [left, right] = best?.split(" ") ?? [];
    return left === undefined || right === undefined ? undefined : [left, right];
  }

  merge(pair: readonly [string, string]): void {
    for (const word of [...(this.#words.get(pair.join(" ")) ?? [])]) {
      this.#add(word, -1);
      word.parts = merged(word.parts, pair);
      this.#add(word, 1);
    }
  }

  #add(word: Word, sign: 1 | -1): void {
    for (let index = 1; index < word.parts.length; index += 1) {
      const pair = `${word.parts[index - 1]} ${word.parts[index]}`;
      const count = (this.#counts.get(pair) ?? 0) + sign * word.count;
      if (count > 0) this.#counts.set(pair, count);
      else this.#counts.delete(pair);
      const words = this.#words.get(pair) ?? new Set();
      if (sign > 0) words.add(word);
      else words.delete(word);
      this.#words.set(pair, words);
    }
  }
}

function merged(parts: readonly string[], [left, right]: readonly [string, string]): readonly string[] {
  const result: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    const joins = part === left && parts[index + 1] === right;
    result.push(joins ? left + right : part);
    if (joins) index += 1;
  }
  return result;
}

function tokenizerJson(
  tokens: readonly string[],
  special: readonly string[],
  merges: readonly (readonly [string, string])[],
): unknown {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: PIECE }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((pair) => [...pair]),
    },
  };
}

/** The characters that stand for the 256 bytes, as in GPT-2: printable ones for themselves, the rest from U+0100 on. */
const BYTES: readonly string[] = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();

function bytesOf(text: string): string[] {
  return Array.from(new TextEncoder().encode(text), (byte) => BYTES[byte] ?? "");
}
