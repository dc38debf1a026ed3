/** @file What a revision has to find: the picked cells of a table, row by row, and the sources to be read again. */
import type { Cell, Source, SourcedTable } from "../../core/evidence.ts";
import type { Change } from "../../core/revision.ts";
import type { Language } from "../../core/task.ts";
import { normaliseText } from "../../table/normalise.ts";
import { rowKey } from "../../table/row-key.ts";
import { isUnique, type PickedCell, pickedCells } from "./picked-cells.ts";

export interface RevisionWork {
  readonly language: Language;
  /** The columns that identify a row. */
  readonly uniqueColumns: readonly string[];
  /** The columns that are looked for in rows which are not in the table yet. */
  readonly otherColumns: readonly string[];
  /** Rows with the columns that are looked for in them. */
  readonly rows: readonly WantedRow[];
  /** What further rows are, in words. */
  readonly moreRows?: string | undefined;
  /** The normalised keys of the rows that the table has already. */
  readonly knownKeys: ReadonlySet<string>;
  readonly claims: readonly Claim[];
  /** The cells were looked for before. */
  readonly isSecondTry: boolean;
}

export interface WantedRow {
  readonly key: string;
  /** The values of the unique columns, in their order. */
  readonly names: readonly string[];
  /** The page about it, where that is known. */
  readonly url?: string | undefined;
  readonly columns: readonly string[];
}

/** A cell's source as it was read: the page at `url` stated the value in the words of `quote`. */
export interface Claim {
  /** The row's key. */
  readonly row: string;
  readonly names: readonly string[];
  readonly column: string;
  readonly value: string;
  readonly url: string;
  readonly quote: string;
  /** The cell has this value, and not only a page that disagrees. */
  readonly isValue: boolean;
  /** The page goes by the row's name. */
  readonly isAboutRow: boolean;
}

/** The same table and change always give the same work. */
export function revisionWork(table: SourcedTable, change: Change, language: Language): RevisionWork {
  const { columns, uniqueColumns } = table;
  const others = columns.filter((column) => !isUnique(table, column));
  const added = change.kind === "extend" ? (change.columns ?? []) : [];
  const picked = change.kind === "repair" ? pickedCells(table, change) : [];
  const names = change.kind === "extend" ? (change.rows ?? []) : [];
  return {
    language,
    uniqueColumns,
    otherColumns: [...others, ...added],
    rows: [
      ...(added.length > 0 ? table.cells.map((row) => wantedRow(table, row, added)) : []),
      ...names.map((name) => namedRow(table, name, [...others, ...added])),
      ...repairedRows(table, picked),
    ],
    moreRows: change.kind === "extend" ? change.moreRows : undefined,
    knownKeys: new Set(table.cells.map((row) => normaliseText(rowKey(columns, uniqueColumns, row)))),
    claims: change.kind === "refresh" ? claimsOf(table, pickedCells(table, change, "keys")) : [],
    isSecondTry: change.kind === "repair",
  };
}

/** Each page once, in the order in which the table cites them. */
export function urlsOf(claims: readonly Claim[]): readonly string[] {
  return [...new Set(claims.map(({ url }) => url))];
}

function repairedRows(table: SourcedTable, picked: readonly PickedCell[]): readonly WantedRow[] {
  const columnsByRow = new Map<number, string[]>();
  for (const { row, column } of picked) {
    const columns = columnsByRow.get(row) ?? [];
    columns.push(table.columns[column] ?? "");
    columnsByRow.set(row, columns);
  }
  return [...columnsByRow].map(([row, columns]) => wantedRow(table, table.cells[row] ?? [], columns));
}

function wantedRow(table: SourcedTable, row: readonly Cell[], columns: readonly string[]): WantedRow {
  const key = rowKey(table.columns, table.uniqueColumns, row);
  const names = namesOf(table, row);
  const url = row.flatMap(({ sources }) => sources).find((source) => isAbout(source, names))?.url;
  return { key, names, url, columns };
}

/** A page that goes by the row's name. */
function isAbout({ title }: Source, [name, ...further]: readonly string[]): boolean {
  return name !== undefined && further.length === 0 && normaliseText(title) === normaliseText(name);
}

/** `key` as the user writes it: the values of the unique columns with ` | ` between, as many as there are. */
function namedRow({ uniqueColumns }: SourcedTable, key: string, columns: readonly string[]): WantedRow {
  const parts = key.split("|").map((part) => part.trim());
  if (parts.length === uniqueColumns.length) return { key: parts.join(" | "), names: parts, columns };
  // what else identifies it is to be found
  const names = uniqueColumns.map((_, index) => (index === 0 ? key : ""));
  return { key: names.join(" | "), names, columns: [...uniqueColumns.slice(1), ...columns] };
}

/** A thing of a list that is not in the table yet. */
export function listedRow(
  work: RevisionWork,
  { name, url }: { readonly name: string; readonly url?: string | undefined },
): WantedRow {
  const names = work.uniqueColumns.map((_, index) => (index === 0 ? name : ""));
  const columns = [...work.uniqueColumns.slice(1), ...work.otherColumns];
  return { key: names.length > 1 ? names.join(" | ") : name, names, url, columns };
}

function claimsOf(table: SourcedTable, picked: readonly PickedCell[]): readonly Claim[] {
  return picked.flatMap(({ row, column, cell }) => {
    const cells = table.cells[row] ?? [];
    const claim = { row: rowKey(table.columns, table.uniqueColumns, cells), names: namesOf(table, cells) };
    const name = table.columns[column] ?? "";
    return statementsOf(cell).map(({ value, source }): Claim => {
      const { url, quote } = source;
      const isValue = normaliseText(value) === normaliseText(cell.value);
      return { ...claim, column: name, value, url, quote, isValue, isAboutRow: isAbout(source, claim.names) };
    });
  });
}

interface Statement {
  readonly value: string;
  readonly source: Source;
}

/** Every source of the cell and of the values that disagree with it, each once. */
export function statementsOf({ value, sources, candidates }: Cell): readonly Statement[] {
  const all: readonly Statement[] = [
    ...sources.map((source) => ({ value, source })),
    ...candidates.map((candidate) => ({ value: candidate.value, source: candidate.source })),
  ];
  const key = ({ value: stated, source: { url, quote } }: Statement) =>
    [normaliseText(stated), url, quote].join("\n");
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

function namesOf({ columns, uniqueColumns }: SourcedTable, row: readonly Cell[]): readonly string[] {
  return uniqueColumns.map((name) => row[columns.indexOf(name)]?.value ?? "");
}
