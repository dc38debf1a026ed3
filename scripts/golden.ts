/**
 * @file Replays recorded results of the official WideSearch scorer: `npm run golden -- <file.jsonl>…`. Prints for each
 * file how many lines agree and every line that does not; exits 1 if a whole evaluation or an aggregation disagrees.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigError, JudgeError } from "../src/core/errors.ts";
import type { Judge } from "../src/core/judge.ts";
import { aggregateTrials } from "../src/table/widesearch/aggregate-trials.ts";
import { columnTexts } from "../src/table/widesearch/column-texts.ts";
import { normDate } from "../src/table/widesearch/dates/norm-date.ts";
import { EvaluatorError } from "../src/table/widesearch/evaluator-error.ts";
import { extractTable } from "../src/table/widesearch/extract-table.ts";
import { parseJudgeReply } from "../src/table/widesearch/judge-reply.ts";
import { metric } from "../src/table/widesearch/metrics.ts";
import { extractNumber, normStr } from "../src/table/widesearch/preprocess.ts";
import { strip } from "../src/table/widesearch/python-text.ts";
import { normColumn } from "../src/table/widesearch/read-frame.ts";
import { scoreWideSearch } from "../src/table/widesearch/score-widesearch.ts";

const TOLERANCE = 1e-9;

const mode = z.enum(["ok", "none", "garbage", "raise"]).default("ok");
const stubSchema = z
  .object({
    aliases: z.array(z.array(z.string())).default([]),
    align_mode: mode,
    score_mode: z.union([mode, z.literal("drop_last")]).default("ok"),
  })
  .prefault({});
type Stub = z.infer<typeof stubSchema>;

const metrics = z.record(z.string(), z.number());

const wholeSchema = z.object({
  id: z.string(),
  now: z.coerce.date(),
  task: z.object({ evaluation: z.unknown() }),
  gold_csv: z.string(),
  response: z.string().nullable(),
  judge: stubSchema,
  expected: z.object({
    score: z.number(),
    precision_by_row: z.number(),
    recall_by_row: z.number(),
    f1_by_row: z.number(),
    precision_by_item: z.number(),
    recall_by_item: z.number(),
    f1_by_item: z.number(),
  }),
});

const unitSchema = z.object({
  fn: z.string(),
  args: z.array(z.unknown()),
  out: z.unknown().optional(),
  error: z.string().optional(),
  now: z.coerce.date().default(new Date(0)),
  tier: z.string().optional(),
});

const aggregateSchema = z.object({
  id: z.string(),
  trial_num: z.number(),
  trials: z.array(z.object({ instance_id: z.string(), metrics: metrics.nullable() })),
  expected: z.union([
    z.object({ error: z.string() }),
    z.record(z.string(), z.object({ avg_n: z.number(), max_n: z.number(), min_n: z.number() })),
  ]),
});

/** `kind` groups the counts of a file: units by their function and tier. */
interface Comparison {
  readonly kind: string;
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Lower case without any white space. */
function fold(text: string): string {
  return [...text.toLowerCase()].filter((letter) => strip(letter) !== "").join("");
}

/** The stand-in for a language model that the vectors were recorded with. */
function stubJudge({ aliases, align_mode, score_mode }: Stub): Judge {
  const groups = aliases.map((names) => new Set(names.map(fold)));
  const same = (left: string, right: string) =>
    left === right || groups.some((names) => names.has(left) && names.has(right));
  return {
    name: "stub",
    align: async ({ values, references }) => {
      if (align_mode === "raise") throw new JudgeError("The stub was told to fail.");
      if (align_mode !== "ok") return new Map();
      const folded = references.map(fold);
      const pairs = values.flatMap((value) => {
        const reference = references[folded.findIndex((other) => same(fold(value), other))];
        return reference === undefined ? [] : [[value, reference] satisfies [string, string]];
      });
      return new Map(pairs);
    },
    grade: async ({ pairs }) => {
      if (score_mode === "raise") throw new JudgeError("The stub was told to fail.");
      if (score_mode === "none" || score_mode === "garbage") return pairs.map(() => 0);
      const graded = score_mode === "drop_last" ? pairs.length - 1 : pairs.length;
      return pairs.map(({ answer, gold }, index) => Number(index < graded && same(fold(answer), fold(gold))));
    },
  };
}

async function compareWhole(line: unknown): Promise<Comparison> {
  const { id, now, task, gold_csv, response, judge, expected } = wholeSchema.parse(line);
  const input = { answer: response ?? undefined, evaluation: task.evaluation, goldCsv: gold_csv, now };
  const { row, item, success } = await scoreWideSearch(input, stubJudge(judge)).catch((error: unknown) => {
    if (!(error instanceof JudgeError)) throw error;
    const nothing = { precision: 0, recall: 0, f1: 0 };
    return { row: nothing, item: nothing, success: false };
  });
  const actual = {
    score: Number(success),
    precision_by_row: row.precision,
    recall_by_row: row.recall,
    f1_by_row: row.f1,
    precision_by_item: item.precision,
    recall_by_item: item.recall,
    f1_by_item: item.f1,
  };
  return { kind: "whole", name: id, expected, actual };
}

function compareAggregate(line: unknown): Comparison {
  const { id, trial_num, trials, expected } = aggregateSchema.parse(line);
  const named = trials.map((trial) => ({ task: trial.instance_id, metrics: trial.metrics ?? undefined }));
  return { kind: "aggregation", name: id, expected, actual: aggregateLikeOfficial(named, trial_num) };
}

function aggregateLikeOfficial(trials: Parameters<typeof aggregateTrials>[0], trialCount: number): unknown {
  try {
    const entries = Object.entries(aggregateTrials(trials, trialCount));
    return Object.fromEntries(
      entries.map(([name, { average, best, worst }]) => [
        name,
        { avg_n: average, max_n: best, min_n: worst },
      ]),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { error: "ValueError" };
  }
}

function compareUnit(line: unknown): Comparison {
  const { fn, args, out, error, now, tier } = unitSchema.parse(line);
  const kind = tier === undefined ? fn : `${fn} (${tier})`;
  const name = JSON.stringify(args).slice(0, 200);
  return {
    kind,
    name,
    expected: error === undefined ? out : { error },
    actual: runUnit(fn, args, { now, error }),
  };
}

/** An error of ours counts as the recorded one: the official code catches all alike. */
function runUnit(
  fn: string,
  args: readonly unknown[],
  { now, error }: { now: Date; error: string | undefined },
): unknown {
  try {
    return callUnit(fn, args, now);
  } catch (thrown) {
    if (!(thrown instanceof EvaluatorError)) throw thrown;
    return { error: error ?? thrown.message };
  }
}

function callUnit(fn: string, args: readonly unknown[], now: Date): unknown {
  const [first = "", second = "", criterion] = args;
  if (fn === "infer_column") return columnTexts(z.array(z.string()).parse(first));
  const text = z.string().parse(first);
  const functions: Readonly<Record<string, () => unknown>> = {
    norm_column: () => normColumn(text),
    norm_str: () => normStr(text),
    extract_number: () => extractNumber(text),
    norm_date: () => normDate(text, now),
    parse_markdown_json: () => parseJudgeReply(text) ?? null,
    extract_dataframe: () => tableOf(text),
  };
  return (
    functions[fn]?.() ?? (fn in functions ? null : metric(fn, criterion, now)(text, z.string().parse(second)))
  );
}

function tableOf(text: string): unknown {
  const table = extractTable(text);
  if (!table) return null;
  const rows = Array.from({ length: table.rowCount }, (_, row) => table.data.map((cells) => cells[row]));
  return { columns: table.columns, rows };
}

function agrees(expected: unknown, actual: unknown): boolean {
  if (typeof expected === "number" && typeof actual === "number")
    return Math.abs(expected - actual) <= TOLERANCE;
  if (typeof expected !== "object" || typeof actual !== "object" || !expected || !actual)
    return expected === actual;
  const [left, right] = [
    new Map<string, unknown>(Object.entries(expected)),
    new Map<string, unknown>(Object.entries(actual)),
  ];
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && agrees(value, right.get(key)))
  );
}

