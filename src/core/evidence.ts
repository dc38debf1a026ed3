/** @file Where a cell comes from: a page that was read, and the sentence in it that states the value. */

/** `quote` stands verbatim in the text of the page at `url`. */
export interface Source {
  readonly url: string;
  readonly title: string;
  readonly quote: string;
  /** Where the quote stands in a document: `page 3`, `Sales!B7`. */
  readonly place?: string | undefined;
}

/** A cell with its sources. No source: no page that was read states the value, so the cell is unsupported. */
export interface Cell {
  readonly value: string;
  readonly sources: readonly Source[];
}

/** A table whose every cell carries its sources; rows and cells stand in the order of the table's. */
export interface SourcedTable {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}
