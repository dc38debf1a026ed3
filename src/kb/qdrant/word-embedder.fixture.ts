/** @file An embedder without a model: a text's vector says which words stand in it, and which in its quoted first line. */
import type { Embedder } from "../embedding/embedder.ts";
import { searchWords } from "../text/words.ts";

const DIMENSIONS = 1_024;
/** What a word of the title counts beside one of the text, which are many more. */
const TITLE_WEIGHT = 4;

/** Words get their places in the order in which they are first met; how often a word stands in a text does not count. */
export function wordEmbedder(model = "words"): Embedder {
  const places = new Map<string, number>();
  const placeOf = (word: string) => {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  };
  const vectorOf = (text: string) => {
    const title = new Set(searchWords(/^".*"\n/u.exec(text)?.[0] ?? ""));
    const vector = new Array<number>(DIMENSIONS).fill(0);
    for (const word of searchWords(text)) vector[placeOf(word)] = title.has(word) ? TITLE_WEIGHT : 1;
    return vector.slice(0, DIMENSIONS);
  };
  const embed = async (texts: readonly string[], signal?: AbortSignal) => {
    signal?.throwIfAborted();
    return texts.map(vectorOf);
  };
  return { model, dimensions: DIMENSIONS, embedQueries: embed, embedPassages: embed };
}
