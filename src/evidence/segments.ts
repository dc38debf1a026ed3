/** @file A page's text in pieces that can be quoted: its sentences, and the lines of its lists and tables. */

/** What ends with a full stop and is no end of a sentence; `20 K.` is one, though, for the letter is a unit there. */
const ABBREVIATION =
  /(?:^|[\s(“"])(?:(?<![\d°′″]\s)\p{Lu}|St|Ste|Mt|Ft|Dr|Mr|Mrs|Jr|Sr|No|Nr|vs|etc|approx|ca|e\.g|i\.e|(?:\p{Lu}\.)+\p{Lu})\.$/u;

const SENTENCE_END = /[.!?]["”’)]?(?=\s+["“(‘]?[\p{Lu}\p{N}])|[。！？][”’）]?/gu;

/** Nobody reads a longer quote; what has no end before that is cut. */
const LONGEST_SEGMENT = 1_000;

/** Verbatim pieces of `text`, in order, without the white space between them. */
export function segmentsOf(text: string): readonly string[] {
  return text.split("\n").flatMap(sentencesOf);
}

function sentencesOf(line: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of line.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (ABBREVIATION.test(line.slice(Math.max(start, end - 12), end))) continue;
    sentences.push(line.slice(start, end));
    start = end;
  }
  sentences.push(line.slice(start));
  return sentences
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "")
    .flatMap(piecesOf);
}

/** A table row stays whole, so that its cells stay under their headers. */
function piecesOf(sentence: string): readonly string[] {
  if (
    sentence.length <= LONGEST_SEGMENT ||
    (sentence.startsWith("|") && sentence.length <= 10 * LONGEST_SEGMENT)
  )
    return [sentence];
  const pieces: string[] = [];
  for (let start = 0; start < sentence.length; ) {
    const end = cutAfter(sentence, start);
    pieces.push(sentence.slice(start, end).trim());
    start = end;
  }
  return pieces.filter((piece) => piece !== "");
}

/** The offset after the last blank within reach; without one, where a character ends. */
function cutAfter(text: string, start: number): number {
  const limit = start + LONGEST_SEGMENT;
  if (limit >= text.length) return text.length;
  const blank = text.slice(start, limit).lastIndexOf(" ");
  if (blank > LONGEST_SEGMENT / 2) return start + blank;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit + 1 : limit;
}
