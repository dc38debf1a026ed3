/** @file Where a cell comes from: the pages that were read, and the sentences in them that state a value. */

/** `quote` stands verbatim in the text of the page at `url`. */
export interface Source {
  readonly url: string;
  readonly title: string;
  readonly quote: string;
  /** Where the quote stands in a document: `page 3`, `Sales!B7`. */
  readonly place?: string | undefined;
  /** The page as it was read and kept: the hash of its text. */
  readonly page?: string | undefined;
  /** Offset of the quote in the text of that page. */
  readonly start?: number | undefined;
}

/**
 * `supported`: a page that was read states the value for this row. `conflicting`: so it does, and another states another value.
 * `unsupported`: no page that was read states it. `missing`: there is no value. `absent`: a page states that there is none.
 */
export type CellState = "supported" | "conflicting" | "unsupported" | "missing" | "absent";

/** One value that a page states for a cell. */
export interface Candidate {
  readonly value: string;
  readonly source: Source;
  /** The agent that read the page, and when: milliseconds since the run began. */
  readonly agent: string;
  readonly at: number;
  /** From 0 to 1: how surely the page states this value for this row and column. */
  readonly confidence: number;
  /** Why it is held to be about this row and column, in English. */
  readonly why: string;
}

export interface Cell {
  readonly value: string;
  readonly state: CellState;
  /** What states the value; empty where it is unsupported or missing. */
  readonly sources: readonly Source[];
  /** All that the pages state for this cell, those of its own value first, then by confidence. */
  readonly candidates: readonly Candidate[];
  /** Why this value stands here and no other, or what is wrong with it, in English. */
  readonly reason?: string | undefined;
}

/** A table whose every cell carries its evidence; rows and cells stand in the order of the table's. */
export interface SourcedTable {
  readonly columns: readonly string[];
  /** The columns that identify a row. */
  readonly uniqueColumns: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

/** Several rows that mean one thing, made one. */
export interface RowMerge {
  /** The number of the row that they became. */
  readonly row: number;
  /** The rows as they were, each in the order of the columns. */
  readonly merged: readonly (readonly Cell[])[];
  /** `merged 3 names into one row because …`. */
  readonly because: string;
}

/** How many rows the table should have, as far as the finds tell: `found 37 of about 40 (38–44)`. */
export interface Completeness {
  /** Rows found. */
  readonly found: number;
  /** The total, not rounded, between `low` and `high`. Absent where nothing can be said. */
  readonly estimate?: number | undefined;
  /** The 95 % interval of the total; never below `found`. */
  readonly low: number;
  /** Absent where the finds set no upper bound: the total is at least `low`. */
  readonly high?: number | undefined;
  /**
   * `none`: no estimate, the warning says why. `identical`: every way found the same rows. `chapman`: two ways, Chapman's
   * estimate. `log-linear`: three ways or more, the most likely total of a model with unequal chances.
   */
  readonly method: "none" | "identical" | "chapman" | "log-linear";
  /** Ways that count: those that found something, copies of one another once unless there are only copies. */
  readonly occasions: number;
  /** In English: why there is no estimate or no upper bound, or what makes the total less certain than the interval says. */
  readonly warning?: string | undefined;
}

/** Why no more was looked for: all was found; another wave brought nothing new; or as the run ended. */
type CoverageEnd = "complete" | "no-progress" | "ended";

/** How much of the table is there: the number of cells in each state. */
export interface Coverage {
  readonly states: Readonly<Record<CellState, number>>;
  readonly end: CoverageEnd;
}

/** A cell whose state follows from its sources alone. */
export function cellOf(value: string, sources: readonly Source[]): Cell {
  return { value, state: stateOf(value, sources), sources, candidates: [] };
}

function stateOf(value: string, sources: readonly Source[]): CellState {
  if (value === "") return "missing";
  return sources.length > 0 ? "supported" : "unsupported";
}
