/**
 * @file Copying: a word that was read is written as it stood there, and a quotation is a stretch of what was read. What is
 * no decision of the model, the spelling of a name, it then cannot get wrong.
 */

export interface CopyingRules {
  /** One for each id: whether a word begins with it, or it is no part of a word at all. */
  readonly wordStarts: readonly boolean[];
  /** One for each id: whether it joins what stands directly before and behind it, as in `2,381` and `Guinea-Bissau`. */
  readonly joins: readonly boolean[];
  /** Words that may be written though they were not read, by each id that stands in them. */
  readonly known: ReadonlyMap<number, readonly (readonly number[])[]>;
  /** What follows the first of this id in a line is a quotation. */
  readonly quoteAfter: number;
  /** Stands in place of a quotation that there is none of. */
  readonly absent: readonly number[];
  /** Ends a line. */
  readonly lineEnd: number;
  /** Ends all. */
  readonly end: number;
}

/** Which tokens may come next. */
export type Allowed = (id: number) => boolean;

/** What may follow `written`, in answer to what was `read`; undefined: anything. */
export function allowedNext(
  rules: CopyingRules,
  read: readonly number[],
  written: readonly number[],
): Allowed | undefined {
  const line = written.slice(written.lastIndexOf(rules.lineEnd) + 1);
  const mark = line.indexOf(rules.quoteAfter);
  return mark < 0 ? nextInWord(rules, read, line) : nextInQuote(rules, read, line.slice(mark + 1));
}

function nextInQuote(rules: CopyingRules, read: readonly number[], quote: readonly number[]): Allowed {
  const { wordStarts, absent, lineEnd, end } = rules;
  const ends: Allowed = (id) => id === lineEnd || id === end;
  if (quote.length === 0) {
    const words = new Set([...read, ...absent].filter((id) => wordStarts[id]));
    return (id) => words.has(id) && !ends(id);
  }
  const { next, complete } = continuations(rules, [read, absent], quote);
  return (id) => (ends(id) ? complete : next.has(id));
}

/** A word that begins like nothing that was read or is known is the model's own. */
function nextInWord(
  rules: CopyingRules,
  read: readonly number[],
  line: readonly number[],
): Allowed | undefined {
  const { wordStarts, joins, known } = rules;
  const word = line.slice(line.findLastIndex((id) => wordStarts[id]));
  const [first] = word;
  if (first === undefined) return undefined;
  const { next, complete } = continuations(rules, [read, ...(known.get(first) ?? [])], word);
  if (next.size === 0 && !complete) return undefined;
  return (id) => (wordStarts[id] === true && !(joins[id] && next.has(id)) ? complete : next.has(id));
}

interface Continuations {
  /** The ids that follow the piece somewhere. */
  readonly next: ReadonlySet<number>;
  /** Whether a word ends with it somewhere. */
  readonly complete: boolean;
}

/** Of `piece` in `texts`, all of which end with a word. */
function continuations(
  { wordStarts, joins }: CopyingRules,
  texts: readonly (readonly number[])[],
  piece: readonly number[],
): Continuations {
  const next = new Set<number>();
  let complete = false;
  for (const text of texts) {
    for (const start of startsOf(text, piece)) {
      const [id, then] = text.slice(start + piece.length, start + piece.length + 2);
      if (id !== undefined) next.add(id);
      const goesOn = id !== undefined && joins[id] && then !== undefined && !wordStarts[then];
      complete ||= id === undefined || (wordStarts[id] === true && !goesOn);
    }
  }
  return { next, complete };
}

/** Texts by each id that stands in them. */
export function byId(
  texts: readonly (readonly number[])[],
): ReadonlyMap<number, readonly (readonly number[])[]> {
  const found = new Map<number, (readonly number[])[]>();
  for (const text of texts) {
    for (const id of new Set(text)) found.set(id, [...(found.get(id) ?? []), text]);
  }
  return found;
}

function startsOf(text: readonly number[], piece: readonly number[]): readonly number[] {
  const starts: number[] = [];
  const [first = -1] = piece;
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    if (piece.every((id, index) => text[start + index] === id)) starts.push(start);
  }
  return starts;
}
