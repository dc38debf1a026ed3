/** @file The facts of the seed pages as the pages state them: found with the sentences that they were written with. */
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { z } from "zod";
import type { Page } from "../src/core/knowledge-base.ts";
import type { Table } from "../src/core/table.ts";
import type { WideTask } from "../src/core/task.ts";
import type { StoredPage } from "../src/kb/stored-page.ts";
import { seedLexicon } from "../src/llm/demonstrator/lexicon/seed-lexicon.ts";
import type { Attribute, Kind } from "../src/llm/demonstrator/lexicon.ts";
import { normaliseText } from "../src/table/normalise.ts";

/** A cell of the gold table, and the sentence of a page that states it. */
export interface Fact {
  readonly row: number;
  readonly column: number;
  /** The name of the row, as its page has it. */
  readonly name: string;
  readonly value: string;
  readonly page: Page;
  readonly sentence: string;
  readonly kind: Kind;
  readonly attribute: Attribute;
}

/** `pages` are those of the seed, by title. A cell whose sentence is not found has no fact. */
export function factsOf(task: WideTask, pages: ReadonlyMap<string, readonly Page[]>): readonly Fact[] {
  const { gold } = task;
  if (gold === undefined) return [];
  const key = keyColumn(task, gold);
  return gold.rows.flatMap((cells, row) =>
    gold.columns.flatMap((header, column): readonly Fact[] => {
      const name = cells[key] ?? "";
      const value = cells[column] ?? "";
      if (column === key || value === "") return [];
      const fact = attributesNamed(header)
        .flatMap((named) => pagesOf(name, named, pages).map((page) => ({ ...named, page })))
        .map(({ kind, attribute, page }) => ({
          kind,
          attribute,
          page,
          sentence: sentenceIn(page, { kind, attribute, value }),
        }))
        .find(({ sentence }) => sentence !== undefined);
      if (fact?.sentence === undefined) return [];
      return [{ row, column, name, value, ...fact, sentence: fact.sentence }];
    }),
  );
}

export function keyColumn({ uniqueColumns = [] }: WideTask, { columns }: Table): number {
  return Math.max(
    0,
    columns.findIndex((column) => uniqueColumns.includes(column)),
  );
}

interface Named {
  readonly kind: Kind;
  readonly attribute: Attribute;
}

function attributesNamed(header: string): readonly Named[] {
  const asked = normaliseText(header.replace(/\s*\([^()]*\)$/u, ""));
  return seedLexicon.kinds.flatMap((kind) =>
    kind.attributes
      .filter(({ words }) => [...words.en, ...words.zh].some((word) => normaliseText(word) === asked))
      .map((attribute) => ({ kind, attribute })),
  );
}

function pagesOf(
  name: string,
  { attribute }: Named,
  pages: ReadonlyMap<string, readonly Page[]>,
): readonly Page[] {
  return pages.get(attribute.page?.replace("{name}", name) ?? name) ?? [];
}

function sentenceIn(
  page: Page,
  { kind, attribute, value }: Named & { readonly value: string },
): string | undefined {
  const forms = kind.sentences.filter((sentence) => sentence.includes(`{${attribute.id}}`));
  const patterns = forms.map((form) => patternOf(form, attribute.id, value));
  return page.text
    .split(/\n|(?<=\.)\s+(?=\p{Lu})/u)
    .find((sentence) => patterns.some((pattern) => pattern.test(sentence)));
}

function patternOf(form: string, id: string, value: string): RegExp {
  const source = form.split(/(\{\w+\})/u).map((piece) => {
    if (piece === `{${id}}`) return escaped(value);
    return piece.startsWith("{") ? ".+?" : escaped(piece);
  });
  return new RegExp(`^${source.join("")}$`, "u");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The fact in another sentence of its kind, with another value; `undefined` where there is none that needs nothing else. */
export function reworded({ kind, attribute, name, sentence }: Fact, value: string): string | undefined {
  const form = kind.sentences
    .filter((one) => [...one.matchAll(/\{(\w+)\}/g)].every(([, id]) => id === "name" || id === attribute.id))
    .filter((one) => one.includes(`{${attribute.id}}`))
    .find((one) => !patternOf(one, attribute.id, "").test(sentence));
  return form?.replaceAll("{name}", name).replaceAll(`{${attribute.id}}`, value);
}

const pageLine = z.object({
  url: z.string(),
  title: z.string(),
  text: z.string(),
  keywords: z.string().optional(),
});

export async function readSeedPages(): Promise<readonly StoredPage[]> {
  const bytes = await readFile(new URL("../seed/pages.jsonl.br", import.meta.url));
  const lines = (await promisify(brotliDecompress)(bytes)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => pageLine.parse(JSON.parse(line)));
}

export function titled(pages: readonly Page[]): ReadonlyMap<string, readonly Page[]> {
  const byTitle = new Map<string, Page[]>();
  for (const { url, title, text } of pages) {
    const known = byTitle.get(title) ?? [];
    known.push({ url, title, text });
    byTitle.set(title, known);
  }
  return byTitle;
}

/** The values of all gold tables, by the headers of their columns. */
export function valuesByColumn(
  all: readonly { readonly gold: Table }[],
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { gold } of all) {
    for (const row of gold.rows) {
      for (const [column, value] of row.entries()) {
        const header = gold.columns[column] ?? "";
        const known = values.get(header) ?? [];
        values.set(header, known);
        known.push(value);
      }
    }
  }
  return values;
}
