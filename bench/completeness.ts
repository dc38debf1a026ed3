/**
 * @file Whether the 95 % interval of the number of rows covers the true number: in simulations, beside the intervals of the
 * textbook (Chapman and Chao2, log-normal), and for tasks of the seed test split, whose rows are looked for in several ways over
 * the seed knowledge base, and in real runs of the demonstrator. `npx tsx bench/completeness.ts`, quicker with `--repeats 20 --tasks 50
 * --runs 50`; `--misses` names the runs whose interval does not hold.
 */

import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Completeness } from "../src/core/evidence.ts";
import type { WideTask } from "../src/core/task.ts";
import { loadSeedTasks } from "../src/eval/seed-tasks.ts";
import { estimateCompleteness } from "../src/evidence/completeness/estimate-completeness.ts";
import { type FindingPlan, simulateFinds } from "../src/evidence/completeness/simulate.fixture.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { createVocabulary } from "../src/llm/demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../src/llm/demonstrator/lexicon/seed-lexicon.ts";
import { planWide } from "../src/llm/demonstrator/question/plan-wide.ts";
import { itemsOf } from "../src/llm/demonstrator/reading/list-items.ts";
import { measureRuns } from "./completeness-runs.ts";

const TOTALS = [5, 10, 20, 50, 100, 200];
const CHANCES = [0.3, 0.5, 0.7, 0.85, 0.95];
const WAYS = [2, 3, 4, 5];
/** How alike rows are, and how much ways copy from each other. */
const WORLDS: readonly (readonly [string, Pick<FindingPlan, "concentration" | "copying">])[] = [
  ["rows all alike", { concentration: Number.POSITIVE_INFINITY }],
  ["beta, sum 20", { concentration: 20 }],
  ["beta, sum 10", { concentration: 10 }],
  ["beta, sum 5", { concentration: 5 }],
  ["10 % copied", { concentration: Number.POSITIVE_INFINITY, copying: 0.1 }],
  ["20 % copied", { concentration: Number.POSITIVE_INFINITY, copying: 0.2 }],
];

/** The ways that are put together, by the names of `waysOf`. */
const COMBINATIONS: readonly (readonly string[])[] = [
  ["list", "place"],
  ["list", "place", "columns"],
  ["other lists", "place", "columns"],
  ["place", "columns"],
  ["place", "columns", "Chinese"],
];

const text = { type: "string" } as const;
const plan = z
  .object({
    repeats: z.coerce.number().default(50),
    tasks: z.coerce.number().default(200),
    limit: z.coerce.number().default(100),
    runs: z.coerce.number().default(200),
    misses: z.boolean().default(false),
    split: z.enum(["train", "dev", "test"]).default("test"),
  })
  .parse(
    parseArgs({
      options: {
        repeats: text,
        tasks: text,
        limit: text,
        runs: text,
        split: text,
        misses: { type: "boolean" },
      },
    }).values,
  );

if (plan.repeats > 0) simulate();
const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: join(homedir(), ".cache", "wideseek") });
if (plan.tasks > 0) await measureSeedTasks();
if (plan.runs > 0) await measureRuns(knowledgeBase, await tasksToRun(), plan.misses);
await knowledgeBase.close();

/** Spread over the whole split, of all forms and both languages. */
async function tasksToRun(): Promise<readonly WideTask[]> {
  const tasks = await loadSeedTasks({ split: plan.split, kind: "wide" });
  return evenly(
    tasks.flatMap((task) => (task.kind === "wide" ? [task] : [])),
    plan.runs,
  );
}

interface Interval {
  readonly low: number;
  readonly high?: number | undefined;
}

function covers({ low, high = Number.POSITIVE_INFINITY }: Interval, total: number): boolean {
  return low <= total && total <= high;
}

