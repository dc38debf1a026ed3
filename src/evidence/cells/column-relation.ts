/** @file Whether what a page states of a row is stated for a column: by the words around it, and by how other rows say it. */
import type { Piece } from "./about-row.ts";
import { type Column, cueHits, distanceTo, headerOf, labelMatch, SPEAKS } from "./column-words.ts";
import type { Learning } from "./learning.ts";
import type { Span } from "./numbers.ts";
import type { Readings } from "./readings.ts";
import { isTelling, mentionsOf, numbersOf } from "./value.ts";
import { type Finding, headerAt } from "./wordings.ts";

export interface ColumnRelation {
  readonly confidence: number;
  readonly why: string;
  /** No words say so; it is only hardly there for anything else. */
  readonly isChance?: true | undefined;
}

const NEUTRAL = 0.7;

/** `undefined`: it is stated for another column, or nothing says for which. */
export function relationToColumn(
  finding: Finding,
  table: Readings,
  learning: Learning,
): ColumnRelation | undefined {
  const column = learning.columns[finding.column];
  if (column === undefined) return undefined;
  if (table.keys.columns.includes(finding.column)) return { confidence: 1, why: "it is a name of the row" };
  const label = headerAt(finding.piece.segment, finding.mention);
  const byHeader = label === undefined ? undefined : underLabel(label, column, learning.columns);
  if (byHeader === "other") return undefined;
  if (byHeader !== undefined) return byHeader;
  return inSentence(finding, column, { table, learning });
}

function inSentence(
  finding: Finding,
  column: Column,
  { table, learning }: { readonly table: Readings; readonly learning: Learning },
): ColumnRelation | undefined {
  const { value } = finding;
  const verdict = learning.verdict(finding);
  if (verdict === "refuted" || (!isTelling(value) && isSaidElsewhere(finding, column, table)))
    return undefined;
  const words = byWords(finding, column, table);
  if (verdict === "known" && (words !== "other" || isTelling(value) || speaksOf(column, finding.piece))) {
    return { confidence: 0.95, why: `pages of other rows state “${column.name}” in the same words` };
  }
  if (words === "other" || isOddOne(finding, column, table)) return undefined;
  return words ?? (verdict === "doubtful" ? undefined : byChance(finding, table));
}

function speaksOf(column: Column, { segment }: Piece): boolean {
  return cueHits(headerOf(column), segment.searchable).share >= SPEAKS;
}

/** `yes` is said of many things: where a sentence on the row's pages has the header's own words, no other one counts. */
function isSaidElsewhere({ row, piece }: Finding, column: Column, { pieces }: Readings): boolean {
  if (speaksOf(column, piece)) return false;
  return (pieces[row.number] ?? []).some((one) => one.about !== undefined && speaksOf(column, one));
}

/** Of another make than the column's other values, and not in a sentence with the header's own words. */
function isOddOne({ value, piece }: Finding, column: Column, { makes }: Readings): boolean {
  return makes[column.number]?.isOdd(value.cell) === true && !speaksOf(column, piece);
}

function underLabel(
  label: string,
  column: Column,
  columns: readonly Column[],
): ColumnRelation | "other" | undefined {
  const own = labelMatch(column, label);
  const others = columns
    .filter(({ number }) => number !== column.number)
    .map((other) => labelMatch(other, label));
  const best = Math.max(0, ...others);
  if (own >= SPEAKS && own >= best) return { confidence: 0.95, why: `it stands under “${label}”` };
  return best >= SPEAKS ? "other" : undefined;
}

/** A column that the sentence speaks of. */
interface Spoken {
  readonly column: Column;
  readonly places: readonly Span[];
  readonly share: number;
}

function byWords(finding: Finding, column: Column, table: Readings): ColumnRelation | "other" | undefined {
  const { segment, page } = finding.piece;
  const own: Spoken = { column, ...cueHits(column, segment.searchable) };
  const others = othersIn(finding, table);
  if (own.share >= SPEAKS) {
    if (!isNearest(finding, own, { others, table })) return "other";
    return { confidence: 0.8 + 0.15 * own.share, why: `its words speak of “${column.name}”` };
  }
  if (hasUnitOf(finding, column, table)) {
    return { confidence: 0.8, why: `it has the unit of “${column.name}”` };
  }
  const inTitle = segment.entries.length > 0 ? cueHits(column, page.title).share : 0;
  if (inTitle >= SPEAKS) return { confidence: 0.8, why: `the page's title speaks of “${column.name}”` };
  return isOthers(finding, others, table) ? "other" : undefined;
}

