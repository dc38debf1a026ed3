/** @file A revision: a run that changes a part of another run's table, and what a user decides about a table by hand. */
import type { Cell, CellState, Source } from "./evidence.ts";
import type { Usage } from "./sampler.ts";

/** Cells of a table: in all of these states, columns and rows; what is absent picks all. */
export interface CellPick {
  readonly states?: readonly CellState[] | undefined;
  readonly columns?: readonly string[] | undefined;
  /** Keys of rows: the values of the unique columns, joined by ` | `. */
  readonly rows?: readonly string[] | undefined;
}

/**
 * `repair`: finds the picked cells again. `extend`: adds columns, and rows by name or (`moreRows`) by what they are in words.
 * `refresh`: reads the sources of the picked cells again, and finds again what they no longer state.
 */
export type Change =
  | ({ readonly kind: "repair" } & CellPick)
  | {
      readonly kind: "extend";
      readonly columns?: readonly string[] | undefined;
      readonly rows?: readonly string[] | undefined;
      readonly moreRows?: string | undefined;
    }
  | ({ readonly kind: "refresh" } & CellPick);

export interface Revision {
  /** The run whose table is changed; it stays as it is. */
  readonly base: string;
  readonly change: Change;
}

/** `choose`: this candidate is the cell's value. `split`: the row that was made of several is several again. */
export type Decision = { /** ISO 8601, UTC. */ readonly at: string /** Its key. */; readonly row: string } & (
  | {
      readonly kind: "choose";
      readonly column: string;
      readonly value: string;
      /** The page that states it; absent where the user typed the value. */
      readonly url?: string | undefined;
    }
  | { readonly kind: "split" }
);

/** One value that a cell had, newest last in its history. */
export interface CellVersion {
  readonly value: string;
  readonly state: CellState;
  readonly source?: Source | undefined;
  /** The run that brought it, and how. */
  readonly run: string;
  readonly by: "ask" | Change["kind"] | Decision["kind"] | "import";
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who wrote it: the agent that read its source, its model, and what it was asked; absent for what a user decided. */
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly subtask?: string | undefined;
  /** What that agent used in all, not for this cell alone. */
  readonly usage?: Usage | undefined;
}

/** A cell that differs between a run's table and that of its base. */
export interface CellChange {
  readonly row: string;
  readonly column: string;
  /** Absent where the cell is new, or is gone. */
  readonly before?: Cell | undefined;
  readonly after?: Cell | undefined;
}
