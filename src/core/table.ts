/** @file A table: named columns, and rows of cells in the order of the columns. */

export interface Table {
  readonly columns: readonly string[];
  /** Each row has exactly one cell per column; an empty string is an empty cell. */
  readonly rows: readonly (readonly string[])[];
}