/** The number has the unit that the column's header names, and no other column's does. */
function hasUnitOf({ mention, value, piece }: Finding, { unit }: Column, { columns }: Readings): boolean {
  if (unit === "" || unit === "%" || value.kind !== "number") return false;
  if (columns.filter((other) => other.unit === unit).length > 1) return false;
  const stated = numbersOf(piece.segment).find(({ start }) => start === mention.start);
  return stated?.unit === unit;
}

/**
 * The other columns that the sentence speaks of in the words of their headers, with values of the same kind. Key columns are
 * what all sentences are about; they take no values from others.
 */
function othersIn({ column, value, piece }: Finding, table: Readings): readonly Spoken[] {
  return table.columns
    .filter(({ number }) => number !== column && !table.keys.columns.includes(number))
    .filter(({ number }) => (table.makes[number]?.kind === "number") === (value.kind === "number"))
    .map((other) => ({ column: other, ...cueHits(headerOf(other), piece.segment.searchable) }))
    .filter(({ share }) => share >= SPEAKS);
}

/**
 * Where a sentence speaks of as many columns as it has values, they belong together in their order; otherwise a value belongs
 * to the column whose words stand nearest.
 */
function isNearest(
  finding: Finding,
  own: Spoken,
  { others, table }: { readonly others: readonly Spoken[]; readonly table: Readings },
): boolean {
  if (others.length === 0) return true;
  const spoken = [own, ...others];
  const slots = slotsOf(finding, table);
  if (slots.length === spoken.length) {
    const ordered = [...spoken].sort((left, right) => firstOf(left) - firstOf(right));
    return slots[ordered.indexOf(own)] === finding.mention.start;
  }
  const distance = distanceTo(own.places, finding.mention);
  return others.every(
    (other) =>
      distance <= distanceTo(other.places, finding.mention) || isStatedApart(finding, other.column, table),
  );
}

function firstOf({ places }: Spoken): number {
  return Math.min(...places.map(({ start }) => start));
}

/** Where values of the finding's kind start in its sentence, in order. */
function slotsOf({ row, value, mention, piece: { segment } }: Finding, table: Readings): readonly number[] {
  if (value.kind === "number") {
    const names = table.subjects.namesIn(segment);
    const free = numbersOf(segment).filter((number) => names.every((name) => isApart(name, number)));
    return free.map(({ start }) => start);
  }
  const cells = (table.values[row.number] ?? []).flatMap((other, column) =>
    other === undefined || table.keys.columns.includes(column) ? [] : mentionsOf(other, segment),
  );
  return [...new Set([...cells.map(({ start }) => start), mention.start])].sort(
    (left, right) => left - right,
  );
}

/** The sentence has that column's own value, too, at another place. */
function isStatedApart({ row, mention, piece }: Finding, { number }: Column, table: Readings): boolean {
  const value = table.values[row.number]?.[number];
  if (value === undefined) return false;
  return mentionsOf(value, piece.segment).some((other) => isApart(other, mention));
}

function isApart(one: Span, other: Span): boolean {
  return one.end <= other.start || one.start >= other.end;
}

/** The sentence speaks of other columns only, and has no other value for one of them. */
function isOthers(finding: Finding, others: readonly Spoken[], table: Readings): boolean {
  if (finding.piece.isOfList) return false;
  return others.some(({ column }) => {
    if (isStatedApart(finding, column, table)) return false;
    if (finding.value.kind !== "number") return true;
    return numbersOf(finding.piece.segment).length === 1;
  });
}

/** No words say which column it is for, but so particular a value hardly stands there for another one. */
function byChance({ row, column, value, piece }: Finding, { values }: Readings): ColumnRelation | undefined {
  const { segment, page } = piece;
  const isAnothers = values[row.number]?.some(
    (other, at) => at !== column && other?.searchable === value.searchable,
  );
  if (isAnothers || !isTelling(value)) return undefined;
  if (piece.isOfList && !page.title.includes(value.searchable)) return undefined;
  if (segment.entries.length > 0 && segment.cells === undefined && piece.about !== undefined)
    return undefined;
  return { confidence: NEUTRAL, why: "the page states this value of it", isChance: true };
}
