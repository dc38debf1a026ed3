/** @file Builds the seed's text anew and compares it with the files in this folder. Run: npx tsx seed/check.ts */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { seedText } from "./seed-text.ts";

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const { pagesText, tasksText } = seedText();
const files = [
  { name: "pages.jsonl.br", text: pagesText },
  { name: "tasks.jsonl.br", text: tasksText },
];
for (const { name, text } of files) {
  const kept = brotliDecompressSync(readFileSync(new URL(name, import.meta.url))).toString("utf8");
  const same = hashOf(kept) === hashOf(text);
  console.log(
    `seed/${name}: ${same ? "is what the build makes" : "differs from what the build makes"} (${hashOf(kept)})`,
  );
  if (!same) process.exitCode = 1;
}
