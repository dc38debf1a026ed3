/** @file Where a page says that a row has no value for a column: `has no official currency`, `Currency: none`. */

import type { Segment } from "../page-index.ts";
import { type Piece, relationTo } from "./about-row.ts";
import { type Column, labelMatch } from "./column-words.ts";
import type { Span } from "./numbers.ts";
import type { NamedRow } from "./row-names.ts";
import type { Subjects } from "./subjects.ts";

export interface Absence {
  readonly piece: Piece;
  readonly confidence: number;
}

/** Of what stands for a missing value, only what says that there is none; `unknown` does not. */
const NONE = /^(?:none|n\/a|not applicable|nil|no|无|没有)$/u;
const SAYS_NONE =
  /\b(?:has|have|had|with|uses?|there (?:is|are|was|were)|is|are|of) (?:no|not any|neither)\b|\b(?:lacks?|without(?: an?y?)?)\b|没有|无(?!\p{Script=Latin})/gu;
const FIELD = /^(?:[-*•|]\s*)?([^:：|]{2,60}?)\s*[:：|]\s*([^|]{1,20}?)\s*\|?$/u;
const SAME_LABEL = 0.6;
/** Characters between the denial and the column's words. */
const NEAR = 30;

/** The surest one; `undefined` where no page denies it. */
export function absenceOf(
  row: NamedRow,
  column: Column,
  pieces: readonly Piece[],
  subjects: Subjects,
): Absence | undefined {
  const found = pieces.flatMap((piece): readonly Absence[] => {
    const span = denialIn(piece, column);
    const relation = span && relationTo(row, piece, span, subjects);
    return relation === undefined ? [] : [{ piece, confidence: relation.confidence * 0.9 }];
  });
  return found.reduce<Absence | undefined>(
    (best, one) => (best === undefined || one.confidence > best.confidence ? one : best),
    undefined,
  );
}

function denialIn(piece: Piece, column: Column): Span | undefined {
  if (piece.isOfList || column.words === "") return undefined;
  const { searchable: text, cells, headers } = piece.segment;
  if (cells !== undefined && headers !== undefined) return emptyCell(piece.segment, column);
  const [, label = "", value = ""] = FIELD.exec(text) ?? [];
  if (NONE.test(value)) return labelMatch(column, label) >= SAME_LABEL ? spanOf(text, value) : undefined;
  for (const { 0: denial, index } of text.matchAll(SAYS_NONE)) {
    const end = index + denial.length;
    if (text.slice(end, end + NEAR + column.words.length).includes(column.words))
      return { start: index, end };
  }
  return undefined;
}

function emptyCell(
  { searchable: text, cells = [], headers = [] }: Segment,
  column: Column,
): Span | undefined {
  const at = headers.findIndex((header) => labelMatch(column, header) >= SAME_LABEL);
  const cell = cells[at]?.toLowerCase() ?? "";
  return NONE.test(cell) ? spanOf(text, cell) : undefined;
}

function spanOf(text: string, value: string): Span {
  const start = text.lastIndexOf(value);
  return { start, end: start + value.length };
}
