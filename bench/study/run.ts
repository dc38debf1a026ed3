/**
 * @file The study of multi-agent reinforcement learning: trains and measures all of `plan.ts` that is not done yet, two at a time with
 * one thread each, and writes what was found, with its commands, to DIR/results.jsonl. It can be broken off and called again.
 *
 * npm run build && npx tsx bench/study/run.ts --out DIR [--only team-1,single-1] [--threads 1] [--jobs 2] [--tree DIR]
 *
 * `--tree` names another built tree of this package, whose commands are then run. Some hours of two cores in all.
 */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { isDone, needs, type Place, perform, resultOf, StudyError } from "./jobs.ts";
import { JOBS, type Job } from "./plan.ts";
import { writeResult } from "./results.ts";

const options = z
  .object({
    out: z.string(),
    only: z
      .string()
      .transform((list) => list.split(","))
      .optional(),
    threads: z.coerce.number().int().positive().default(1),
    jobs: z.coerce.number().int().positive().default(2),
    tree: z.string().default(fileURLToPath(new URL("../..", import.meta.url))),
  })
  .strict();

const { values } = parseArgs({
  options: Object.fromEntries(Object.keys(options.shape).map((name) => [name, { type: "string" as const }])),
});
const settings = options.parse(values);
const stopping = new AbortController();
const place: Place = {
  out: resolve(settings.out),
  tree: resolve(settings.tree),
  threads: settings.threads,
  signal: stopping.signal,
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

const chosen = JOBS.filter(({ name }) => settings.only?.includes(name) ?? true);
const waiting = new Set(chosen.filter((job) => !isDone(job, place)));
const running = new Map<Job, Promise<void>>();
await mkdir(place.out, { recursive: true });
await writeResults();
while (!stopping.signal.aborted) {
  start();
  if (running.size === 0) break;
  await Promise.race(running.values());
  await writeResults();
}
await Promise.all(running.values());
const left = chosen.filter((job) => !isDone(job, place));
console.log(left.length === 0 ? "all done" : `not done: ${left.map(({ name }) => name).join(", ")}`);
process.exitCode = left.length === 0 ? 0 : 1;

/** As many as may run, the first in the plan first. What needs something that failed is never ready. */
function start(): void {
  for (const job of waiting) {
    if (running.size >= settings.jobs) return;
    if (!needs(job).every((other) => isDone(other, place))) continue;
    waiting.delete(job);
    running.set(
      job,
      carryOut(job).finally(() => running.delete(job)),
    );
  }
}

async function carryOut(job: Job): Promise<void> {
  const startedAt = performance.now();
  const elapsed = () => `${Math.round((performance.now() - startedAt) / 1000)} s`;
  console.log(`${job.name} …`);
  try {
    await perform(job, place);
    console.log(`${job.name} done, ${elapsed()}`);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    const end = stopping.signal.aborted ? "broken off" : "failed";
    console.log(`${job.name} ${end}, ${elapsed()}: ${error.message}`);
  }
}

async function writeResults(): Promise<void> {
  const results = await Promise.all(
    JOBS.filter((job) => isDone(job, place)).map((job) => resultOf(job, place)),
  );
  const file = join(place.out, "results.jsonl");
  await writeFile(`${file}.partial`, results.map(writeResult).join(""));
  await rename(`${file}.partial`, file);
}
