/** @file A table as the official scorer sees it after pandas has read it and every cell is text again. */
import { columnTexts } from "./column-texts.ts";
import { EvaluatorError } from "./evaluator-error.ts";
import { strip } from "./python-text.ts";
import { splitRecords } from "./split-csv.ts";

/** `data` holds one list of cells per column, all of `rowCount` cells. */
export interface Frame {
  readonly columns: readonly string[];
  readonly data: readonly (readonly string[])[];
  readonly rowCount: number;
}

/**
 * Reads delimited text. Short rows are padded with missing cells; a first row longer than the header shifts all values
 * to the left, its surplus first fields being taken for row labels. Throws `EvaluatorError` for text without a
 * header, for a later row that is too long and for a quote left open.
 */
export function readFrame(text: string, separator: string): Frame {
  const [header, ...rows] = splitRecords(text, separator);
  if (!header) throw new EvaluatorError("There are no columns to read.");
  const width = Math.max(header.length, rows[0]?.length ?? 0);
  const long = rows.findIndex((row) => row.length > width);
  if (long >= 0)
    throw new EvaluatorError(`Row ${long + 1} has ${rows[long]?.length} fields, expected ${width}.`);
  const shift = width - header.length;
  return {
    columns: distinctNames(header),
    data: header.map((_, column) => columnTexts(rows.map((row) => row[column + shift] ?? ""))),
    rowCount: rows.length,
  };
}

/** Lower case without blanks; nothing else is taken away. */
export function normColumn(name: string): string {
  return strip(name).toLowerCase().replaceAll(" ", "");
}

/** The table with the columns of these numbers, under these names. */
export function selectColumns(table: Frame, columns: readonly { index: number; name: string }[]): Frame {
  return {
    columns: columns.map(({ name }) => name),
    data: columns.map(({ index }) => table.data[index] ?? []),
    rowCount: table.rowCount,
  };
}

/** Repeated names get `.1`, `.2`, whichever is free; empty ones become `Unnamed: 3` and yield to real ones. */
function distinctNames(header: readonly string[]): readonly string[] {
  const names = header.map((name, index) => (name === "" ? `Unnamed: ${index}` : name));
  const present = new Set(names);
  const counts = new Map<string, number>();
  const order = [...header.keys()].sort(
    (left, right) => Number(header[left] === "") - Number(header[right] === ""),
  );
  for (const index of order) {
    const name = names[index] ?? "";
    let free = name;
    let count = counts.get(name) ?? 0;
    while (count > 0) {
      counts.set(name, count + 1);
      free = `${name}.${count}`;
      count = present.has(free) ? count + 1 : (counts.get(free) ?? 0);
    }
    names[index] = free;
    present.add(free);
    counts.set(free, count + 1);
  }
  return names;
}
