/** @file What the rows of a table teach about the wordings of its columns: which wording states which column, and how surely. */
import { wordsOf } from "../page-index.ts";
import { type Piece, relationTo, saysParts } from "./about-row.ts";
import { type Column, cueHits, SPEAKS } from "./column-words.ts";
import { withLearntWords } from "./learnt-words.ts";
import type { Span } from "./numbers.ts";
import { findingsOf, type Readings } from "./readings.ts";
import type { NamedRow } from "./row-names.ts";
import { agrees, isEqual, mentionsOf, readValue, type Value } from "./value.ts";
import { type Finding, WordingReader, wordingOf } from "./wordings.ts";

/** Wordings of a column that are asked of every row: the most frequent ones. */
const MOST_WORDINGS = 24;
/** A wording that holds for fewer of the other rows that use it states something else. */
const HOLDS = 0.7;
/** So many other rows make a wording more than chance. */
const SHARED = 2;
const TRUST = 0.95;
const TRUST_IN_ONE = 0.8;

/** What stands in a piece in the place of a column's value. */
export interface Reading {
  readonly piece: Piece;
  readonly wording: string;
  readonly value: Value;
}

interface TaughtReading extends Reading {
  /** From 0 to 1: how well the wording holds for other rows. */
  readonly trust: number;
}

export interface Learning {
  readonly columns: readonly Column[];
  /** By row and column: every place that states the cell's value and is about the row. */
  readonly findings: readonly (readonly (readonly Finding[])[])[];
  /**
   * `known`: other rows say it so; `refuted`: they say something else so, or say it of another column; `doubtful`: too few do to
   * tell.
   */
  verdict(finding: Finding): "known" | "unknown" | "doubtful" | "refuted";
  /** How a finding puts it, looked for everywhere on pages about its row. */
  readSame(finding: Finding): readonly Reading[];
  /** What pages state for the row and column in wordings that hold for other rows. */
  readings(row: NamedRow, column: number): readonly TaughtReading[];
}

export function learnFrom(table: Readings): Learning {
  const findings = table.keys.rows.map((row) =>
    (table.values[row.number] ?? []).map((value, column) =>
      value === undefined || column === table.keys.main ? [] : findingsOf(table, { row, column, value }),
    ),
  );
  const columns = withLearntWords(table.columns, table.keys.columns, findings);
  const school = new School(table, columns, findings);
  return {
    columns,
    findings,
    verdict: (finding) => school.verdict(finding),
    readSame: (finding) => school.readSame(finding),
    readings: (row, column) => school.readings(row, column),
  };
}

/** How rows speak for a wording: so many say with it what their cells say, so many say something else. */
interface Votes {
  readonly agreeing: ReadonlySet<number>;
  readonly differing: ReadonlySet<number>;
}

/** The wordings of a table. A row is judged by what the other rows teach, never by itself. */
class School {
  readonly #table: Readings;
  readonly #columns: readonly Column[];
  readonly #reader: WordingReader;
  readonly #wordings = new Map<Finding, string | undefined>();
  /** By column: what each row says with a wording. */
  readonly #votes: readonly ReadonlyMap<string, Votes>[];
  readonly #readings = new Map<string, readonly TaughtReading[]>();

