/** @file One picture of the terminal: its size, when it is, and what the user may do. */
import type { Palette } from "../palette.ts";

/** What a user allows a run; a limit that is absent is not shown. */
export interface Ceilings {
  readonly costUsd?: number | undefined;
  readonly tokens?: number | undefined;
  readonly deadlineMs?: number | undefined;
}

export interface Frame {
  /** The terminal's size. */
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly ceilings: Ceilings;
  readonly palette: Palette;
  /** What the user has typed and not sent yet; absent where nobody can type. */
  readonly typed?: string | undefined;
}
