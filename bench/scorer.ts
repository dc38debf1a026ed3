/**
 * @file Speed of scoring by the official WideSearch rules: `npm run bench:scorer`, on generated tables of 50 rows and 8
 * columns, and on recorded evaluations where files in the format of `npm run golden` are named. The official code is
 * no part of this; its known time stands beside ours. WIDESEEK_BENCH_PYTHON names a Python with pandas to measure the
 * same steps in, on the same tables.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Judge } from "../src/core/judge.ts";
import { normaliseText } from "../src/table/normalise.ts";
import { scoreWideSearch, type WideSearchAnswer } from "../src/table/widesearch/score-widesearch.ts";
import { writeCsv } from "../src/table/write-csv.ts";
import { writeMarkdownTable } from "../src/table/write-markdown.ts";
import { random } from "../src/util/random.ts";

const EVALUATIONS = 10_000;
const TARGET_SECONDS = 20;
const ROWS = 50;
/** Of the official code on WideSearch's own tables; measured once, with the judge stubbed. */
const OFFICIAL_MS = 60;
const NOW = new Date("2026-01-01T00:00:00Z");

/** Decides at once, so that only the rules are measured. */
const instantJudge: Judge = {
  name: "instant",
  align: async ({ values, references }) => {
    const known = new Map(references.map((reference) => [normaliseText(reference), reference]));
    return new Map(
      values.flatMap((value): [string, string][] => {
        const reference = known.get(normaliseText(value));
        return reference === undefined ? [] : [[value, reference]];
      }),
    );
  },
  grade: async ({ pairs }) =>
    pairs.map(({ answer, gold }) => Number(normaliseText(answer) === normaliseText(gold))),
};

/** The columns of a WideSearch task in about its own proportions. */
const COLUMNS = ["name", "country", "city", "founder", "students", "area", "founded", "website"];
const EVALUATION = {
  required: COLUMNS,
  unique_columns: ["name"],
  eval_pipeline: {
    name: { preprocess: ["norm_str"], metric: ["exact_match"] },
    country: { preprocess: ["norm_str"], metric: ["exact_match"] },
    city: { preprocess: ["norm_str"], metric: ["llm_judge"], criterion: "the same city" },
    founder: { preprocess: ["norm_str"], metric: ["llm_judge"], criterion: "the same person" },
    students: { preprocess: ["extract_number"], metric: ["number_near"], criterion: 0.05 },
    area: { preprocess: ["extract_number"], metric: ["number_near"], criterion: 0.1 },
    founded: { preprocess: ["norm_date"], metric: ["date_near"] },
    website: { preprocess: ["norm_str"], metric: ["url_match"] },
  },
};

function generate(seed: number): WideSearchAnswer {
  const draw = random(seed);
  const whole = (limit: number) => Math.floor(draw() * limit);
  const gold = Array.from({ length: ROWS }, (_, row) => [
    `University No. ${row} of ${seed}`,
    `Country ${whole(30)}`,
    `City ${whole(900)}`,
    `Founder ${whole(900)}`,
    `${(1_000 + whole(40_000)).toLocaleString("en")}`,
    `${(draw() * 90).toFixed(1)} ha`,
    `${1_800 + whole(220)}-${String(1 + whole(12)).padStart(2, "0")}-${String(1 + whole(28)).padStart(2, "0")}`,
    `https://www.university-${row}.edu/home`,
  ]);
  // one row in ten is missing, one cell in ten is another row's
  const kept = gold.filter(() => draw() > 0.1);
  const rows = kept.map((row) =>
    row.map((cell, column) => (column > 0 && draw() < 0.1 ? (gold[whole(ROWS)]?.[column] ?? cell) : cell)),
  );
  const answer = `Here it is.\n\`\`\`markdown\n${writeMarkdownTable({ columns: COLUMNS, rows })}\n\`\`\``;
  return { answer, evaluation: EVALUATION, goldCsv: writeCsv({ columns: COLUMNS, rows: gold }), now: NOW };
}

/** Milliseconds an evaluation. */
async function measure(cases: readonly WideSearchAnswer[], evaluations: number): Promise<number> {
  for (const input of cases) await scoreWideSearch(input, instantJudge);
  const startedAt = performance.now();
  for (let done = 0; done < evaluations; done++) {
    const input = cases[done % cases.length];
    if (input !== undefined) await scoreWideSearch(input, instantJudge);
  }
  return (performance.now() - startedAt) / evaluations;
}

const goldenLine = z.object({
  task: z.object({ evaluation: z.unknown() }),
  gold_csv: z.string(),
  response: z.string().nullable(),
  now: z.coerce.date(),
});

function readCases(file: string): readonly WideSearchAnswer[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const { task, gold_csv, response, now } = goldenLine.parse(JSON.parse(line));
    return { answer: response ?? undefined, evaluation: task.evaluation, goldCsv: gold_csv, now };
  });
}

function say(name: string, ms: number): void {
  const ratio = `${Math.round(OFFICIAL_MS / ms)} times the official code's ${OFFICIAL_MS} ms`;
  console.log(`${name.padEnd(42)} ${ms.toFixed(3)} ms an evaluation, ${ratio}`);
}

/** The same steps in pandas, where a Python is named. */
function measurePandas(cases: readonly WideSearchAnswer[], ours: number): void {
  const python = process.env["WIDESEEK_BENCH_PYTHON"];
  if (python === undefined) {
    console.log("pandas: not measured; WIDESEEK_BENCH_PYTHON names no Python");
    return;
  }
  const script = fileURLToPath(new URL("peers/pandas-scorer.py", import.meta.url));
  const ms = Number(execFileSync(python, [script], { input: JSON.stringify(cases), encoding: "utf8" }));
  console.log(
    `${"the same steps in pandas".padEnd(42)} ${ms.toFixed(3)} ms an evaluation, ours is ${(ms / ours).toFixed(1)} times as fast`,
  );
}

const generated = Array.from({ length: 40 }, (_, index) => generate(index + 1));
const ms = await measure(generated, EVALUATIONS);
const seconds = (ms * EVALUATIONS) / 1_000;
console.log(
  `${EVALUATIONS.toLocaleString("en")} evaluations of ${ROWS} x ${COLUMNS.length} tables: ${seconds.toFixed(1)} s on one core (target ${TARGET_SECONDS} s)`,
);
say(`generated, ${ROWS} x ${COLUMNS.length}`, ms);
measurePandas(generated, ms);
for (const file of process.argv.slice(2)) {
  const cases = readCases(file);
  say(
    `${file.split("/").at(-1)}, ${cases.length} evaluations`,
    await measure(cases, Math.max(1_000, cases.length)),
  );
}
if (seconds > TARGET_SECONDS) process.exitCode = 1;