  constructor(table: Readings, columns: readonly Column[], findings: Learning["findings"]) {
    this.#table = table;
    this.#columns = columns;
    this.#reader = new WordingReader(table.subjects);
    this.#votes = columns.map(({ number }) => {
      const found = findings.flatMap((cells) => cells[number] ?? []);
      return new Map(this.#frequent(found).map((wording) => [wording, this.#votesFor(wording, number)]));
    });
  }

  verdict(finding: Finding): ReturnType<Learning["verdict"]> {
    const row = finding.row.number;
    const wording = this.#wordingOf(finding);
    const votes = wording === undefined ? undefined : this.#votes[finding.column]?.get(wording);
    if (votes !== undefined && isHeld(votes, row, 1)) return "known";
    if (votes !== undefined && isRefuted(votes, row)) return "refuted";
    if (wording !== undefined && this.#isOfAnother(wording, finding)) return "refuted";
    const isDoubted = votes !== undefined && without(votes.differing, row) > 0;
    return this.#verdictOfSentence(finding) ?? (isDoubted ? "doubtful" : "unknown");
  }

  /** By what other wordings read in the finding's sentence; `undefined`: none does. */
  #verdictOfSentence(finding: Finding): "known" | "doubtful" | "refuted" | undefined {
    const stated = this.#sharedIn(finding);
    if (stated.length === 0) return undefined;
    if (stated.some(({ value }) => isEqual(finding.value, value))) return "known";
    return stated.some(({ value }) => saysSo(finding.value, value)) ? "doubtful" : "refuted";
  }

  readSame(finding: Finding): readonly Reading[] {
    const wording = this.#wordingOf(finding);
    if (wording === undefined || finding.piece.isOfList) return [];
    return this.#read(wording, finding, finding.value.kind);
  }

  readings(row: NamedRow, column: number): readonly TaughtReading[] {
    const key = `${row.number} ${column}`;
    const known = this.#readings.get(key) ?? this.#readAll(row, column);
    this.#readings.set(key, known);
    return known;
  }

  #readAll(row: NamedRow, column: number): readonly TaughtReading[] {
    return [...(this.#votes[column] ?? [])].flatMap(([wording, votes]) => {
      if (!isHeld(votes, row.number, 1)) return [];
      const isShared = isHeld(votes, row.number, SHARED);
      const trust = shareOf(votes, row.number) * (isShared ? TRUST : TRUST_IN_ONE);
      return this.#read(wording, { row, column })
        .filter(({ piece }) => isShared || speaksOf(this.#columns[column], piece))
        .map((read): TaughtReading => ({ ...read, trust }));
    });
  }

  /** What the finding's sentence states for its column in wordings that several other rows teach. */
  #sharedIn({ row, column, piece }: Finding): readonly Reading[] {
    return this.readings(row, column).filter((read) => {
      const votes = this.#votes[column]?.get(read.wording);
      return read.piece.segment === piece.segment && votes !== undefined && isHeld(votes, row.number, SHARED);
    });
  }

  #isOfAnother(wording: string, { row, column }: Finding): boolean {
    return this.#votes.some((votes, other) => {
      const found = other === column ? undefined : votes.get(wording);
      return found !== undefined && isHeld(found, row.number, SHARED);
    });
  }

  #frequent(findings: readonly Finding[]): readonly string[] {
    const users = new Map<string, Set<number>>();
    for (const finding of findings) {
      const wording = finding.piece.isOfList ? undefined : this.#wordingOf(finding);
      if (wording === undefined) continue;
      const known = users.get(wording) ?? new Set<number>();
      users.set(wording, known.add(finding.row.number));
    }
    return [...users]
      .sort(([, left], [, right]) => right.size - left.size)
      .slice(0, MOST_WORDINGS)
      .map(([wording]) => wording);
  }

  #votesFor(wording: string, column: number): Votes {
    const agreeing = new Set<number>();
    const differing = new Set<number>();
    for (const row of this.#table.keys.rows) {
      const value = this.#table.values[row.number]?.[column];
      const read = value === undefined ? [] : this.#read(wording, { row, column });
      if (value === undefined || read.length === 0) continue;
      const isSaid = read.some((reading) => isEqual(value, reading.value));
      (isSaid ? agreeing : differing).add(row.number);
    }
    return { agreeing, differing };
  }

  #wordingOf(finding: Finding): string | undefined {
    if (this.#wordings.has(finding)) return this.#wordings.get(finding);
    const wording = wordingOf(finding, this.#othersIn(finding), this.#table.subjects);
    this.#wordings.set(finding, wording);
    return wording;
  }

  /** Where the sentence states the other cells of the row, so that wordings do without their values. */
  #othersIn({ row, column, piece, mention }: Finding): readonly Span[] {
    const { values, keys } = this.#table;
    return (values[row.number] ?? []).flatMap((value, other) => {
      if (value === undefined || other === column || keys.columns.includes(other)) return [];
      const [found] = mentionsOf(value, piece.segment);
      const isApart = found !== undefined && (found.end <= mention.start || found.start >= mention.end);
      return isApart ? [found] : [];
    });
  }

  #read(
    wording: string,
    { row, column }: Pick<Finding, "row" | "column">,
    kind: Value["kind"] = this.#table.makes[column]?.kind ?? "text",
  ): readonly Reading[] {
    const unit = this.#columns[column]?.unit ?? "";
    const mostWords = this.#table.makes[column]?.mostWords ?? 0;
    return (this.#table.pieces[row.number] ?? []).flatMap((piece): readonly Reading[] => {
      const isReadable = !piece.isOfList && saysParts(row, piece);
      const text = isReadable ? this.#reader.read(wording, kind, piece, row) : undefined;
      if (text === undefined || wordsOf(text).length > mostWords) return [];
      if (piece.segment.cells !== undefined && !this.#isRowOf(row, piece, text)) return [];
      const value = readValue(text, unit);
      const isPlausible = value.kind === kind || value.kind === "date" || kind === "date";
      return isPlausible ? [{ piece, wording, value }] : [];
    });
  }

  /** A table on the page about a row has rows about others. */
  #isRowOf(row: NamedRow, piece: Piece, text: string): boolean {
    const start = piece.segment.searchable.indexOf(text);
    return relationTo(row, piece, { start, end: start + text.length }, this.#table.subjects) !== undefined;
  }
}

function without(rows: ReadonlySet<number>, row: number): number {
  return rows.size - Number(rows.has(row));
}

function isHeld(votes: Votes, row: number, least: number): boolean {
  return without(votes.agreeing, row) >= least && shareOf(votes, row) >= HOLDS;
}

function shareOf({ agreeing, differing }: Votes, row: number): number {
  const [yes, no] = [without(agreeing, row), without(differing, row)];
  return yes + no === 0 ? 0 : yes / (yes + no);
}

/** Two other rows say something else with it, and they are the most. */
function isRefuted({ agreeing, differing }: Votes, row: number): boolean {
  const no = without(differing, row);
  return no >= SHARED && without(agreeing, row) < no;
}

/** What one row alone says in some words may be chance; the words must speak of the column by themselves. */
function speaksOf(column: Column | undefined, { segment }: Piece): boolean {
  return column !== undefined && cueHits(column, segment.searchable).share >= SPEAKS;
}

const LISTED = /[,;、]| and /u;

/** A part of a list is said by the list. */
export function saysSo(value: Value, stated: Value): boolean {
  if (agrees(value, stated)) return true;
  if (value.kind !== "text" || LISTED.test(value.searchable) || !LISTED.test(stated.searchable)) return false;
  return stated.searchable.split(LISTED).some((part) => part.trim() === value.searchable);
}