function simulate(): void {
  console.log(`coverage of the 95 % interval; totals ${TOTALS.join(", ")}; chances ${CHANCES.join(", ")}`);
  console.log(
    `${plan.repeats} repeats of each; a run in which nothing was found or no estimate is possible is left out`,
  );
  console.log("ways  rows            ours  lowest cell  at least  upper/total  textbook  lowest cell");
  for (const ways of WAYS) {
    for (const [name, world] of WORLDS) {
      const cells = TOTALS.flatMap((total) =>
        CHANCES.map((chance) => runCell({ total, ways, chance, ...world })),
      );
      const ours = cells.map((cell) => share(cell, ({ ours, total }) => covers(ours, total)));
      const textbook = cells.map((cell) => share(cell, ({ textbook, total }) => covers(textbook, total)));
      const open = share(cells.flat(), ({ ours }) => ours.high === undefined);
      const upper = median(
        cells.flat().flatMap(({ ours, total }) => (ours.high === undefined ? [] : ours.high / total)),
      );
      console.log(
        [
          String(ways).padEnd(4),
          name.padEnd(14),
          percent(mean(ours)).padStart(5),
          percent(Math.min(...ours)).padStart(11),
          percent(open).padStart(8),
          upper.toFixed(2).padStart(11),
          percent(mean(textbook)).padStart(8),
          percent(Math.min(...textbook)).padStart(11),
        ].join("  "),
      );
    }
  }
}

interface Run {
  readonly total: number;
  readonly ours: Completeness;
  readonly textbook: Interval;
}

function runCell(finding: FindingPlan): readonly Run[] {
  const seeds = Array.from(
    { length: plan.repeats },
    (_, repeat) => repeat + 1_000 * finding.total + 7 * finding.ways,
  );
  return seeds.flatMap((seed) => {
    const finds = simulateFinds(finding, seed);
    const ours = estimateCompleteness(finds);
    if (ours.method === "none") return [];
    return [{ total: finding.total, ours, textbook: textbookInterval(finds, finding.ways) }];
  });
}

/**
 * Chapman's estimate for two ways, Chao2 bias-corrected for more (Chao, Biometrics 43, 1987), with the log-normal interval that
 * goes with both (Chao 1987).
 */
function textbookInterval(finds: readonly ReadonlySet<string>[], ways: number): Interval {
  const found = finds.length;
  const { missing, variance } = ways === 2 ? chapman(finds) : chao2(finds, ways);
  if (missing <= 0 || variance <= 0) return { low: found, high: found };
  const factor = Math.exp(1.96 * Math.sqrt(Math.log(1 + variance / missing ** 2)));
  return { low: Math.floor(found + missing / factor), high: Math.ceil(found + missing * factor) };
}

function chapman(finds: readonly ReadonlySet<string>[]): { missing: number; variance: number } {
  const shared = finds.filter(({ size }) => size === 2).length;
  const [first = 0, second = 0] = ["way 0", "way 1"].map(
    (way) => finds.filter((ways) => ways.has(way)).length,
  );
  const missing = ((first + 1) * (second + 1)) / (shared + 1) - 1 - finds.length;
  const apart = (first + 1) * (second + 1) * (first - shared) * (second - shared);
  return { missing, variance: apart / ((shared + 1) ** 2 * (shared + 2)) };
}

function chao2(finds: readonly ReadonlySet<string>[], ways: number): { missing: number; variance: number } {
  const once = finds.filter(({ size }) => size === 1).length;
  const twice = finds.filter(({ size }) => size === 2).length;
  const share = (ways - 1) / ways;
  const missing = (share * once * (once - 1)) / (2 * (twice + 1));
  const ratio = once / twice;
  const variance =
    twice > 0
      ? twice * ((share / 2) * ratio ** 2 + share ** 2 * ratio ** 3 + (share ** 2 / 4) * ratio ** 4)
      : (share * once * (once - 1)) / 2 +
        (share ** 2 * once * (2 * once - 1) ** 2) / 4 -
        (share ** 2 * once ** 4) / (4 * (finds.length + missing));
  return { missing, variance };
}

/** What each way of looking for a task's rows found: titles of pages. */
type WaysOfTask = Readonly<Record<string, ReadonlySet<string>>>;

