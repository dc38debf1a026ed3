/** @file The training and test data of WideSeek-R1: tables and short answers in one file. */
import { basename } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { languageOf, type Task } from "../../core/task.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { writeCsv } from "../../table/write-csv.ts";
import { parseJson } from "../../util/parse-json.ts";
import type { Benchmark, BenchmarkTask, Rules } from "./benchmark.ts";
import { type DataRecord, parseRecord, readRecords } from "./read-records.ts";
import { evaluationSchema, sizeGroup } from "./widesearch.ts";

const text = z.string().min(1);

const rowSchema = z.object({
  question: text,
  /** A table is Markdown, mostly in a fence. */
  answer: z.union([text, z.array(text).min(1)]),
  /** Some exports fill what a row lacks with null. */
  unique_columns: z.array(text).nullish(),
  is_markdown: z.boolean().nullish(),
  instance_id: text.nullish(),
  language: z.enum(["en", "zh"]).nullish(),
  evaluation: z
    .preprocess(
      (value) => (typeof value === "string" ? parseJson(value) : value),
      z.looseObject({ required: z.array(text).optional() }),
    )
    .nullish(),
});

type Row = z.infer<typeof rowSchema>;

/**
 * Rows with a whole WideSearch evaluation are scored by its official rules, other tables and short answers by ours.
 * Throws `ConfigError` naming file, line and field of what is wrong.
 */
export async function loadWideSeekR1(path: string): Promise<Benchmark> {
  const records = await readRecords(path);
  const name = basename(path).replace(/\.\w+$/, "");
  return {
    name: `wideseek-r1 ${name}`,
    groupedBy: "size",
    tasks: records.map((record, index) => toTask(record, `${name}-${index + 1}`)),
  };
}

function toTask(record: DataRecord, numbered: string): BenchmarkTask {
  const row = parseRecord(record, rowSchema);
  const { question } = row;
  const language = row.language ?? languageOf(question);
  const common = { id: row.instance_id ?? numbered, question, language };
  const isTable = row.is_markdown ?? row.unique_columns != null;
  if (!isTable) {
    const gold = typeof row.answer === "string" ? [row.answer] : row.answer;
    return {
      task: { ...common, kind: "deep" },
      rules: { kind: "short-answer", gold },
      group: "short answers",
    };
  }
  const { rules, uniqueColumns, cells } = tableRules(row, record.place);
  const task: Task = { ...common, kind: "wide", uniqueColumns };
  return { task, rules, group: sizeGroup(cells.rows, cells.width) };
}

interface TableRules {
  readonly rules: Rules;
  readonly uniqueColumns: readonly string[];
  readonly cells: { readonly rows: number; readonly width: number };
}

function tableRules({ answer, unique_columns, evaluation }: Row, place: string): TableRules {
  const gold = typeof answer === "string" ? parseMarkdownTable(answer) : undefined;
  if (gold === undefined) throw new ConfigError(`${place}, field "answer": it holds no Markdown table.`);
  const uniqueColumns = unique_columns ?? [];
  const cells = { rows: gold.rows.length, width: gold.columns.length };
  const official = evaluationSchema.safeParse(evaluation);
  if (official.success) {
    const goldCsv = writeCsv(gold, { formulas: "keep" });
    return { rules: { kind: "widesearch", evaluation: official.data, goldCsv }, uniqueColumns, cells };
  }
  if (uniqueColumns.length === 0) {
    throw new ConfigError(`${place}, field "unique_columns": a table needs at least one.`);
  }
  return { rules: { kind: "table", gold, uniqueColumns }, uniqueColumns, cells };
}
