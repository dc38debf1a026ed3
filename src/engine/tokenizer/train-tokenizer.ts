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
  const words = [...piecesOf(counts)].map(([text, count]) => ({ parts: bytesOf(text), count }));
  const merges: (readonly [string, string])[] = [];
  const tokens = [...special, ...BYTES];
  while (tokens.length < size) {
    const best = mostFrequentPair(words);
    if (best === undefined) break;
    merges.push(best);
    tokens.push(best.join(""));
    for (const word of words) merge(word, best);
  }
  return tokenizerJson(tokens, special, merges);
}

interface Word {
  parts: string[];
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

function mostFrequentPair(words: readonly Word[]): readonly [string, string] | undefined {
  const counts = new Map<string, number>();
  for (const { parts, count } of words) {
    for (let index = 1; index < parts.length; index += 1) {
      const pair = `${parts[index - 1]} ${parts[index]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let most = 1;
  for (const [pair, count] of counts) {
    if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count];
  }
  const [left, right] = best?.split(" ") ?? [];
  return left === undefined || right === undefined ? undefined : [left, right];
}

function merge(word: Word, [left, right]: readonly [string, string]): void {
  const { parts } = word;
  if (parts.length < 2 || !parts.includes(left)) return;
  const merged: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    const joins = part === left && parts[index + 1] === right;
    merged.push(joins ? left + right : part);
    if (joins) index += 1;
  }
  word.parts = merged;
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
