/**
 * @file The runtime, the tools and the seed knowledge base as a whole: the demonstrator on the seed test split. It says
 * nothing about learning. `npm run bench:seed` prints the figures; with `--check` it fails below the targets.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { runTask } from "../src/agent/run-task.ts";
import { teamSettings } from "../src/agent/team.ts";
import type { SourcedTable } from "../src/core/evidence.ts";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import type { Task } from "../src/core/task.ts";
import { loadSeedTasks } from "../src/eval/seed-tasks.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { createDemonstrator } from "../src/llm/demonstrator/demonstrator.ts";
import { scoreTable, type TableScore } from "../src/table/score-table.ts";
import { matchesAnswer } from "../src/table/short-answer.ts";

const TASKS = 200;
const TARGETS = { itemF1: 0.97, success: 0.85 };

const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: join(homedir(), ".cache", "wideseek") });
const sampler = createDemonstrator();
const startedAt = performance.now();

const wide = evenly(await loadSeedTasks({ split: "test", kind: "wide" }), TASKS);
const outcomes = [];
for (const task of wide) outcomes.push(await attempt(task));
const seconds = (performance.now() - startedAt) / 1_000;

const deep = evenly(await loadSeedTasks({ split: "test", kind: "deep" }), TASKS);
let deepRight = 0;
for (const task of deep) deepRight += (await answersRight(task)) ? 1 : 0;

const cells = outcomes.flatMap(({ table }) => table?.cells.flat() ?? []).filter(({ value }) => value !== "");
const supported = cells.filter(({ state }) => state === "supported");
const quotes = cells.flatMap(({ sources }) => sources);
const verbatim = (await Promise.all(quotes.map((source) => standsInPage(knowledgeBase, source)))).filter(
  Boolean,
);
const itemF1 = mean(outcomes.map(({ score }) => score.item.f1));
const success = mean(outcomes.map(({ score }) => (score.success ? 1 : 0)));
await knowledgeBase.close();

for (const { task, score } of outcomes.filter(({ score }) => !score.success)) {
  console.log(`${task.id}  item F1 ${score.item.f1.toFixed(3)}  ${task.question}`);
}
console.log(`wide test tasks      ${outcomes.length} in ${seconds.toFixed(1)} s`);
console.log(`item F1              ${itemF1.toFixed(4)}  (target ${TARGETS.itemF1})`);
console.log(`row F1               ${mean(outcomes.map(({ score }) => score.row.f1)).toFixed(4)}`);
console.log(`success              ${success.toFixed(4)}  (target ${TARGETS.success})`);
console.log(`cells supported      ${supported.length} of ${cells.length}`);
console.log(`quotes verbatim      ${verbatim.length} of ${quotes.length}`);
console.log(`deep test tasks      ${deepRight} of ${deep.length} right`);

const reached = itemF1 >= TARGETS.itemF1 && success >= TARGETS.success && verbatim.length === quotes.length;
if (process.argv.includes("--check") && !reached) process.exitCode = 1;

/** `count` tasks spread evenly over all. */
function evenly(tasks: readonly Task[], count: number): readonly Task[] {
  const chosen = Math.min(count, tasks.length);
  return Array.from(
    { length: chosen },
    (_, index) => tasks[Math.floor((index * tasks.length) / chosen)],
  ).filter((task) => task !== undefined);
}

async function run(task: Task) {
  const team = teamSettings.parse({});
  return runTask(task, { run: task.id, team, samplers: { lead: sampler, subagent: sampler }, knowledgeBase });
}

async function attempt(
  task: Task,
): Promise<{ task: Task; score: TableScore; table: SourcedTable | undefined }> {
  if (task.kind !== "wide" || task.gold === undefined) throw new Error(`${task.id} has no gold table.`);
  const { table } = (await run(task)).result;
  const rows = table?.cells.map((row) => row.map(({ value }) => value)) ?? [];
  const answer = { columns: table?.columns ?? [], rows };
  const score = scoreTable({ answer, gold: task.gold, uniqueColumns: task.uniqueColumns ?? [] });
  return { task, score, table };
}

async function answersRight(task: Task): Promise<boolean> {
  if (task.kind !== "deep" || task.gold === undefined) throw new Error(`${task.id} has no gold answer.`);
  return matchesAnswer((await run(task)).result.answer, task.gold);
}

async function standsInPage(
  base: KnowledgeBase,
  { url, quote }: { url: string; quote: string },
): Promise<boolean> {
  return (await base.access(url))?.text.includes(quote) ?? false;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
