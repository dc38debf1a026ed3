/** @file What a run is going to do, and what that may take: shown, and edited, before anything is spent. */

export interface PlannedColumn {
  readonly name: string;
  readonly type: "text" | "number" | "date" | "link";
  /** What belongs in it, such as a unit or a year; absent where the name says it. */
  readonly note?: string | undefined;
}

export interface Plan {
  /** What each row is, in words: `countries of Africa`. */
  readonly rows: string;
  /** What a thing must fulfil to be a row. */
  readonly criteria: readonly string[];
  readonly columns: readonly PlannedColumn[];
  /** Names of the columns that identify a row. */
  readonly uniqueColumns: readonly string[];
  /** The first subtasks; further ones follow from what they find. */
  readonly subtasks: readonly string[];
  /** How many rows there are likely to be; absent where nobody can tell. */
  readonly expectedRows?: Range | undefined;
  /** At most so many rows: a preview. */
  readonly maxRows?: number | undefined;
}

/** An amount that is not known yet. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What a run may take. */
export interface Estimate {
  readonly rows: Range;
  readonly tokens: Range;
  /** US dollars; absent where a model has no known price. */
  readonly costUsd?: Range | undefined;
  readonly seconds: Range;
  /** What it is based on, in English: `12 earlier runs with this model`. */
  readonly basis: string;
}
