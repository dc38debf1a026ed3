import { readFileSync, statSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { seedLexicon } from "../src/llm/demonstrator/lexicon/seed-lexicon.ts";
import type { Kind } from "../src/llm/demonstrator/lexicon.ts";
import { groupBy } from "./lib/group.ts";
import { readingsOf } from "./lib/prose.ts";
import { shuffled } from "./lib/random.ts";
import { slugOf } from "./lib/text.ts";
import { columnOf } from "./lists/entity-set.ts";
import { heldOutDeepPhrasings } from "./tasks/deep-phrasings.ts";
import { heldOutWidePhrasings } from "./tasks/wide-phrasings.ts";

function linesOf<T>(name: string, schema: z.ZodType<T>): readonly T[] {
  const text = brotliDecompressSync(readFileSync(new URL(name, import.meta.url))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}

const pages = linesOf(
  "pages.jsonl.br",
  z.object({
    url: z.string(),
    title: z.string(),
    text: z.string(),
    keywords: z.string().optional(),
    kind: z.string(),
    split: z.string(),
  }),
);
const tasks = linesOf(
  "tasks.jsonl.br",
  z.object({
    id: z.string(),
    kind: z.string(),
    split: z.string(),
    phrasings: z.array(z.object({ language: z.string(), question: z.string() })),
    columns: z.array(z.string()).default([]),
    gold: z.union([z.array(z.string()), z.object({ rows: z.array(z.array(z.string())) })]),
    pages: z.array(z.string()).default([]),
  }),
);
const wide = tasks.filter(({ kind }) => kind === "wide");
const deep = tasks.filter(({ kind }) => kind === "deep");
const pageOf = new Map(pages.map((page) => [page.url, page]));

function kindOf(url: string): Kind {
  const id = /^seed:\/\/([^/]+)\//.exec(url)?.[1];
  return seedLexicon.kinds.find((kind) => kind.id === id)!;
}

/** An entity's page and its second pages. */
function textsOf(url: string): readonly string[] {
  const slug = url.split("/").at(-1);
  const second = kindOf(url).id === "country" ? ["geography", "demographics", "economy"] : [];
  return [url, ...second.map((aspect) => `seed://${aspect}/${slug}`)].flatMap(
    (address) => pageOf.get(address)?.text ?? [],
  );
}

function nameOf(title: string, text: string): string {
  const short = title.replace(/(?:, [^,]+| \([^)]*\))$/, "");
  return text.includes(title) ? title : short;
}

describe("the built seed", () => {
  it("has the promised size: pages, tasks, kinds, and at most 4 MB", () => {
    expect(pages.length).toBeGreaterThanOrEqual(15_000);
    expect(wide.length).toBeGreaterThanOrEqual(2_000);
    expect(deep.length).toBeGreaterThanOrEqual(1_000);
    expect(new Set(pages.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8 + 2);
    expect(wide.filter(({ split }) => split === "test").length).toBeGreaterThanOrEqual(250);
    expect(deep.filter(({ split }) => split === "test").length).toBeGreaterThanOrEqual(100);
    const bytes = ["pages.jsonl.br", "tasks.jsonl.br"].map(
      (name) => statSync(new URL(name, import.meta.url)).size,
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4_000_000);
  });

  it("gives every page a title and an address of its own, and links only to pages that exist", () => {
    expect(pageOf.size).toBe(pages.length);
    expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length);
    const targets = pages.flatMap(({ text }) =>
      [...text.matchAll(/\]\((seed:[^)]+)\)/g)].map((match) => match[1]!),
    );
    expect(targets.filter((url) => !pageOf.has(url))).toEqual([]);
  });

  it("keeps the splits apart: no entity and no list of a test task occurs in a train or dev task", () => {
    const bySplit = groupBy(wide, ({ split }) => split);
    const entities = ["train", "dev", "test"].map(
      (split) => new Set((bySplit.get(split) ?? []).flatMap((task) => task.pages)),
    );
    const [train, dev, test] = entities.map((set) => set!);
    for (const [a, b] of [
      [train!, dev!],
      [train!, test!],
      [dev!, test!],
    ]) {
      expect([...a!].filter((url) => b!.has(url))).toEqual([]);
    }
    for (const task of wide) expect(task.pages.map((url) => pageOf.get(url)?.split)).not.toContain("shared");
    for (const task of wide) {
      expect(new Set(task.pages.map((url) => pageOf.get(url)?.split))).toEqual(new Set([task.split]));
    }
  });

  it("keeps two forms of each kind of question for the test split", () => {
    const patterns = [...heldOutWidePhrasings, ...heldOutDeepPhrasings].map(
      (template) => new RegExp(`^${template.replace(/[.?]/g, "\\$&").replace(/\{\w+\}/g, ".+")}$`),
    );
    const unseen = (split: string): number =>
      tasks.filter(
        (task) =>
          task.split === split &&
          task.phrasings.some(({ question }) => patterns.some((pattern) => pattern.test(question))),
      ).length;
    expect(unseen("train") + unseen("dev")).toBe(0);
    expect(unseen("test")).toBeGreaterThan(100);
  });

  it("asks every task in at least four English and one Chinese phrasing", () => {
    for (const { id, phrasings } of tasks) {
      const english = new Set(
        phrasings.filter(({ language }) => language === "en").map(({ question }) => question),
      );
      expect(english.size, id).toBeGreaterThanOrEqual(4);
      expect(
        phrasings.some(({ language }) => language === "zh"),
        id,
      ).toBe(true);
      expect(
        phrasings.filter(({ question }) => /\{|undefined|\s{2}/.test(question)),
        id,
      ).toEqual([]);
    }
  });

  it("states every gold cell on the row's own pages, so that a sentence of the lexicon reads it back", () => {
    for (const task of shuffled(wide, "sample").slice(0, 400)) {
      const { rows } = z.object({ rows: z.array(z.array(z.string())) }).parse(task.gold);
      for (const [index, url] of task.pages.entries()) {
        const kind = kindOf(url);
        const [title = "", ...cells] = rows[index] ?? [];
        expect(pageOf.get(url)?.title).toBe(title);
        const readings = textsOf(url).flatMap((text) => readingsOf(kind, nameOf(title, text), text));
        for (const [at, cell] of cells.entries()) {
          const attribute = kind.attributes.find(
            ({ id }) => columnOf(kind, id, "en") === task.columns[at + 1],
          );
          const values = readings.filter(([id]) => id === attribute?.id).map(([, value]) => value);
          expect(new Set(values), `${url} ${attribute?.id}`).toEqual(new Set([cell]));
        }
      }
    }
  });

  it("has no name or value that ends a sentence too early", () => {
    for (const { url, text, kind } of pages) {
      if (kind === "list" || kind === "disambiguation") continue;
      const prose = text.split("\n\nSee also:")[0]!;
      for (const sentence of prose.split(/\n+|(?<=\.)\s+/)) expect(sentence, url).toMatch(/\.$/);
    }
  });

  it("has Chinese keywords beside the texts of what has a Chinese name, and not in them", () => {
    expect(pageOf.get("seed://geography/estonia")?.keywords?.split("、")).toContain("爱沙尼亚 面积");
    expect(pageOf.get("seed://country/estonia")?.keywords?.split("、")).toContain("爱沙尼亚");
    expect(pages.filter(({ kind, keywords }) => kind === "list" && keywords === undefined)).toEqual([]);
    expect(pages.filter(({ text }) => /keywords:/i.test(text))).toEqual([]);
  });

  it("makes addresses out of titles that other scripts and signs do not break", () => {
    expect(slugOf("São Tomé & Príncipe")).toBe("sao-tome-and-principe");
    expect(slugOf("C++")).toBe("c-plus-plus");
    expect(slugOf("Łódź")).toBe("lodz");
  });
});
