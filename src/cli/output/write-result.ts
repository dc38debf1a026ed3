/** @file The result of a run as a file, a pipe or a terminal gets it. */
import { ConfigError } from "../../core/errors.ts";
import type { RunResult } from "../../core/events.ts";
import { exportTable } from "../../export/export-table.ts";
import { type ExportedRun, type ExportFormat, exportedRun, exportFormat } from "../../export/exported-run.ts";
import type { ListedRun } from "../../run/run-store.ts";

export const outputFormat = exportFormat;

export type OutputFormat = ExportFormat;

/** What is known of the run that the result is of. */
export type ResultRun = Pick<ListedRun, "run" | "config"> & Pick<ExportedRun, "histories">;

/** Text ends with a line break. Throws `ConfigError` where the format cannot hold the result: CSV is for tables. */
export async function writeResult(
  result: RunResult,
  { histories, ...recorded }: ResultRun,
  format: OutputFormat,
): Promise<string | Uint8Array> {
  const exported = { ...exportedRun(recorded, result), histories };
  const { language } = recorded.config.task;
  const { body } = await exportTable(exported, format, { strict: false, language });
  return body;
}

/** Formats that are no text to read, with what a file of theirs is called. */
const FILES_ONLY: Readonly<Partial<Record<OutputFormat, string>>> = {
  xlsx: "table.xlsx",
  html: "table.html",
};

/** Throws `ConfigError` where the format would fill a terminal with what nobody can read there. */
export function requireReadable(
  format: OutputFormat | undefined,
  stdout: { readonly isTTY?: boolean },
): void {
  const file = format === undefined ? undefined : FILES_ONLY[format];
  if (file === undefined || stdout.isTTY !== true) return;
  throw new ConfigError(`${format} is not for a terminal. Write it to a file: --out ${file}`);
}
