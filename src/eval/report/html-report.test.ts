/** @file The page of a report: what stands on it, and what can never stand in it. */
import { expect, test } from "vitest";
import type { Benchmark } from "../benchmarks/benchmark.ts";
import type { EvalConfig } from "../run/eval-config.ts";
import type { Trial } from "../trial.ts";
import { html } from "./html.ts";
import { htmlReport } from "./html-report.ts";
import { summarise } from "./summarise.ts";

const ATTACK = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\u202e`;

const benchmark: Benchmark = {
  name: ATTACK,
  groupedBy: "difficulty",
  tasks: [
    {
      task: { id: ATTACK, kind: "wide", question: ATTACK, language: "en" },
      rules: {
        kind: "table",
        gold: {
          columns: ["Country", "Capital"],
          rows: [
            ["Peru", "Lima"],
            ["Chile", ATTACK],
          ],
        },
        uniqueColumns: ["Country"],
      },
      group: ATTACK,
    },
  ],
};

const config: EvalConfig = {
  format: 1,
  version: "1.2.3",
  startedAt: "2026-01-02T03:04:05.000Z",
  benchmark: { name: ATTACK, tasks: 1, digest: "d1gest" },
  variants: [0, 5].map((value) => ({ name: `width ${value}`, axis: "width", value })),
  trials: 1,
  models: { lead: "model-a", subagent: "model-b" },
  knowledgeBase: "seed",
  judge: "judge-c",
};

const same = { precision: 0.5, recall: 0.25, f1: 1 / 3 };

const trials: readonly Trial[] = [0, 5].map((width) => ({
  variant: `width ${width}`,
  task: ATTACK,
  trial: 1,
  outcome: {
    kind: "table",
    item: same,
    row: same,
    success: false,
    rows: [{ answer: 0, gold: 0, cells: "sw" }, { gold: 1 }, { answer: 1 }],
  },
  answer: `| Country | Capital |\n|---|---|\n| Peru | ${ATTACK} |\n| Mars | |`,
  agents: [
    {
      agent: "lead",
      subtask: ATTACK,
      stop: "answered",
      turns: 1,
      tokens: 1,
      calls: [`search ${ATTACK}`],
      report: ATTACK,
    },
  ],
}));

const summaries = summarise(benchmark, config, trials);
const page = htmlReport({ benchmark, config, trials, summaries });

test("nothing that comes from tasks, pages or models becomes markup", () => {
  expect(/<script|<img|\u202e/.test(page)).toBe(false);
  expect(page).toContain("&quot;&gt;&lt;script&gt;alert(1)");
});

test("the page needs nothing from outside", () => {
  expect(/<[^>]*\b(?:src|href)=|url\(|@import|<link/.test(page)).toBe(false);
});

test("judge, models, search, date and versions stand on it", () => {
  for (const text of [
    "judge-c",
    "lead model-a, subagents model-b",
    "<dd>seed</dd>",
    "2026-01-02 03:04 UTC",
    "wideseek 1.2.3",
    "d1gest",
  ]) {
    expect(page).toContain(text);
  }
});

test("scores stand in percent, and a sweep has its curve", () => {
  expect(page).toContain('<td class="first">33.3</td>');
  expect(page).toContain("Item F1 at 5: 33.3");
  expect(page.match(/<polyline points="[\d., ]+"/g)).not.toHaveLength(0);
});

test("cells are coloured by what they are worth", () => {
  expect(page).toContain('<td class="s">Peru</td><td class="w">');
  expect(page).toMatch(/<td>missing<\/td><td class="m">Chile<\/td>/);
  expect(page).toMatch(/<td>extra<\/td><td class="x">Mars<\/td>/);
});

test("a template escapes what is put into it, also in attributes, but not what templates made", () => {
  expect(html`<a title="${'"<&'}">${html`<b>${1}</b>`}${undefined}</a>`.html).toBe(
    '<a title="&quot;&lt;&amp;"><b>1</b></a>',
  );
});
