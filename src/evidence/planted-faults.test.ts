import { expect, test } from "vitest";
import { readSeedPages, titled, valuesByColumn } from "../../bench/evidence-facts.ts";
import { type GoldTask, type JudgedCell, runTrial } from "../../bench/evidence-trial.ts";
import { loadSeedTasks } from "../eval/seed-tasks.ts";
import { inMemoryKnowledgeBase } from "../kb/in-memory.ts";

const TASKS = 20;

/** Tasks of at most ten rows, one in so many, and the pages of their lists and rows. */
async function smallWorld() {
  const wide = (await loadSeedTasks({ split: "test", kind: "wide", difficulty: 1 })).flatMap(
    (task): readonly GoldTask[] =>
      task.kind === "wide" && task.gold !== undefined ? [{ ...task, gold: task.gold }] : [],
  );
  const small = wide.filter(({ gold }) => gold.rows.length >= 3 && gold.rows.length <= 10);
  const tasks = Array.from(
    { length: TASKS },
    (_, index) => small[Math.floor((index * small.length) / TASKS)],
  ).filter((task) => task !== undefined);
  const pages = await readSeedPages();
  const names = new Set(tasks.flatMap(({ gold }) => gold.rows.map(([name = ""]) => name)));
  const isNeeded = (title: string) => names.has(title) || names.has(title.replace(/^\w+ of (?:the )?/u, ""));
  const lists = pages.filter(({ url }) => url.startsWith("seed://list/"));
  const needed = pages.filter(({ title }) => isNeeded(title));
  return { tasks, all: wide, pages: [...new Set([...lists, ...needed])] };
}

test("of twenty tasks with planted faults, supported cells are right and inventions are caught", async () => {
  const { tasks, all, pages } = await smallWorld();
  const knowledgeBase = inMemoryKnowledgeBase(pages);
  const means = { knowledgeBase, pages: titled(pages), elsewhere: valuesByColumn(all) };
  const cells: JudgedCell[] = [];
  for (const [index, task] of tasks.entries()) {
    cells.push(
      ...(await runTrial(task, { ...means, seed: 50_000 + index })).cells.filter(({ isAsked }) => isAsked),
    );
  }

  const known = cells.filter(({ fault }) => fault?.kind !== "lie, nothing contradicts");
  const supported = known.filter(({ cell }) => cell.state === "supported");
  const invented = known.filter(({ fault, isRight }) => fault?.kind.startsWith("invented") && !isRight);
  const untouched = known.filter(({ fault, isRight }) => fault === undefined && isRight);

  expect(invented.length).toBeGreaterThan(15);
  expect(invented.filter(({ cell }) => cell.state === "supported")).toEqual([]);
  expect(supported.filter(({ isRight }) => isRight).length / supported.length).toBeGreaterThanOrEqual(0.99);
  expect(
    untouched.filter(({ cell }) => cell.state === "supported").length / untouched.length,
  ).toBeGreaterThan(0.9);
  // where any page that exists counts as a citation, next to none of them is caught
  expect(invented.filter(({ isCited }) => isCited).length).toBeGreaterThan(invented.length / 2);
}, 60_000);
