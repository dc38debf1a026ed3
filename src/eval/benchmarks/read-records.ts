/** @file The rows of a data file, JSON lines or Parquet, each with the place to name when something is wrong with it. */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { parseJson } from "../../util/parse-json.ts";

export interface DataRecord {
  /** File and line, or file and row; both count from 1. */
  readonly place: string;
  readonly value: unknown;
}

/** A name ending in `.parquet` is read as Parquet. Throws `ConfigError` for a file or line that cannot be read. */
export async function readRecords(path: string): Promise<readonly DataRecord[]> {
  const records = path.endsWith(".parquet") ? await readParquet(path) : await readJsonLines(path);
  if (records.length === 0) throw new ConfigError(`${path} holds no task.`);
  return records;
}

/** Throws `ConfigError` naming place and field where the value is not what the schema says. */
export function parseRecord<T>({ place, value }: DataRecord, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".");
  throw new ConfigError(`${place}${field ? `, field "${field}"` : ""}: ${issue?.message ?? "not a task"}.`);
}

/** Without a byte order mark. Throws `ConfigError` when the file cannot be read. */
export async function readText(path: string): Promise<string> {
  return (await orUnreadable(path, () => readFile(path, "utf8"))).replace(/^\ufeff/, "");
}

export async function orUnreadable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`Cannot read ${path}: ${systemReason(error)}.`, { cause: error });
  }
}

async function readJsonLines(path: string): Promise<readonly DataRecord[]> {
  const lines = (await readText(path)).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const place = `${path}, line ${index + 1}`;
    const value = parseJson(line);
    if (value === undefined) throw new ConfigError(`${place}: the line is not valid JSON.`);
    return { place, value };
  });
}

/** Loaded only here: most users never meet Parquet. */
async function readParquet(path: string): Promise<readonly DataRecord[]> {
  const [{ asyncBufferFromFile, parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  const file = await orUnreadable(path, () => asyncBufferFromFile(path));
  const rows = await parquetReadObjects({ file, compressors }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${path} cannot be read as Parquet: ${reason}.`, { cause });
  });
  return rows.map((value, index) => ({ place: `${path}, row ${index + 1}`, value }));
}
