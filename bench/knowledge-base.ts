/**
 * @file The seed knowledge base: how long it takes to build and to open, how fast it answers, and whether the right page comes
 * first; beside it, over the same pages and queries, the knowledge base in memory. Run: npx tsx bench/knowledge-base.ts
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { z } from "zod";
import type { KnowledgeBase, Page } from "../src/core/knowledge-base.ts";
import { inMemoryKnowledgeBase } from "../src/kb/in-memory.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { searchWords } from "../src/kb/text/words.ts";

const SAMPLE = 1_000;
const LIMIT = 10;

const pageLine = z.object({
  url: z.string(),
  title: z.string(),
  text: z.string(),
  keywords: z.string().optional(),
  kind: z.string(),
});
type SeedPage = z.infer<typeof pageLine>;

interface Question {
  readonly query: string;
  readonly url: string;
}

const root = mkdtempSync(join(tmpdir(), "wideseek-bench-"));
try {
  await bench(join(root, "cache"));
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function bench(cacheDirectory: string): Promise<void> {
  const pages = seedPages();
  const sample = pages.filter((_, index) => index % Math.ceil(pages.length / SAMPLE) === 0);
  const byTitle = sample.map(({ title, url }) => ({ query: title, url }));
  const byAttribute = attributeQuestions(pages, sample);
  console.log(`${pages.length} pages, ${sample.length} of them asked for, limit ${LIMIT}`);

  const [lance, buildMs] = await timed(() => openSeedKnowledgeBase({ cacheDirectory }));
  console.log(`lance   build ${(buildMs / 1000).toFixed(1)} s, ${megabytes(sizeOf(cacheDirectory))} on disk`);
  console.log(`lance   in a new process: ${coldOpen(cacheDirectory)}`);
  const [memory, memoryMs] = await timed(async () => inMemoryKnowledgeBase(pages));
  console.log(`memory  build ${(memoryMs / 1000).toFixed(1)} s (at every start)`);

  for (const [name, knowledgeBase] of [
    ["lance ", lance],
    ["memory", memory],
  ] as const) {
    console.log(`${name}  title            ${await recall(knowledgeBase, byTitle)}`);
    console.log(`${name}  title attribute  ${await recall(knowledgeBase, byAttribute)}`);
    console.log(`${name}  ${await throughput(knowledgeBase, byAttribute)}`);
  }
  await burst(lance, byAttribute.slice(0, 200));
  await lance.close();
}

function seedPages(): SeedPage[] {
  const file = new URL("../seed/pages.jsonl.br", import.meta.url);
  const lines = brotliDecompressSync(readFileSync(file)).toString("utf8").trim().split("\n");
  return lines.map((line) => pageLine.parse(JSON.parse(line)));
}

/** The title with a word that many pages of its kind have, such as `population`: what an agent asks for. */
function attributeQuestions(pages: readonly SeedPage[], sample: readonly SeedPage[]): Question[] {
  const common = new Map<string, ReadonlySet<string>>();
  for (const kind of new Set(pages.map((page) => page.kind))) {
    common.set(kind, commonWords(pages.filter((page) => page.kind === kind).slice(0, 500)));
  }
  return sample.flatMap(({ title, text, url, kind }, index) => {
    const ofTitle = new Set(searchWords(title));
    const words = searchWords(text).filter((word) => common.get(kind)?.has(word) && !ofTitle.has(word));
    const word = words[(index * 7) % words.length];
    return word === undefined ? [] : [{ query: `${title} ${word}`, url }];
  });
}

/** Words of letters that at least a tenth of the pages have. */
function commonWords(pages: readonly Page[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const word of pages.flatMap(({ text }) => [...new Set(searchWords(text))])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const frequent = [...counts].filter(
    ([word, count]) => count >= pages.length / 10 && /^[a-z]{4,}$/.test(word),
  );
  return new Set(frequent.map(([word]) => word));
}

async function recall(knowledgeBase: KnowledgeBase, questions: readonly Question[]): Promise<string> {
  const ranks: number[] = [];
  const milliseconds: number[] = [];
  for (const { query, url } of questions) {
    const [found, elapsed] = await timed(() => knowledgeBase.search({ query, limit: LIMIT }));
    ranks.push(found.findIndex((passage) => passage.url === url) + 1);
    milliseconds.push(elapsed);
  }
  const within = (rank: number) => ranks.filter((at) => at > 0 && at <= rank).length / ranks.length;
  return (
    `recall@1 ${within(1).toFixed(3)}, @3 ${within(3).toFixed(3)}, @10 ${within(10).toFixed(3)}; ` +
    `p50 ${percentile(milliseconds, 0.5)} ms, p95 ${percentile(milliseconds, 0.95)} ms`
  );
}

async function throughput(knowledgeBase: KnowledgeBase, questions: readonly Question[]): Promise<string> {
  const queue = questions.values();
  const [, elapsed] = await timed(() =>
    Promise.all(
      Array.from({ length: 32 }, async () => {
        for (const { query } of queue) await knowledgeBase.search({ query, limit: LIMIT });
      }),
    ),
  );
  return `${((questions.length / elapsed) * 1000).toFixed(0)} searches/s, 32 at once`;
}

async function burst(knowledgeBase: KnowledgeBase, questions: readonly Question[]): Promise<void> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const [, elapsed] = await timed(() =>
    Promise.all(questions.map(({ query }) => knowledgeBase.search({ query, limit: LIMIT }))),
  );
  clearInterval(watch);
  console.log(
    `lance   ${questions.length} at once: ${elapsed.toFixed(0)} ms, memory grows by ${megabytes(peak - before)}`,
  );
}

/** Times a process of its own: loading the engine, opening the index, the first search, and how much memory it then holds. */
function coldOpen(cacheDirectory: string): string {
  const seed = new URL("../src/kb/seed.ts", import.meta.url).href;
  const script = `(async () => {
    const { openSeedKnowledgeBase } = await import(${JSON.stringify(seed)});
    const start = performance.now();
    await import("@lancedb/lancedb");
    const loaded = performance.now();
    const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: ${JSON.stringify(cacheDirectory)} });
    const opened = performance.now();
    await knowledgeBase.search({ query: "Estonia capital", limit: 5 });
    const searched = performance.now();
    const ms = (from, to) => (to - from).toFixed(0) + " ms";
    console.log("load engine " + ms(start, loaded) + ", open " + ms(loaded, opened) + ", first search " +
      ms(opened, searched) + ", together " + ms(start, searched) + "; " +
      (process.memoryUsage.rss() / 1e6).toFixed(0) + " MB held");
    await knowledgeBase.close();
  })();`;
  return execFileSync(process.execPath, ["--import", "tsx", "-e", script], { encoding: "utf8" }).trim();
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

function percentile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}

function sizeOf(directory: string): number {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return names.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
