/** @file Question-answering sets in the format of ASearcher: a folder a set, each with a `test.jsonl`. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { languageOf } from "../../core/task.ts";
import type { Benchmark, BenchmarkTask } from "./benchmark.ts";
import { orUnreadable, parseRecord, readRecords } from "./read-records.ts";

const answerSchema = z.union([z.string(), z.number().transform(String)]);

const rowSchema = z.object({
  question: z.string().min(1),
  answer: z.union([answerSchema.transform((answer) => [answer]), z.array(answerSchema).min(1)]),
});

/** `path`: a `test.jsonl` or Parquet file, the folder of one set, or a folder of such folders. */
export async function loadAsearcher(path: string): Promise<Benchmark> {
  const files = await findFiles(path);
  const sets = await Promise.all(files.map(loadSet));
  const [only] = files;
  return {
    name: files.length === 1 && only !== undefined ? setName(only) : "asearcher",
    groupedBy: "set",
    tasks: sets.flat(),
  };
}

async function findFiles(path: string): Promise<readonly string[]> {
  if (!(await orUnreadable(path, () => stat(path))).isDirectory()) return [path];
  const names = await orUnreadable(path, () => readdir(path, { recursive: true }));
  const files = names
    .filter((name) => /^(?:[^/]+\/)?test\.(jsonl|parquet)$/.test(name))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) {
    throw new ConfigError(`${path} holds no set: no test.jsonl, neither in it nor in a folder of it.`);
  }
  return files;
}

async function loadSet(file: string): Promise<readonly BenchmarkTask[]> {
  const name = setName(file);
  const records = await readRecords(file);
  return records.map((record, index) => {
    const { question, answer } = parseRecord(record, rowSchema);
    const id = `${name}-${index + 1}`;
    return {
      task: { id, kind: "deep", question, language: languageOf(question) },
      rules: { kind: "short-answer", gold: answer },
      group: name,
    };
  });
}

/** A set is named after its folder, e.g. `Bamboogle`. */
function setName(file: string): string {
  const name = basename(file).replace(/\.\w+$/, "");
  return name === "test" ? basename(dirname(file)) : name;
}