async function measureSeedTasks(): Promise<void> {
  const tasks = evenly(await seedTasks(), plan.tasks);
  const measured = [];
  for (const { task, chinese, phrase } of tasks) {
    const names = goldNames(task);
    measured.push({ names, ways: await waysOf({ task, chinese, phrase }, names) });
  }

  console.log(
    `\n${tasks.length} wide tasks of the seed ${plan.split} split, the first ${plan.limit} results of each search`,
  );
  console.log("ways                                 estimated  covered  identical  at least  rows found");
  for (const names of COMBINATIONS) {
    const runs = measured.map((one) => ({
      total: one.names.size,
      ours: estimateCompleteness(findsOf(one.ways, names)),
    }));
    const estimated = runs.filter(({ ours }) => ours.method !== "none");
    console.log(
      [
        names.join(", ").padEnd(35),
        `${estimated.length}`.padStart(9),
        percent(share(estimated, ({ ours, total }) => covers(ours, total))).padStart(7),
        `${estimated.filter(({ ours }) => ours.method === "identical").length}`.padStart(9),
        `${estimated.filter(({ ours }) => ours.high === undefined).length}`.padStart(8),
        percent(mean(runs.map(({ ours, total }) => ours.found / total))).padStart(10),
      ].join("  "),
    );
  }
}

interface SeedQuestion {
  readonly task: WideTask;
  readonly chinese: string;
  /** The set that the question is about, without conditions: `airports in Finland`. */
  readonly phrase: string;
}

/** Questions about one set; those about the cities or airports of several countries are answered over as many lists. */
async function seedTasks(): Promise<readonly SeedQuestion[]> {
  const vocabulary = createVocabulary(seedLexicon);
  const chinese = new Map(
    (await loadSeedTasks({ split: plan.split, kind: "wide", language: "zh" })).map(({ id, question }) => [
      id,
      question,
    ]),
  );
  const english = await loadSeedTasks({ split: plan.split, kind: "wide", language: "en" });
  return english.flatMap((task) => {
    if (task.kind !== "wide") return [];
    const { base, step } = planWide(task.question, task.columns, vocabulary);
    if (step.by !== "itself" || !("phrase" in base)) return [];
    return [{ task, chinese: chinese.get(task.id) ?? "", phrase: base.phrase }];
  });
}

function goldNames({ gold, uniqueColumns }: WideTask): ReadonlySet<string> {
  const column = gold?.columns.indexOf(uniqueColumns?.[0] ?? "") ?? -1;
  return new Set(gold?.rows.map((row) => row[column] ?? ""));
}

/**
 * - `list`: the items of the first list that a search for the set finds
 * - `other lists`: the items of the other lists among the first ten results
 * - `place`: pages of things that a search for the rest of the set's phrase finds, `Finland` of `airports in Finland`
 * - `columns`: pages that a search for the set and the columns finds
 * - `Chinese`: pages that a search with the question in Chinese finds
 *
 * Whether a find belongs to the set is looked up in the gold table: a perfect check, as the estimate assumes it.
 */
async function waysOf(
  { task, chinese, phrase }: SeedQuestion,
  gold: ReadonlySet<string>,
): Promise<WaysOfTask> {
  const columns = (task.columns ?? []).slice(1).join(" ");
  const place = phrase.replace(/^.*? (?:of|in|with|by|that|beginning with|bordering) /, "");
  const pages = async (query: string) => {
    const hits = await knowledgeBase.search({ query, limit: plan.limit });
    return new Set(
      hits.filter(({ url }) => !isList(url)).flatMap(({ title }) => (gold.has(title) ? [title] : [])),
    );
  };
  const items = async (urls: readonly string[]) => {
    const texts = await Promise.all(urls.map((url) => knowledgeBase.access(url)));
    const names = texts.flatMap((page) => itemsOf(page?.text ?? "").map(({ name }) => name));
    return new Set(names.filter((name) => gold.has(name)));
  };
  const hits = await knowledgeBase.search({ query: phrase, limit: 10 });
  const [list, ...others] = hits.map(({ url }) => url).filter(isList);
  return {
    list: await items(list === undefined ? [] : [list]),
    "other lists": await items(others),
    place: await pages(place),
    columns: await pages(`${phrase} ${columns}`),
    Chinese: await pages(chinese),
  };
}

function isList(url: string): boolean {
  return url.startsWith("seed://list/");
}

/** The rows that these ways found, each with the ways that found it. */
function findsOf(ways: WaysOfTask, names: readonly string[]): readonly ReadonlySet<string>[] {
  const rows = new Set(names.flatMap((name) => [...(ways[name] ?? [])]));
  return [...rows].map((row) => new Set(names.filter((name) => ways[name]?.has(row))));
}

/** `count` of them spread evenly over all. */
function evenly<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / Math.max(1, all.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
