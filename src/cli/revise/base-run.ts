/** @file What a revision starts from: a run, or a file with a table, which becomes one. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { IMPORT_LIMITS, importTable } from "../../export/import/import-table.ts";
import { findRun } from "../../run/find-run.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RunStore } from "../../run/run-store.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { askRequest } from "../../service/runs/ask-request.ts";
import { importRun } from "../../service/runs/import-run.ts";
import { planKnowledge } from "../arguments/knowledge.ts";
import { planModels } from "../arguments/models.ts";
import type { AskEnvironment } from "../ask/ask.ts";
import type { ReviseOptions } from "./revise-options.ts";

const TABLE_FILE = /\.(?:csv|tsv|tab|xlsx|xlsm)$/iu;

/**
 * `reference` is a run's name or a part of it, or a file's; without it the newest run is meant. Gives the run's name. Throws
 * `ConfigError` where there is no such run or file, or no table in it.
 */
export async function baseRun(
  reference: string | undefined,
  store: RunStore,
  options: ReviseOptions,
  environment: AskEnvironment,
): Promise<string> {
  if (reference !== undefined && TABLE_FILE.test(reference))
    return imported(reference, store, options, environment);
  if (options.kb !== undefined || options.web !== undefined) {
    throw new ConfigError(
      "--kb and --web are for a table from a file: a run is revised with the knowledge it had.",
    );
  }
  return findRun(await store.names(), reference);
}

async function imported(
  file: string,
  store: RunStore,
  { model, baseUrl, kb = [], web, quiet }: ReviseOptions,
  { variables, version, stderr }: AskEnvironment,
): Promise<string> {
  const name = basename(file);
  const table = await importTable(await readTableFile(file), name);
  const request = askRequest(`${name.replace(TABLE_FILE, "")}: ${table.columns.join(", ")}`, {
    answer: "table",
    ...planModels({ model, baseUrl }, variables["WIDESEEK_MODEL"]),
    knowledge: planKnowledge({ kb: [...kb], web, reader: "fetcher", offline: false }),
  });
  const run = await importRun(store, table, request, { version, directory: process.cwd() });
  const size = `${table.rows.length} rows and ${table.columns.length} columns`;
  if (!quiet) stderr.write(`${name} has ${size}; it is the run ${shortRunId(run)} now.\n`);
  return run;
}

async function readTableFile(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > IMPORT_LIMITS.fileBytes) {
      throw new ConfigError(
        `${file} is too large for a table: ${size} bytes; at most ${IMPORT_LIMITS.fileBytes}.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${file} cannot be read: ${systemReason(error)}.`, { cause: error });
  }
}
