/**
 * @file A knowledge base of millions of passages: how fast it is built, how fast it answers, over HTTP too, what it takes on disk
 * and in memory; beside it SQLite FTS5 over the same rows; and what that makes for the 21 million of the paper's Wikipedia.
 * Run: npm run bench:large -- [--passages 5000000] [--directory /tmp/large] [--queries 600] [--sqlite 1000000]
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import { openCorpus } from "../src/kb/corpora/open-corpus.ts";
import { buildStore } from "../src/kb/store/build.ts";
import { corpusSource } from "../src/kb/store/corpus-source.ts";
import { openStore } from "../src/kb/store/open.ts";
import { openRetrievalServer } from "../src/serve/retrieval/open-retrieval-server.ts";
import { type SyntheticQuery, syntheticCorpus } from "./kb/synthetic-corpus.ts";

const { values } = parseArgs({
  options: {
    passages: { type: "string", default: "5000000" },
    directory: { type: "string", default: "/tmp/wideseek-large" },
    queries: { type: "string", default: "600" },
    sqlite: { type: "string", default: "1000000" },
    part: { type: "string", default: "all" },
  },
});
const PASSAGES = Number(values.passages);
const QUERIES = Number(values.queries);
const TOP = 10;
const CALLERS = 32;
const WIKI_2018 = 21_015_324;
const SEED = 1;

const tsv = join(values.directory, `psgs-${PASSAGES}.tsv`);
const index = join(values.directory, `kb-${PASSAGES}`);
const queries = syntheticCorpus({ seed: SEED, passages: PASSAGES }).queries(QUERIES);

/** What a part tells the whole: a process of its own each, so that its memory is its own. */
const measured = z.object({
  buildSeconds: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  found: z.number().optional(),
  qps: z.number().optional(),
  qpsP95: z.number().optional(),
  maxRssMb: z.number(),
});
type Measured = z.infer<typeof measured>;

const peer = z.object({
  loadSeconds: z.number(),
  bytes: z.number(),
  times: z.array(z.number()),
  found: z.number(),
  version: z.string(),
});

const PARTS: Readonly<Record<string, () => Promise<Omit<Measured, "maxRssMb">>>> = { build, serve, http };

if (values.part === "all") await all();
else {
  const part = PARTS[values.part];
  if (part === undefined) throw new Error(`There is no part ${values.part}.`);
  const result = { ...(await part()), maxRssMb: process.resourceUsage().maxRSS / 1024 };
  if (process.connected) process.send?.(result);
}

async function all(): Promise<void> {
  mkdirSync(values.directory, { recursive: true });
  if (!existsSync(tsv)) {
    console.log(`writing ${PASSAGES.toLocaleString("en-US")} passages to ${tsv}`);
    const lines = syntheticCorpus({ seed: SEED, passages: PASSAGES }).psgsLines();
    await pipeline(Readable.from(lines), createWriteStream(tsv, { highWaterMark: 1 << 20 }));
  }
  const built = existsSync(join(index, "kb.json")) ? undefined : await inProcess("build");
  if (built?.buildSeconds !== undefined) {
    const rate = PASSAGES / built.buildSeconds;
    console.log(
      `build    ${rate.toFixed(0)} passages/s, ${built.buildSeconds.toFixed(0)} s, ${built.maxRssMb.toFixed(0)} MB at most`,
    );
  }
  const bytes = sizeOf(index);
  console.log(`disk     ${(bytes / 1e9).toFixed(2)} GB, ${(bytes / PASSAGES).toFixed(0)} bytes a passage`);
  const served = await inProcess("serve");
  console.log(
    `search   p50 ${served.p50?.toFixed(1)} ms, p95 ${served.p95?.toFixed(1)} ms, passage found in ${TOP}: ${((served.found ?? 0) / QUERIES).toFixed(3)}`,
  );
  console.log(
    `search   ${CALLERS} callers: ${served.qps?.toFixed(0)}/s, p95 ${served.qpsP95?.toFixed(0)} ms; ${served.maxRssMb.toFixed(0)} MB at most`,
  );
  console.log(`/retrieve ${CALLERS} callers: ${(await requestsPerSecond()).toFixed(0)} requests/s`);
  sqlite(served);
  if (built?.buildSeconds !== undefined) extrapolate(built.buildSeconds, bytes);
}

function startPart(part: string) {
  const { passages, directory, queries: asked } = values;
  const args = ["--part", part, "--passages", passages, "--directory", directory, "--queries", asked];
  return fork(fileURLToPath(import.meta.url), args);
}

async function inProcess(part: string): Promise<Measured> {
  const child = startPart(part);
  const exit = once(child, "exit");
  const [first] = await Promise.race([once(child, "message"), exit]);
  const result = measured.parse(first);
  await exit;
  return result;
}

async function build() {
  const source = corpusSource(tsv, await openCorpus(tsv));
  const startedAt = performance.now();
  let saidAt = startedAt;
  await buildStore(index, {
    source,
    name: "large",
    onProgress: (progress) => {
      if (performance.now() - saidAt < 15_000) return;
      saidAt = performance.now();
      console.log(`  ${progress.phase} ${JSON.stringify(progress)}`);
    },
  });
  return { buildSeconds: (performance.now() - startedAt) / 1000 };
}

