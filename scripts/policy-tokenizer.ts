/**
 * @file Learns the tokenizer of the policy that ships, from the pages and questions of the seed's train split, and writes it
 * to models/seed-policy/tokenizer.json, or to the file that is named: `npx tsx scripts/policy-tokenizer.ts [file]`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { z } from "zod";
import { trainTokenizer } from "../src/engine/tokenizer/train-tokenizer.ts";
import { COMPACT_TOKENS } from "../src/llm/compact/special-tokens.ts";
import { shippedTokenizer } from "../src/llm/embedded/shipped-policy.ts";

const SIZE = 2048;

const pageLine = z.object({ title: z.string(), text: z.string(), split: z.string().optional() });
const taskLine = z.object({
  split: z.string(),
  phrasings: z.array(z.object({ question: z.string(), columns: z.array(z.string()).optional() })),
  columns: z.array(z.string()).optional(),
  gold: z.unknown(),
});
const table = z.object({ rows: z.array(z.array(z.string())) });

/** The words of the compact form; they are rare in pages and in every turn of an agent. */
const FORM =
  " list\n first\n about\n rows\n facts\n again\n find\n whose\n search\n open\n items\n found\n nothing\n table\n where\n by\n down\n up\n answer\n unknown\n left\n page\n links\n last turn\n";

const counts = new Map<string, number>();
const add = (text: string, count: number) => counts.set(text, (counts.get(text) ?? 0) + count);

for (const { title, text, split } of readSeed("pages").map((line) => pageLine.parse(line))) {
  if (split !== "train" && split !== "shared") continue;
  add(
    ` ${title}\n ${text
      .replace(/\]\(\S+?\)/g, "")
      .replaceAll("[", " ")
      .replaceAll("\n", "\n ")}`,
    1,
  );
}
for (const { split, phrasings, columns, gold } of readSeed("tasks").map((line) => taskLine.parse(line))) {
  if (split !== "train") continue;
  for (const phrasing of phrasings) {
    add(` ${phrasing.question}`, 1);
    if (phrasing.columns !== undefined) add(` ${phrasing.columns.join(" | ")}`, 1);
  }
  const rows = table.safeParse(gold);
  if (columns === undefined || !rows.success) continue;
  add(` columns ${columns.join(" | ")}\n facts ${columns.join("; ")}\n`, 3);
  for (const row of rows.data.rows)
    add(columns.map((column, index) => ` ${column}: ${row[index]}`).join("\n"), 1);
}
add(FORM, 1000);

const [file = shippedTokenizer] = process.argv.slice(2);
writeFileSync(file, JSON.stringify(trainTokenizer(counts, { size: SIZE, special: COMPACT_TOKENS })));
console.log(`${file}: ${SIZE} ids`);

function readSeed(name: string): readonly unknown[] {
  const lines = brotliDecompressSync(readFileSync(`seed/${name}.jsonl.br`))
    .toString("utf8")
    .split("\n");
  return lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line));
}