async function compareLine(line: string): Promise<Comparison> {
  const value: unknown = JSON.parse(line);
  const record = z.record(z.string(), z.unknown()).parse(value);
  if ("fn" in record) return compareUnit(record);
  return "trials" in record ? compareAggregate(record) : compareWhole(record);
}

/** True if nothing that must agree disagrees. */
async function compareFile(file: string): Promise<boolean> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const comparisons: Comparison[] = [];
  for (const line of lines) comparisons.push(await compareLine(line));
  const wrong = comparisons.filter(({ expected, actual }) => !agrees(expected, actual));
  console.log(`${file}: agree ${comparisons.length - wrong.length} of ${comparisons.length}`);
  for (const kind of new Set(comparisons.map((comparison) => comparison.kind))) {
    const all = comparisons.filter((comparison) => comparison.kind === kind).length;
    console.log(
      `  ${kind}: ${all - wrong.filter((comparison) => comparison.kind === kind).length} of ${all}`,
    );
  }
  for (const { kind, name, expected, actual } of wrong) {
    console.log(`  disagrees: ${kind} ${name}`);
    console.log(`    expected ${JSON.stringify(expected)?.slice(0, 600)}`);
    console.log(`    got      ${JSON.stringify(actual)?.slice(0, 600)}`);
  }
  return !wrong.some(({ kind }) => kind === "whole" || kind === "aggregation");
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("Name at least one file: npm run golden -- <file.jsonl>…");
  process.exitCode = 2;
}
for (const file of files) {
  if (!(await compareFile(file))) process.exitCode = 1;
}
