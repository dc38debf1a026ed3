/** @file The WideSearch benchmark as published: tasks in one file, gold tables in a folder beside it. */
import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { parseJson } from "../../util/parse-json.ts";
import type { Benchmark, BenchmarkTask } from "./benchmark.ts";
import { type DataRecord, orUnreadable, parseRecord, readRecords, readText } from "./read-records.ts";

const GOLD_FOLDER = "widesearch_gold";

const columns = z.array(z.string().min(1)).min(1);

/** The part of an evaluation that is read here; the rest is for the official rules. */
export const evaluationSchema = z.looseObject({
  required: columns,
  unique_columns: columns,
  eval_pipeline: z.record(
    z.string(),
    z.looseObject({ preprocess: z.array(z.string()), metric: z.array(z.string()) }),
  ),
});

/** The published file has the evaluation as JSON in a string, others as it is. */
const embeddedEvaluation = z.preprocess(
  (value) => (typeof value === "string" ? parseJson(value) : value),
  evaluationSchema,
);

const rowSchema = z.object({
  instance_id: z.string().min(1),
  query: z.string().min(1),
  evaluation: embeddedEvaluation,
  language: z.enum(["en", "zh"]),
});

/**
 * `path`: the folder with the tasks (JSON lines, or the Parquet file of the hub) and `widesearch_gold/`, or the file of
 * tasks in it. Throws `ConfigError` naming file, line and field of what is wrong.
 */
export async function loadWideSearch(path: string): Promise<Benchmark> {
  const { isDirectory, file } = await findTasks(path);
  const goldFolder = join(isDirectory ? path : dirname(path), GOLD_FOLDER);
  const records = await readRecords(file);
  return {
    name: "widesearch",
    groupedBy: "size",
    tasks: await Promise.all(records.map((record) => toTask(record, goldFolder))),
  };
}

async function findTasks(path: string): Promise<{ isDirectory: boolean; file: string }> {
  const isDirectory = (await orUnreadable(path, () => stat(path))).isDirectory();
  if (!isDirectory) return { isDirectory, file: path };
  const names = (await orUnreadable(path, () => readdir(path, { recursive: true }))).sort();
  const candidates = names.filter((name) => /\.(jsonl|parquet)$/.test(name));
  const name = candidates.find((candidate) => /^widesearch[^/]*$/.test(candidate)) ?? candidates[0];
  if (name === undefined) {
    throw new ConfigError(`${path} holds no tasks: neither a .jsonl nor a .parquet file.`);
  }
  return { isDirectory, file: join(path, name) };
}

async function toTask(record: DataRecord, goldFolder: string): Promise<BenchmarkTask> {
  const { instance_id: id, query, evaluation, language } = parseRecord(record, rowSchema);
  const goldFile = join(goldFolder, `${id}.csv`);
  const goldCsv = await readText(goldFile);
  return {
    task: { id, kind: "wide", question: query, language, uniqueColumns: evaluation.unique_columns },
    rules: { kind: "widesearch", evaluation, goldCsv },
    group: sizeGroup(goldCsv.trim().split("\n").length - 1, evaluation.required.length),
  };
}

/** WideSearch names no difficulty; the number of cells that a table needs is the nearest thing to it. */
export function sizeGroup(rows: number, width: number): string {
  const cells = rows * width;
  if (cells <= 100) return "1 to 100 cells";
  return cells <= 400 ? "101 to 400 cells" : "401 cells and more";
}