async function serve() {
  const knowledgeBase = await opened();
  const warm = queries.slice(0, QUERIES / 3);
  for (const query of warm) await search(knowledgeBase, query);
  const times: number[] = [];
  let found = 0;
  for (const query of queries) {
    const startedAt = performance.now();
    if (await search(knowledgeBase, query)) found += 1;
    times.push(performance.now() - startedAt);
  }
  const under: number[] = [];
  const startedAt = performance.now();
  await callers((query) => timed(under, () => search(knowledgeBase, query)));
  const qps = under.length / ((performance.now() - startedAt) / 1000);
  await knowledgeBase.close();
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), found, qps, qpsP95: quantile(under, 0.95) };
}

/** Serves until it is told to stop. */
async function http() {
  const knowledgeBase = await opened();
  const server = await openRetrievalServer(knowledgeBase, { port: 0 });
  process.send?.({ url: server.url });
  await once(process, "message");
  await server.close();
  await knowledgeBase.close();
  process.disconnect();
  return {};
}

/** The client is a process of its own, and shares the processors with the server. */
async function requestsPerSecond(): Promise<number> {
  const child = startPart("http");
  const [{ url }]: [{ url: string }] = await once(child, "message").then(([first]) => [
    z.object({ url: z.string() }).parse(first),
  ]);
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  const { hostname, port } = new URL(url);
  const ask = async ({ query }: SyntheticQuery) => {
    const body = JSON.stringify({ queries: [query], topk: TOP, return_scores: true });
    const headers = { "content-type": "application/json" };
    const sent = request({ hostname, port, agent, path: "/retrieve", method: "POST", headers });
    sent.end(body);
    const [reply]: [NodeJS.ReadableStream] = await once(sent, "response").then(([first]) => [first]);
    let size = 0;
    for await (const piece of reply) size += piece.length;
    if (size < 100) throw new Error("an empty reply");
  };
  for (const query of queries.slice(0, 200)) await ask(query);
  const startedAt = performance.now();
  await callers(ask);
  const rate = (2 * QUERIES) / ((performance.now() - startedAt) / 1000);
  agent.destroy();
  child.send("stop");
  await once(child, "exit");
  return rate;
}

/** All queries twice, so many at a time. */
async function callers(ask: (query: SyntheticQuery) => Promise<unknown>): Promise<void> {
  const waiting = [...queries, ...queries];
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await ask(next);
    }),
  );
}

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  times.push(performance.now() - startedAt);
}

async function opened(): Promise<KnowledgeBase> {
  const knowledgeBase = await openStore(index);
  if (knowledgeBase === undefined) throw new Error(`${index} holds no knowledge base`);
  return knowledgeBase;
}

async function search(knowledgeBase: KnowledgeBase, { query, passageId }: SyntheticQuery): Promise<boolean> {
  const found = await knowledgeBase.search({ query, limit: TOP, form: "passages" });
  return found.some(({ id }) => id === passageId);
}

/** Fewer queries: it needs tens of milliseconds to seconds for each. */
function sqlite({ p50 = 0 }: Measured): void {
  const rows = Math.min(Number(values.sqlite), PASSAGES);
  if (rows === 0) return;
  const few = queries.slice(0, 60);
  const script = fileURLToPath(new URL("peers/sqlite/fts5.py", import.meta.url));
  const database = join(values.directory, `fts5-${PASSAGES}-${rows}.db`);
  const printed = execFileSync("python3", [script, tsv, database, String(rows)], {
    input: JSON.stringify(few),
  });
  const result = peer.parse(JSON.parse(printed.toString()));
  const middle = quantile(result.times, 0.5);
  console.log(
    `SQLite ${result.version} FTS5, the first ${rows.toLocaleString("en-US")} rows: ${loaded(rows, result.loadSeconds)}` +
      `${(result.bytes / rows).toFixed(0)} bytes a passage, p50 ${middle.toFixed(0)} ms, p95 ${quantile(result.times, 0.95).toFixed(0)} ms`,
  );
  console.log(
    `  at the median, over ${(PASSAGES / rows).toFixed(0)}× the rows, ours takes ${(p50 / middle).toFixed(2)}× its time`,
  );
}

/** A database that was there already was not loaded now. */
function loaded(rows: number, seconds: number): string {
  return seconds < 1 ? "" : `load ${(rows / seconds).toFixed(0)}/s, `;
}

function extrapolate(buildSeconds: number, bytes: number): void {
  const times = WIKI_2018 / PASSAGES;
  console.log(`21 million (× ${times.toFixed(2)}, if time and space grow with the passages):`);
  console.log(
    `  build ${((buildSeconds * times) / 60).toFixed(0)} min, disk ${((bytes * times) / 1e9).toFixed(1)} GB`,
  );
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function sizeOf(directory: string): number {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return names
    .map((name) => statSync(join(directory, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
