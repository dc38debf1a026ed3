/** @file What a row of a table goes by: the column that names it, what else of its key tells it apart, and its own page. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import { normaliseColumn } from "../../table/normalise.ts";
import { nameKey } from "./name-key.ts";

export interface KeyColumns {
  /** The column that names what a row is about. */
  readonly name: number;
  /** The columns that tell rows of one name apart. */
  readonly others: readonly number[];
}

/**
 * Of the unique columns that with the most different values names the row, the first of several: `City` in `Country | City`.
 * Where no column is known to be unique, all of them together identify a row.
 */
export function keyColumnsOf({ columns, uniqueColumns, cells }: SourcedTable): KeyColumns {
  const wanted = new Set(uniqueColumns.map(normaliseColumn));
  const all = [...columns.keys()];
  const unique = all.filter((column) => wanted.has(normaliseColumn(columns[column] ?? "")));
  const keys = unique.length > 0 ? unique : all;
  const distinct = (column: number) => new Set(cells.map((row) => row[column]?.value)).size;
  const [name = 0] = keys
    .map((column) => ({ column, values: distinct(column) }))
    .sort((left, right) => right.values - left.values)
    .map(({ column }) => column);
  return { name, others: keys.filter((column) => column !== name) };
}

/** The page that is about what the cell names: the source whose title is that name. */
export function ownPage(cell: Cell): string | undefined {
  const name = nameKey(cell.value);
  if (name === "") return undefined;
  return cell.sources.find(({ title }) => titleKeys(title).includes(name))?.url;
}

/** Names that a title may stand for: `San José, Costa Rica` and `Mercury (planet)` also for San José and Mercury. */
export function titleKeys(title: string): readonly string[] {
  return [...new Set([nameKey(title), nameKey(withoutQualifier(title))])];
}

/** The text without words in brackets or behind a comma at its end. */
function withoutQualifier(name: string): string {
  return name.replace(/\s*(?:[(（][^()（）]*[)）]|[,，].*)$/u, "");
}
