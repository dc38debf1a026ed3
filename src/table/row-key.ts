/** @file What names a row: the values of its unique columns. */

const BETWEEN = " | ";

/** The values of the unique columns, joined by ` | `; of the first column where there is none of them. */
export function rowKey(
  columns: readonly string[],
  uniqueColumns: readonly string[],
  row: readonly { readonly value: string }[],
): string {
  const unique = uniqueColumns.map((name) => columns.indexOf(name)).filter((column) => column >= 0);
  const keys = unique.length > 0 ? unique : [0];
  return keys.map((column) => row[column]?.value ?? "").join(BETWEEN);
}
