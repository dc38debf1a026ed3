/** @file A table as CSV, alone or with the source and the state of each value beside it. */
import { ConfigError } from "../core/errors.ts";
import type { RunResult } from "../core/events.ts";
import type { SourcedTable } from "../core/evidence.ts";
import { writeCsv } from "../table/write-csv.ts";

/** Empty where a wide task has no table. Throws `ConfigError` for a short answer. */
export function csvOf(result: RunResult, table: SourcedTable, form: "csv" | "csv-sources"): string {
  if (result.kind === "deep") {
    throw new ConfigError(
      "CSV is for tables, and this run has one short answer. Use markdown, json, xlsx or html.",
    );
  }
  if (result.table === undefined) return "";
  return form === "csv" ? values(table) : valuesWithSources(table);
}

function values({ columns, cells }: SourcedTable): string {
  return writeCsv({ columns, rows: cells.map((row) => row.map(({ value }) => value)) });
}

/** Each column is followed by `<column>_source`, the addresses of its pages parted by blanks, and `<column>_state`. */
function valuesWithSources({ columns, cells }: SourcedTable): string {
  const taken = new Set(columns);
  const fresh = (name: string): string => (taken.has(name) ? fresh(`${name}_`) : name);
  return writeCsv({
    columns: columns.flatMap((name) => [name, fresh(`${name}_source`), fresh(`${name}_state`)]),
    rows: cells.map((row) =>
      row.flatMap(({ value, sources, state }) => {
        const urls = new Set(sources.map(({ url }) => url.replace(/\s/gu, "%20")));
        return [value, [...urls].join(" "), state];
      }),
    ),
  });
}
