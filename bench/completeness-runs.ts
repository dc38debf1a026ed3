/**
 * @file Whether the 95 % interval that a run prints covers the true number of rows: wide tasks of the seed corpus run by the
 * demonstrator as `ask` runs it, with all pages and with lists and searches that lose a part of what they have.
 */
import { createHash } from "node:crypto";
import { runTask } from "../src/agent/run-task.ts";
import { teamSettings } from "../src/agent/team.ts";
import type { Completeness } from "../src/core/evidence.ts";
import type { KnowledgeBase, Page } from "../src/core/knowledge-base.ts";
import type { WideTask } from "../src/core/task.ts";
import { createDemonstrator } from "../src/llm/demonstrator/demonstrator.ts";
import { scoreTable } from "../src/table/score-table.ts";

/** In how many ways rows are looked for, and shares of what is lost: items of each list page; pages of each search for all pages with some words. */
interface Loss {
  readonly name: string;
  readonly ways: 1 | 2;
  readonly ofLists: number;
  readonly ofSearches: number;
}

const LOSSES: readonly Loss[] = [
  { name: "all pages, one way", ways: 1, ofLists: 0, ofSearches: 0 },
  { name: "all pages", ways: 2, ofLists: 0, ofSearches: 0 },
  { name: "lists lose half", ways: 2, ofLists: 0.5, ofSearches: 0 },
  { name: "lists lose half, searches 30 %", ways: 2, ofLists: 0.5, ofSearches: 0.3 },
];

interface Run {
  readonly task: WideTask;
  readonly total: number;
  readonly completeness: Completeness | undefined;
  readonly recall: number;
  readonly itemF1: number;
  readonly tokens: number;
  readonly seconds: number;
}

/** `misses`: whether the tasks whose interval does not hold are named. */
export async function measureRuns(
  knowledgeBase: KnowledgeBase,
  tasks: readonly WideTask[],
  misses: boolean,
): Promise<void> {
  console.log(
    `\n${tasks.length} wide tasks run by the demonstrator; without an estimate counts as not covered`,
  );
  console.log(
    "pages                           covered  no estimate  of estimates  no upper bound  width  rows found  item F1  tokens  seconds",
  );
  // what is loaded once should not count for the first line
  for (const task of tasks.slice(0, 5)) await run(task, knowledgeBase, 2);
  for (const loss of LOSSES) {
    const runs: Run[] = [];
    for (const task of tasks) runs.push(await run(task, losing(knowledgeBase, loss), loss.ways));
    report(loss.name, runs);
    if (misses) for (const one of runs.filter((each) => !isCovered(each))) console.log(`  ${missLine(one)}`);
  }
}

async function run(task: WideTask, knowledgeBase: KnowledgeBase, ways: Loss["ways"]): Promise<Run> {
  const sampler = createDemonstrator(undefined, { ways });
  const startedAt = process.cpuUsage();
  const { result } = await runTask(task, {
    run: task.id,
    team: teamSettings.parse({}),
    samplers: { lead: sampler, subagent: sampler },
    knowledgeBase,
  });
  const seconds = process.cpuUsage(startedAt).user / 1e6;
  const gold = task.gold ?? { columns: [], rows: [] };
  const rows = result.table?.cells.map((row) => row.map(({ value }) => value)) ?? [];
  const answer = { columns: result.table?.columns ?? [], rows };
  const score = scoreTable({ answer, gold, uniqueColumns: task.uniqueColumns ?? [] });
  return {
    task,
    total: gold.rows.length,
    completeness: result.completeness,
    recall: score.row.recall,
    itemF1: score.item.f1,
    tokens: result.usage.promptTokens + result.usage.sampledTokens,
    seconds,
  };
}

function report(name: string, runs: readonly Run[]): void {
  const estimated = runs.filter(({ completeness }) => isEstimate(completeness));
  const widths = estimated.flatMap(({ total, completeness }) => {
    const high = completeness?.high;
    return high === undefined ? [] : [(high - (completeness?.low ?? 0)) / total];
  });
  console.log(
    [
      name.padEnd(30),
      percent(share(runs, isCovered)).padStart(7),
      `${runs.length - estimated.length}`.padStart(11),
      percent(share(estimated, isCovered)).padStart(12),
      `${estimated.length - widths.length}`.padStart(14),
      mean(widths).toFixed(2).padStart(5),
      percent(mean(runs.map(({ recall }) => recall))).padStart(10),
      mean(runs.map(({ itemF1 }) => itemF1))
        .toFixed(3)
        .padStart(7),
      mean(runs.map(({ tokens }) => tokens))
        .toFixed(0)
        .padStart(6),
      mean(runs.map(({ seconds }) => seconds))
        .toFixed(2)
        .padStart(7),
    ].join("  "),
  );
}

function isEstimate(completeness: Completeness | undefined): boolean {
  return completeness !== undefined && completeness.method !== "none";
}

function isCovered({ completeness, total }: Run): boolean {
  if (completeness === undefined || !isEstimate(completeness)) return false;
  return completeness.low <= total && total <= (completeness.high ?? Number.POSITIVE_INFINITY);
}

function missLine({ task, total, completeness }: Run): string {
  const { found = 0, low = 0, high = "", method = "no table" } = completeness ?? {};
  return `${task.id}  ${total} rows, found ${found} (${low}–${high}, ${method})  ${task.question.slice(0, 90)}`;
}

/** What is lost depends on the page and the query alone, so that a second look loses the same. */
function losing(base: KnowledgeBase, { ofLists, ofSearches }: Loss): KnowledgeBase {
  const cut = <One extends Pick<Page, "url" | "text">>(page: One): One => {
    if (!isList(page.url)) return page;
    const lines = page.text.split("\n").filter((line) => {
      const item = /^(?:[-*]\s|\|).*?\]\((\S+?)\)/u.exec(line)?.[1];
      return item === undefined || chance(page.url, item) >= ofLists;
    });
    return { ...page, text: lines.join("\n") };
  };
  return {
    name: base.name,
    pageCount: base.pageCount,
    isTrusted: base.isTrusted,
    search: async (request) => {
      const isKept = (url: string) =>
        isList(url) || request.match !== "all" || chance(request.query, url) >= ofSearches;
      return (await base.search(request)).filter(({ url }) => isKept(url)).map(cut);
    },
    access: async (url, signal) => {
      const page = await base.access(url, signal);
      return page && cut(page);
    },
    close: () => base.close(),
  };
}

function isList(url: string): boolean {
  return url.startsWith("seed://list/");
}

/** From 0 to 1, the same for the same texts. */
function chance(...texts: readonly string[]): number {
  return createHash("sha256").update(texts.join("\n")).digest().readUInt32BE(0) / 2 ** 32;
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / Math.max(1, all.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
