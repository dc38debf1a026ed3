/** @file The filter language of the index. Values are quoted, and nothing in them has a meaning. */
import type { SearchFilter } from "../../core/knowledge-base.ts";
import { fieldTerm } from "./table.ts";

/** A string; a quote in it is doubled. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The column has one of the values. */
export function anyOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map(quoted).join(", ")})`;
}

/** Each field of the filter has one of its values; `undefined` where nothing is asked of any. */
export function whereFields(filter: SearchFilter = {}): string | undefined {
  const conditions = Object.entries(filter).map(([name, wanted]) => {
    const values = typeof wanted === "string" ? [wanted] : wanted;
    const terms = values.map((value) => quoted(fieldTerm(name, value)));
    return terms.length === 0 ? "false" : `array_has_any(fields, [${terms.join(", ")}])`;
  });
  return conditions.length === 0 ? undefined : conditions.join(" AND ");
}
