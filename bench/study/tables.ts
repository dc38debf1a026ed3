/**
 * @file The tables of the study, in percent: the policies on the test split, what differs with its intervals, and width.
 *
 * npx tsx bench/study/tables.ts [results.jsonl]
 */
import { fileURLToPath } from "node:url";
import { bootstrapInterval, type Interval } from "../../src/eval/report/bootstrap.ts";
import { SEEDS, VARIANTS } from "./plan.ts";
import { readResults, type Scores } from "./results.ts";

/** Of Student's distribution with two degrees of freedom, 97.5 %: three seeds. */
const T_OF_THREE = 4.303;

const [file = fileURLToPath(new URL("results.jsonl", import.meta.url))] = process.argv.slice(2);
const results = await readResults(file);
const measurements = new Map(results.flatMap((one) => (one.kind === "measurement" ? [[one.name, one]] : [])));
const trainings = new Map(results.flatMap((one) => (one.kind === "training" ? [[one.name, one]] : [])));
const seeds = (recipe: string) => SEEDS.map((seed) => `${recipe}-${seed}`);

console.log(
  "| policy | updates | tokens | item F1 | row F1 | success | deep exact | valid | subagents | sampled |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const { name, widths } of measurements.values()) {
  const [scores] = widths;
  if (widths.length === 1 && scores !== undefined) console.log(row(policyCells(name, scores)));
}

console.log(
  "\n| item F1 | difference | by seed | over seeds | over tasks |\n| --- | --- | --- | --- | --- |",
);
compare("team - its start", seeds("team"), ["start as a team"]);
compare("single - its start", seeds("single"), ["start as a single agent"]);
compare("team - single, equal updates", seeds("team"), seeds("single"));
compare("team - single, equal tokens", seeds("team-16"), seeds("single-long"));
compare("team, 16 updates - its start", seeds("team-16"), ["start as a team"]);
compare("single, equal tokens - its start", seeds("single-long"), ["start as a single agent"]);
compare("single, equal tokens - equal updates", seeds("single-long"), seeds("single"));
for (const variant of VARIANTS) compare(`${variant} - team-16-1`, [variant], ["team-16-1"]);
compare("trained lead alone - start", seeds("lead of team"), ["start as a team"]);
compare("trained subagents alone - start", seeds("subagents of team"), ["start as a team"]);

widthTable(
  "team, mean of the seeds",
  SEEDS.map((seed) => `team-${seed} by width`),
);
widthTable("on board", ["on board by width"]);
widthTable("on board, one question at a time", ["on board by width at once 1"]);

function policyCells(name: string, scores: Scores): readonly string[] {
  const training = trainings.get(name);
  return [
    name,
    training === undefined ? "" : String(training.steps),
    training === undefined ? "" : `${Math.round(training.sampledTokens / 1000)}k`,
    `${percent(scores.itemF1)} ${written(scores.itemF1Interval)}`,
    percent(scores.rowF1),
    percent(scores.success),
    `${percent(scores.exact)} ${written(scores.exactInterval)}`,
    percent(scores.valid),
    scores.subagents.toFixed(1),
    scores.sampledTokens.toFixed(0),
  ];
}

/** The intervals are of the mean over seeds, and, of the seeds' mean, over tasks in pairs. */
function compare(title: string, ours: readonly string[], theirs: readonly string[]): void {
  const [left, right] = [ours.flatMap(itemF1ByTask), theirs.flatMap(itemF1ByTask)];
  if (left.length < ours.length || right.length < theirs.length) return;
  const gains = left.map((tasks, seed) => {
    const other = right[right.length === 1 ? 0 : seed] ?? [];
    return tasks.map((score, task) => score - (other[task] ?? 0));
  });
  const bySeed = gains.map(mean);
  const byTask = (gains[0] ?? []).map((_, task) => mean(gains.map((tasks) => tasks[task] ?? 0)));
  const of = bySeed.map((gain) => percent(gain)).join(", ");
  console.log(row([title, percent(mean(bySeed)), of, overSeeds(bySeed), written(bootstrapInterval(byTask))]));
}

function overSeeds(values: readonly number[]): string {
  if (values.length !== SEEDS.length) return "";
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  const reach = T_OF_THREE * Math.sqrt(variance / values.length);
  return written({ low: middle - reach, high: middle + reach });
}

/** Where there are several seeds, a task's score is their mean, and the interval is over tasks. */
function widthTable(title: string, names: readonly string[]): void {
  const all = names.flatMap((name) => measurements.get(name) ?? []);
  const [first] = all;
  if (first === undefined || all.length < names.length) return;
  console.log(`\n${title}\n`);
  console.log("| width | item F1 | row F1 | success | valid | subagents | sampled | seconds | joules |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const index of first.widths.keys()) {
    const scores = all.flatMap(({ widths }) => widths.slice(index, index + 1));
    const of = (value: (one: Scores) => number | undefined) => mean(scores.map((one) => value(one) ?? 0));
    const byTask = (scores[0]?.itemF1ByTask ?? []).map((_, task) => of((one) => one.itemF1ByTask[task]));
    const cells = [
      String(scores[0]?.width),
      `${percent(of(({ itemF1 }) => itemF1))} ${written(bootstrapInterval(byTask))}`,
      percent(of(({ rowF1 }) => rowF1)),
      percent(of(({ success }) => success)),
      percent(of(({ valid }) => valid)),
      of(({ subagents }) => subagents).toFixed(1),
      of(({ sampledTokens }) => sampledTokens).toFixed(0),
      of(({ secondsPerTask }) => secondsPerTask).toFixed(2),
      of(({ joulesPerTask }) => joulesPerTask).toFixed(1),
    ];
    console.log(row(cells));
  }
}

function itemF1ByTask(name: string): readonly (readonly number[])[] {
  const scores = measurements.get(name)?.widths[0];
  return scores === undefined ? [] : [scores.itemF1ByTask];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number | undefined): string {
  return share === undefined ? "" : (100 * share).toFixed(1);
}

function written(interval: Interval | undefined): string {
  return interval === undefined ? "" : `(${percent(interval.low)} to ${percent(interval.high)})`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
