/** @file Benchmarks read from files in their published formats, written here in small. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { openBenchmark } from "./open-benchmark.ts";

const root = mkdtempSync(join(tmpdir(), "wideseek-benchmarks-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes files into a new folder; gives its path. */
function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const path = mkdtempSync(join(root, "b-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const EVALUATION = {
  unique_columns: ["country"],
  required: ["country", "capital"],
  eval_pipeline: {
    country: { preprocess: ["norm_str"], metric: ["exact_match"] },
    capital: { preprocess: ["norm_str"], metric: ["llm_judge"], criterion: "same place" },
  },
};
const ROW = {
  instance_id: "ws_en_001",
  query: "Capitals of Peru and Chile?",
  evaluation: JSON.stringify(EVALUATION),
  language: "en",
};
const CSV = "\ufeffCountry,Capital\r\nPeru,Lima\r\nChile,Santiago\r\n";
const GOLD = { "widesearch_gold/ws_en_001.csv": CSV, "widesearch_gold/ws_zh_001.csv": CSV };
const TABLE = "```markdown\n| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n```";

/** The two tasks above as the hub has them: Parquet, compressed with Snappy. */
const PARQUET = Buffer.from(
  "UEFSMRUGFTgVPFwVBBUAFQQVABUEFQAAAAMDGmQJAAAAd3NfZW5fMDAxCQAAAHdzX3poXzAwMRUGFYABFYIBXBUEFQAVBBUA" +
    "FQQVAAAAAwM+eBsAAABDYXBpdGFscyBvZiBQZXJ1IGFuZCBDaGlsZT8BH2jnp5jpsoHlkozmmbrliKnnmoTpppbpg73vvJ8V" +
    "BBWmAxWWAkwVAhUAAADTAajPAAAAeyJ1bmlxdWVfY29sdW1ucyI6WyJjb3VudHJ5Il0sInJlcXVpcmVkLhcAICwiY2FwaXRh" +
    "bAEhPGV2YWxfcGlwZWxpbmUiOnsVPTA6eyJwcmVwcm9jZXNzAT8cbm9ybV9zdHIBNhRtZXRyaWMBFjRleGFjdF9tYXRjaCJd" +
    "fRlb0j8ABH19FQYVCBUMXBUEFQAVBBUQFQQVAAAAAwMCBAADFQYVHBUgXBUEFQAVBBUAFQQVAAAAAwMMLAIAAABlbgIAAAB6" +
    "aBUEGVxIBHJvb3QVCAAVDCUCGAtpbnN0YW5jZV9pZCUAABUMJQIYBXF1ZXJ5JQAAFQwlAhgKZXZhbHVhdGlvbiUAABUMJQIY" +
    "CGxhbmd1YWdlJQAAFgQZHBlMJggcFQwZFQAZGAtpbnN0YW5jZV9pZBUCFgQWYhZmJgg8NgAoCXdzX3poXzAwMRgJd3NfZW5f" +
    "MDAxABkcFQYVABUCAAAAJm4cFQwZFQAZGAVxdWVyeRUCFgQWrgEWsAEmbjw2ACgP56eY6bKB5ZKM5pm65YiqGBBDYXBpdGFs" +
    "cyBvZiBQZXJ1EhIAGRwVBhUAFQIAAAAmngIcFQwZJQAQGRgKZXZhbHVhdGlvbhUCFgQW9gMW6gIm0gQmngIcNgAoEHsidW5p" +
    "cXVlX2NvbHVtbnQYEHsidW5pcXVlX2NvbHVtbnMSEgAZLBUEFQAVAgAVBhUQFQIAAAAmiAUcFQwZFQAZGAhsYW5ndWFnZRUC" +
    "FgQWRhZKJogFPDYAKAJ6aBgCZW4AGRwVBhUAFQIAAAAWzAYWBDbKBQAoCWh5cGFycXVldBlMHAAAHAAAHAAAHAAAAKoBAABQ" +
    "QVIx",
  "base64",
);

function lines(...rows: readonly unknown[]): string {
  return rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");
}

test("WideSearch as published: tasks in JSON lines, gold tables beside them", async () => {
  const path = folder({ "widesearch.jsonl": lines(ROW), ...GOLD });
  const { tasks } = await openBenchmark(`widesearch:${path}`);
  expect(tasks).toEqual([
    {
      task: {
        id: "ws_en_001",
        kind: "wide",
        question: ROW.query,
        language: "en",
        uniqueColumns: ["country"],
      },
      rules: { kind: "widesearch", evaluation: EVALUATION, goldCsv: CSV.slice(1) },
      group: "1 to 100 cells",
    },
  ]);
  expect(await openBenchmark(`widesearch:${join(path, "widesearch.jsonl")}`)).toEqual(
    await openBenchmark(`widesearch:${path}`),
  );
});

test("WideSearch in the Parquet form of the hub has the same tasks", async () => {
  const path = folder({ "full/0000.parquet": PARQUET, ...GOLD });
  const { tasks } = await openBenchmark(`widesearch:${path}`);
  expect(tasks.map(({ task }) => [task.id, task.language, task.question])).toEqual([
    ["ws_en_001", "en", "Capitals of Peru and Chile?"],
    ["ws_zh_001", "zh", "秘鲁和智利的首都？"],
  ]);
});

test("WideSeek-R1: tables and short answers of one file, each by its own rules", async () => {
  const rows = [
    { question: "Capitals?", answer: TABLE, unique_columns: ["Country"], is_markdown: true },
    { question: "谁发现了镭？", answer: ["居里夫人", "玛丽·居里"], is_markdown: false, unique_columns: null },
    { ...ROW, question: "Capitals!", answer: TABLE, unique_columns: ["country"], is_markdown: true },
    { question: "Who?", answer: "Curie" },
  ];
  const { tasks } = await openBenchmark(
    `wideseek-r1:${join(folder({ "hybrid.jsonl": lines(...rows) }), "hybrid.jsonl")}`,
  );
  expect(tasks.map(({ task, rules }) => [task.id, task.kind, task.language, rules.kind])).toEqual([
    ["hybrid-1", "wide", "en", "table"],
    ["hybrid-2", "deep", "zh", "short-answer"],
    ["ws_en_001", "wide", "en", "widesearch"],
    ["hybrid-4", "deep", "en", "short-answer"],
  ]);
  expect(tasks[2]?.rules).toMatchObject({ goldCsv: "Country,Capital\r\nPeru,Lima\r\n" });
});

test("ASearcher: a folder of sets, the answer a text or a list", async () => {
  const path = folder({
    "Bamboogle/test.jsonl": lines({ question: "Who?", answer: "Curie" }),
    "NQ_rand1000/test.jsonl": lines({ question: "When?", answer: ["1898", 1899] }),
  });
  const { tasks, groupedBy } = await openBenchmark(`asearcher:${path}`);
  expect(tasks.map(({ task, group, rules }) => [task.id, group, rules])).toEqual([
    ["Bamboogle-1", "Bamboogle", { kind: "short-answer", gold: ["Curie"] }],
    ["NQ_rand1000-1", "NQ_rand1000", { kind: "short-answer", gold: ["1898", "1899"] }],
  ]);
  expect(groupedBy).toBe("set");
  expect((await openBenchmark(`asearcher:${join(path, "Bamboogle")}`)).name).toBe("Bamboogle");
});

test("the seed's test split is there without any file", async () => {
  const { tasks } = await openBenchmark("seed-test", { limit: 24 });
  expect(tasks).toHaveLength(24);
  expect(new Set(tasks.map(({ task }) => task.kind))).toEqual(new Set(["wide", "deep"]));
  expect(new Set(tasks.map(({ group }) => group)).size).toBe(6);
});

test("no task carries its gold answer to whoever runs it", async () => {
  const { tasks } = await openBenchmark("seed-test");
  expect(tasks).toHaveLength(240);
  expect(tasks.filter(({ task }) => "gold" in task)).toEqual([]);
});

test.each([
  [
    "a broken line",
    { "widesearch.jsonl": lines(ROW, '{"instance_id": "ws') },
    /jsonl, line 2: the line is not valid JSON/,
  ],
  [
    "a field that is missing",
    { "w.jsonl": lines({ ...ROW, query: undefined }) },
    /w\.jsonl, line 1, field "query": .*string/,
  ],
  [
    "an evaluation that is no JSON",
    { "w.jsonl": lines({ ...ROW, evaluation: "{" }) },
    /line 1, field "evaluation"/,
  ],
  ["a gold file that is missing", { "w.jsonl": lines(ROW) }, /ws_en_001\.csv: there is no such file/],
  [
    "a task that stands there twice",
    { "w.jsonl": lines(ROW, ROW), ...GOLD },
    /two tasks with the id "ws_en_001"/,
  ],
  ["no tasks at all", { "w.jsonl": "\n", ...GOLD }, /w\.jsonl holds no task/],
  ["no file of tasks", { "readme.md": "" }, /holds no tasks: neither a \.jsonl nor a \.parquet/],
  ["Parquet that is none", { "w.parquet": "PAR1, or so" }, /w\.parquet cannot be read as Parquet/],
])("%s is named", async (_, files, message) => {
  const opening = openBenchmark(`widesearch:${folder(files)}`);
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(message);
});

test.each([
  [
    { question: "Q?", answer: "no table", is_markdown: true, unique_columns: ["a"] },
    /line 1, field "answer": it holds no/,
  ],
  [{ question: "Q?", answer: TABLE, is_markdown: true }, /line 1, field "unique_columns"/],
  [{ question: "Q?", answer: [] }, /line 1, field "answer"/],
])("what is wrong in a row of WideSeek-R1 is named: %j", async (row, message) => {
  await expect(
    openBenchmark(`wideseek-r1:${join(folder({ "t.jsonl": lines(row) }), "t.jsonl")}`),
  ).rejects.toThrow(message);
});

test("a benchmark, a task or a file that does not exist is named with what would work", async () => {
  await expect(openBenchmark("gaia")).rejects.toThrow(
    /Unknown benchmark "gaia". Use seed-test, seed-dev, seed-test-all, or widesearch:/,
  );
  await expect(openBenchmark("seed-test", { ids: ["x"] })).rejects.toThrow('seed-test has no task "x"');
  await expect(openBenchmark("widesearch:/nowhere")).rejects.toThrow(
    "Cannot read /nowhere: there is no such file",
  );
});

const published = process.env["WIDESEARCH_DATA"];

test.skipIf(published === undefined)(
  "WideSearch data at hand loads (set WIDESEARCH_DATA to its folder)",
  async () => {
    const { tasks } = await openBenchmark(`widesearch:${published}`);
    expect(tasks.length).toBeGreaterThan(0);
  },
);
