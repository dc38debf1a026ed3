/** @file The sentences and titles, among all pages that were read, that may give a row's other name. */
import type { PageRead } from "../../core/episode.ts";
import type { EntityRow } from "./merge-rows.ts";
import { nameKey } from "./name-key.ts";
import { readAliases } from "./read-aliases.ts";

/** Words without which no sentence gives another name. */
const GIVES_NAME =
  /known as|called|named|abbreviated|written|spell?ed|spelt|a\.?k\.?a\b|alias|née|redirect|another name| name of |[又亦也]称|又名|又叫|简称|旧称|原名|别称|别名|全称|俗称|古称|[：:]/iu;

/** A sentence that gives a name is short; what is longer is a list or a table without line breaks. */
const LONGEST_SENTENCE = 500;

/** Each once; only those whose names or other names are names of two rows can say anything. */
export function aliasStatements(rows: readonly EntityRow[], reads: readonly PageRead[]): readonly string[] {
  const names = new Set(rows.map(({ key }) => nameKey(key)));
  const sentences = new Set(reads.flatMap(({ page }) => [page.title, ...sentencesOf(page.text)]));
  return [...sentences].filter((sentence) =>
    readAliases(sentence).some(({ name, alias }) => names.has(nameKey(name)) && nameKey(alias) !== ""),
  );
}

function sentencesOf(text: string): readonly string[] {
  if (!GIVES_NAME.test(text)) return [];
  return text
    .split(/(?<=[.。!?！？])\s+|(?<=。)|\n/u)
    .filter((sentence) => sentence.length <= LONGEST_SENTENCE && GIVES_NAME.test(sentence));
}
