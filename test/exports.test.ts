/** @file The real commands that hand a table over, take one in, and send what they did as a trace. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importTable } from "../src/export/import/import-table.ts";
import { tableSchema } from "../src/export/table-schema.ts";
import { parseMarkdownTable } from "../src/table/parse-markdown.ts";
import { type Collector, startCollector } from "../src/telemetry/collector.fixture.ts";
import { runCommand } from "./fixtures/command-line.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";

const MINUTE = 60_000;
const question = "Which countries of South America are landlocked? Give capital and population.";

let cache = "";
let home = "";
let collector: Collector;
let environment: Readonly<Record<string, string>> = {};
const command = (...args: readonly string[]) => runCommand(args, { environment });

beforeAll(async () => {
  cache = await makeSeedCache();
  home = await mkdtemp(join(tmpdir(), "wideseek-exports-home-"));
  environment = {
    HOME: home,
    XDG_CACHE_HOME: cache,
    WIDESEEK_RUNS: join(home, "runs"),
    WIDESEEK_MODEL: "demonstrator",
  };
  collector = await startCollector();
}, MINUTE);

afterAll(async () => {
  await collector.close();
  await Promise.all([cache, home].map((directory) => rm(directory, { recursive: true })));
});

test(
  "a table goes into a file of each format by its ending, and every one holds the same values",
  async () => {
    const out = (name: string) => join(home, name);
    const asked = await command("ask", question, "--quiet", "--out", out("t.xlsx"), "--otel", collector.url);
    expect(asked).toEqual({ code: 0, stdout: "", stderr: "" });
    const files = ["t.csv", "t.md", "t.json", "t.html"];
    const shown = await Promise.all(files.map((name) => command("show", "--out", out(name))));
    expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0]);

    const [csv = "", markdown = "", json = "", html = ""] = await Promise.all(
      files.map((name) => readFile(out(name), "utf8")),
    );
    const [columns = [], ...rows] = parse(csv);
    expect(columns).toEqual(["Country", "Capital", "Population"]);
    expect(rows).toHaveLength(2);
    expect(await importTable(await readFile(out("t.xlsx")), "t.xlsx")).toEqual({ columns, rows });
    const written = parseMarkdownTable(markdown.split("\n\n")[0] ?? "")?.rows;
    expect(written?.map((row) => row.map((cell) => cell.replace(/(?:\[\^\d+\])+$/u, "")))).toEqual(rows);
    const printed = tableSchema.parse(JSON.parse(json));
    expect(
      printed.kind === "wide" && printed.rows.map((row) => columns.map((column) => row[column])),
    ).toEqual(rows);
    for (const value of rows.flat()) expect(html).toContain(`>${value}<`);

    const roots = collector.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.map(({ attributes }) => attributes["wideseek.rows"])).toEqual([2]);
    expect(collector.paths.every((path) => path === "/v1/traces")).toBe(true);
  },
  2 * MINUTE,
);

test(
  "a table from a file is extended as a run would be",
  async () => {
    const file = join(home, "countries.csv");
    await writeFile(file, "Country;Currency\r\nPeru;Sol\r\nEstonia;Euro\r\n");

    const extended = await command("extend", file, "--column", "Capital", "--format", "csv", "--quiet");

    expect(extended.stdout).toBe("Country,Currency,Capital\r\nPeru,Sol,Lima\r\nEstonia,Euro,Tallinn\r\n");
    expect(extended.code).toBe(0);
    const strict = await command("show", "--format", "csv-sources", "--strict");
    expect(strict.stdout).toMatch(
      /^Peru,seed:\/\/country\/peru,supported,,,unsupported,Lima,seed:\/\/country\/peru,supported\r$/mu,
    );
  },
  MINUTE,
);
