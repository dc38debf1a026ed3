/**
 * @file What a supported cell is worth: the demonstrator on seed test tasks with planted faults. `npx tsx bench/evidence.ts` prints
 * how many supported cells are right and how many inventions are caught, both also for the plain way of citing a page.
 * `tasks=20` runs fewer tasks, `seed=1` plants other faults, `--misses` lists what went wrong.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { loadSeedTasks } from "../src/eval/seed-tasks.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { readSeedPages, titled, valuesByColumn } from "./evidence-facts.ts";
import { FAULTS } from "./evidence-faults.ts";
import { type GoldTask, type JudgedCell, runTrial, type Trial } from "./evidence-trial.ts";

const wanted = { tasks: 200, seed: 0, ...numbers(process.argv.slice(2)) };
const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: join(homedir(), ".cache", "wideseek") });
const all = (await loadSeedTasks({ split: "test", kind: "wide" })).flatMap((task): readonly GoldTask[] =>
  task.kind === "wide" && task.gold !== undefined ? [{ ...task, gold: task.gold }] : [],
);
const tasks = Array.from(
  { length: Math.min(wanted.tasks, all.length) },
  (_, index) => all[Math.floor((index * all.length) / Math.min(wanted.tasks, all.length))],
).filter((task) => task !== undefined);

const means = { knowledgeBase, pages: titled(await readSeedPages()), elsewhere: valuesByColumn(all) };
const trials: Trial[] = [];
for (const [index, task] of tasks.entries())
  trials.push(await runTrial(task, { ...means, seed: wanted.seed * 100_000 + index }));
await knowledgeBase.close();
report(trials);

function report(done: readonly Trial[]): void {
  const all = done.flatMap((trial) => trial.cells);
  const cells = all.filter(({ isAsked }) => isAsked);
  const isLie = ({ fault }: JudgedCell) => fault?.kind === "lie, nothing contradicts";
  const known = cells.filter((cell) => !isLie(cell));
  const invented = cells.filter(({ fault, isRight }) => fault?.kind.startsWith("invented") && !isRight);
  const planted = cells.filter(
    ({ fault, isRight }) => fault !== undefined && isAnswered(fault.kind) && !isRight,
  );
  const isSupported = ({ cell }: JudgedCell) => cell.state === "supported";
  const isCited = (cell: JudgedCell) => cell.isCited;
  const right = known.filter(({ isRight }) => isRight);
  const clean = right.filter(({ fault }) => fault === undefined);

  console.log(`wide test tasks                          ${done.length}, ${cells.length} cells`);
  console.log(
    `cells of rows that nobody asked for      ${all.length - cells.length}, apart: their pages are right\n`,
  );
  console.log("                                         checked    cited page");
  line(
    "supported cells that are right",
    (is) => share(known.filter(is), ({ isRight }) => isRight),
    isSupported,
    isCited,
  );
  line("inventions caught", (is) => share(invented, (cell) => !is(cell)), isSupported, isCited);
  line("  and values of other rows", (is) => share(planted, (cell) => !is(cell)), isSupported, isCited);
  line(
    "right cells not held to be supported",
    (is) => share(right, (cell) => !is(cell)),
    isSupported,
    isCited,
  );
  line("  without a fault planted in them", (is) => share(clean, (cell) => !is(cell)), isSupported, isCited);
  console.log(
    `lies that nothing contradicts            ${share(cells.filter(isLie), isSupported)} supported: they cannot be known\n`,
  );
  console.log("planted                                          cells  supported  conflicting  unsupported");
  for (const kind of FAULTS) {
    const of = cells.filter(({ fault }) => fault?.kind === kind);
    const count = (state: string) => String(of.filter(({ cell }) => cell.state === state).length);
    console.log(
      `${kind.padEnd(46)} ${String(of.length).padStart(7)} ${count("supported").padStart(10)} ${count("conflicting").padStart(12)} ${count("unsupported").padStart(12)}`,
    );
  }
  const sum = (value: (trial: Trial) => number) => done.reduce((total, trial) => total + value(trial), 0);
  const [run, sourcing, check] = [
    sum(({ runMs }) => runMs),
    sum(({ sourcingMs }) => sourcingMs),
    sum(({ checkMs }) => checkMs),
  ];
  console.log(
    `\nsourcing  ${(sourcing / all.length).toFixed(3)} ms a cell, ${percent(sourcing / run)} of the time of a run`,
  );
  console.log(
    `check     ${(check / all.length).toFixed(3)} ms a cell, ${percent(check / run)} of the time of a run`,
  );
  if (process.argv.includes("--misses")) misses(known);
}

function line(
  name: string,
  figure: (is: (cell: JudgedCell) => boolean) => string,
  ...ways: readonly ((cell: JudgedCell) => boolean)[]
): void {
  console.log(`${name.padEnd(40)} ${ways.map((way) => figure(way).padEnd(10)).join(" ")}`);
}

function misses(cells: readonly JudgedCell[]): void {
  for (const { task, row, column, cell, isRight, fault } of cells) {
    const isMiss = cell.state === "supported" ? !isRight : isRight && fault === undefined;
    if (!isMiss) continue;
    const quote = cell.sources[0]?.quote.slice(0, 160) ?? "";
    console.log(
      `${isRight ? "right" : "WRONG"} ${cell.state}  ${task}  ${row} / ${column} = ${cell.value}  [${fault?.kind ?? ""}]\n    ${cell.reason}\n    ${quote}\n    said: ${fault?.said ?? ""}`,
    );
  }
}

function isAnswered(kind: string): boolean {
  return kind.startsWith("invented") || kind === "value of another row on the page";
}

function share<T>(items: readonly T[], is: (item: T) => boolean): string {
  return items.length === 0 ? "–" : percent(items.filter(is).length / items.length);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}

function numbers(args: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    args.flatMap((arg) => {
      const [, name, value] = /^(\w+)=(\d+)$/.exec(arg) ?? [];
      return name === undefined ? [] : [[name, Number(value)]];
    }),
  );
}
