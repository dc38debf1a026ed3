/** @file Builds the seed: pages and tasks from the data packages, and prints what it made. Run: npx tsx seed/build.ts */
import { renameSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { groupBy } from "./lib/group.ts";
import { seedText } from "./seed-text.ts";

function writeCompressed(name: string, text: string): void {
  const bytes = brotliCompressSync(Buffer.from(text), {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  const partial = new URL(`${name}.partial`, import.meta.url);
  writeFileSync(partial, bytes);
  renameSync(partial, new URL(name, import.meta.url));
  console.log(`seed/${name}: ${text.length} characters, ${bytes.length} bytes compressed`);
}

function printCounts<T>(title: string, items: readonly T[], keyOf: (item: T) => string): void {
  console.log(`\n${items.length} ${title}`);
  const groups = [...groupBy(items, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, list] of groups) console.log(`  ${key}: ${list.length}`);
}

const { pages, tasks, pagesText, tasksText } = seedText();
writeCompressed("pages.jsonl.br", pagesText);
writeCompressed("tasks.jsonl.br", tasksText);
printCounts("pages", pages, ({ kind }) => kind);
printCounts("tasks", tasks, (task) =>
  task.kind === "wide"
    ? `wide, ${task.split}, difficulty ${task.difficulty}`
    : `deep, ${task.split}, ${task.hops} hops`,
);
