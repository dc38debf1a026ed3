/**
 * @file Kills runs of the real command at random instants and resumes them.
 *
 * `npx tsx bench/resume.ts [runs = 200] [at once = 2]`
 */

import { rm } from "node:fs/promises";
import { type KilledRun, killAndResume, unkilledTable } from "../test/fixtures/killed-run.ts";
import { makeSeedCache } from "../test/fixtures/seed-cache.ts";

const [runs = 200, atOnce = 2] = process.argv.slice(2).map(Number);
const ROWS = 3;

const cache = await makeSeedCache();
try {
  const table = await unkilledTable(cache);
  const done = await killAll(Array.from({ length: runs }, (_, index) => index + 1));
  const same = done.filter(({ outcome }) => outcome.stdout === table);
  for (const { seed, outcome } of done.filter((one) => !same.includes(one))) {
    process.stdout.write(`seed ${seed}: exit code ${outcome.code}\n${outcome.stdout}${outcome.stderr}\n`);
  }
  process.stdout.write(
    [
      `kills: ${sum(done, ({ kills }) => kills)}`,
      `same table: ${same.length}/${runs}`,
      `finished model calls repeated: ${sum(done, ({ repeatedSamples }) => repeatedSamples.length)}`,
      `finished tool calls repeated: ${sum(done, ({ repeatedCalls }) => repeatedCalls.length)}`,
      `rows lost: ${sum(done, ({ rows }) => ROWS - rows)}`,
      "",
    ].join("\n"),
  );
} finally {
  await rm(cache, { recursive: true });
}

async function killAll(seeds: number[]): Promise<readonly KilledRun[]> {
  const done: KilledRun[] = [];
  const work = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      done.push(await killAndResume(seed, cache));
      process.stderr.write(`\r${done.length} of ${runs}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  process.stderr.write("\n");
  return done;
}

function sum(killed: readonly KilledRun[], count: (one: KilledRun) => number): number {
  return killed.reduce((total, one) => total + count(one), 0);
}
