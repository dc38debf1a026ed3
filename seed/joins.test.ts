import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { country } from "../src/llm/demonstrator/lexicon/country.ts";
import { readingsOf } from "./lib/prose.ts";
import { inProse, slugOf } from "./lib/text.ts";

const pageSchema = z.object({ url: z.string(), title: z.string(), text: z.string(), kind: z.string() });
const taskSchema = z.object({
  id: z.string(),
  difficulty: z.number().default(0),
  phrasings: z.array(z.object({ language: z.string(), question: z.string() })),
  gold: z.unknown(),
  pages: z.array(z.string()).default([]),
});

function linesOf<T>(name: string, schema: z.ZodType<T>): readonly T[] {
  const text = brotliDecompressSync(readFileSync(new URL(name, import.meta.url))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}

const pages = linesOf("pages.jsonl.br", pageSchema);
const joins = linesOf("tasks.jsonl.br", taskSchema).filter(({ difficulty }) => difficulty === 3);
const pageOf = new Map(pages.map((page) => [page.url, page]));
const urlOfTitle = new Map(pages.map(({ title, url }) => [title, url]));
const lists = pages.filter(({ kind }) => kind === "list");

function linksOn(url: string): readonly string[] {
  return [...(pageOf.get(url)?.text ?? "").matchAll(/\]\((seed:[^)]+)\)/g)].map((match) => match[1]!);
}

function listUrl(title: string): string {
  return `seed://list/${slugOf(title)}`;
}

/** The pages that a country's page or its second pages name under an attribute. */
function named(url: string, attribute: string): readonly string[] {
  const slug = url.split("/").at(-1);
  const { title = "" } = pageOf.get(url) ?? {};
  const texts = [
    url,
    `seed://geography/${slug}`,
    `seed://demographics/${slug}`,
    `seed://economy/${slug}`,
  ].map((address) => pageOf.get(address)?.text ?? "");
  const readings = texts.flatMap((text) => readingsOf(country, title, text));
  return readings.filter(([id]) => id === attribute).map(([, value]) => urlOfTitle.get(value) ?? value);
}

/** Addresses of the lists of countries by the phrase that questions use. */
const listOfPhrase = new Map(
  lists
    .filter(({ url }) => linksOn(url).every((link) => link.startsWith("seed://country/")))
    .map(({ title, url }) => [title.replace(/^List of /, "").toLowerCase(), url]),
);

const numbers = ["zero", "one", "two", "three"];

/** What an agent finds that goes from the list of countries to each country and its lists. */
function reached(question: string): readonly string[] {
  const [, count, what, rest = ""] =
    /(?:(two|three) largest )?(cities of each|airports|capitals|currencies) of the (.+)/.exec(question) ?? [];
  const words = rest.toLowerCase().split(/(?=[ ,.;:?()])/);
  const phrases = words.map((_, index) => words.slice(0, index + 1).join("")).reverse();
  const list = phrases.flatMap((phrase) => listOfPhrase.get(phrase) ?? [])[0] ?? "";
  const found = linksOn(list).flatMap((url) => {
    const name = inProse(pageOf.get(url)?.title ?? "");
    if (what === "airports") return linksOn(listUrl(`Airports in ${name}`));
    if (what === "capitals") return named(url, "capital");
    if (what === "currencies") return named(url, "currency");
    return linksOn(listUrl(`Largest cities of ${name}`)).slice(0, numbers.indexOf(count ?? ""));
  });
  return [...new Set(found)].sort();
}

describe("questions about each of several countries", () => {
  it("can be answered whole from the countries' own pages and lists", () => {
    expect(joins.length).toBeGreaterThan(100);
    for (const { id, phrasings, pages: gold } of joins) {
      const { question = "" } = phrasings.find(({ language }) => language === "en") ?? {};
      expect(reached(question), `${id}: ${question}`).toEqual([...gold].sort());
    }
  });

  it("find every airport on the list of a country", () => {
    const airports = pages.filter(({ kind }) => kind === "airport");
    const listed = new Set(
      lists.filter(({ title }) => title.startsWith("Airports in ")).flatMap(({ url }) => linksOn(url)),
    );
    expect(airports.filter(({ url }) => !listed.has(url))).toEqual([]);
  });
});

describe("lists with Chinese names", () => {
  it("give each name to one list only", () => {
    const names = lists.flatMap(({ url, text }) =>
      [...text.split("\n\n")[0]!.matchAll(/(?:In Chinese the list|It) is(?: also)? called ([^.]+)\./g)].map(
        (match) => ({ name: match[1]!, url }),
      ),
    );
    expect(names.length).toBeGreaterThanOrEqual(lists.length);
    expect(
      names.filter(({ name, url }) => names.some((other) => other.name === name && other.url !== url)),
    ).toEqual([]);
  });
});
