/** @file Plants faults in a run: in the pages that it reads, in what its model answers, and in the pages that are kept. */

import type { KnowledgeBase, Page, Passage } from "../src/core/knowledge-base.ts";
import { pageHash } from "../src/core/page-hash.ts";
import type { Sampler } from "../src/core/sampler.ts";
import type { Table } from "../src/core/table.ts";
import type { WideTask } from "../src/core/task.ts";
import { cellKey } from "../src/table/compare-cells.ts";
import { parseMarkdownTable } from "../src/table/parse-markdown.ts";
import { writeMarkdownTable } from "../src/table/write-markdown.ts";
import { random } from "../src/util/random.ts";
import { type Fact, keyColumn, reworded } from "./evidence-facts.ts";

/** `invented`: by the model, in the cell; the others are in pages. */
export type FaultKind =
  | "disagreeing page"
  | "lie, another page disagrees"
  | "lie, nothing contradicts"
  | "value of another row on the page"
  | "page vanished"
  | "invented: another row's value"
  | "invented: a digit changed"
  | "invented: a value from elsewhere"
  | "invented: the row's value of another column"
  | "invented: a row";

/** Share of the cells that each kind is planted in; a vanished page takes all cells that rest on it. */
const SHARES: Readonly<Record<FaultKind, number>> = {
  "disagreeing page": 0.03,
  "lie, another page disagrees": 0.03,
  "lie, nothing contradicts": 0.01,
  "value of another row on the page": 0.03,
  "page vanished": 0.02,
  "invented: another row's value": 0.03,
  "invented: a digit changed": 0.03,
  "invented: a value from elsewhere": 0.02,
  "invented: the row's value of another column": 0.02,
  "invented: a row": 0.01,
};

/** A cell of the gold table with what was done to it. `value`: what the fault makes the model answer. */
export interface Fault {
  readonly kind: FaultKind;
  readonly row: number;
  readonly column: number;
  readonly key: string;
  readonly value: string;
  /** What another page says, where one was made to say something. */
  readonly said?: string | undefined;
}

export interface Plan {
  readonly faults: readonly Fault[];
  /** Texts of pages that are changed, by URL. */
  readonly texts: ReadonlyMap<string, string>;
  /** Passages of other pages that the first search finds, too. */
  readonly passages: readonly Passage[];
  /** URLs of pages that are gone before the check. */
  readonly vanished: ReadonlySet<string>;
}

type Random = ReturnType<typeof random>;

/** `elsewhere`: values of other tasks by column. */
export function planFaults(
  task: WideTask & { readonly gold: Table },
  facts: readonly Fact[],
  { seed, elsewhere }: { readonly seed: number; readonly elsewhere: ReadonlyMap<string, readonly string[]> },
): Plan {
  const texts = new Map<string, string>();
  const passages: Passage[] = [];
  const vanished = new Set<string>();
  const pages: Pages = { task, facts, draw: random(seed), elsewhere, texts, passages, vanished };
  const key = keyColumn(task, task.gold);
  const faults = task.gold.rows.flatMap((cells, row) =>
    [...cells.keys()].flatMap((column) => faultIn({ row, column, isKey: column === key }, pages) ?? []),
  );
  return { faults, texts, passages, vanished };
}

/** `undefined`: the cell is left as it is. */
function faultIn(
  { row, column, isKey }: { readonly row: number; readonly column: number; readonly isKey: boolean },
  pages: Pages,
): Fault | undefined {
  const { task, facts, draw, passages } = pages;
  const kind = kindFor(draw, isKey);
  if (kind === undefined) return undefined;
  const fact = facts.find((one) => one.row === row && one.column === column);
  const value = faultyValue(kind, { row, column, fact }, pages);
  if (value === undefined) return undefined;
  if (fact !== undefined && !plantInPages(kind, { fact, value }, pages)) return undefined;
  const key = cellKey(task.gold.rows[row]?.[keyColumn(task, task.gold)] ?? "");
  const isSaid = kind === "disagreeing page" || kind === "lie, another page disagrees";
  return { kind, row, column, key, value, said: isSaid ? passages.at(-1)?.text : undefined };
}

function kindFor(draw: Random, isKey: boolean): FaultKind | undefined {
  let left = draw();
  for (const kind of FAULTS) {
    left -= SHARES[kind];
    if (left < 0) return (kind === "invented: a row") === isKey ? kind : undefined;
  }
  return undefined;
}

export const FAULTS: readonly FaultKind[] = [
  "disagreeing page",
  "lie, another page disagrees",
  "lie, nothing contradicts",
  "value of another row on the page",
  "page vanished",
  "invented: another row's value",
  "invented: a digit changed",
  "invented: a value from elsewhere",
  "invented: the row's value of another column",
  "invented: a row",
];

interface Context {
  readonly task: WideTask & { readonly gold: Table };
  readonly facts: readonly Fact[];
  readonly draw: Random;
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
}

interface Spot {
  readonly row: number;
  readonly column: number;
  readonly fact: Fact | undefined;
}

/** Another value than the cell's; `undefined` where the cell lends itself to no such fault. */
function faultyValue(kind: FaultKind, { row, column, fact }: Spot, context: Context): string | undefined {
  const { task, draw } = context;
  const { gold } = task;
  const cells = gold.rows[row] ?? [];
  const own = cells[column] ?? "";
  const inColumn = gold.rows.map((other) => other[column] ?? "");
  const far = (context.elsewhere.get(gold.columns[column] ?? "") ?? []).filter(
    (value) => !inColumn.includes(value),
  );
  const beside = cells.filter((_, at) => at !== column && at !== keyColumn(task, gold));
  const pick = (values: readonly string[]) => pickOther(values, own, draw);
  const ofPages = (value: () => string | undefined) => (fact === undefined ? undefined : value());
  const otherwise = () => ofPages(() => withDigitChanged(own, draw) ?? pick([...inColumn, ...far]));
  const ways: Readonly<Record<FaultKind, () => string | undefined>> = {
    "disagreeing page": otherwise,
    "lie, another page disagrees": otherwise,
    "lie, nothing contradicts": otherwise,
    "value of another row on the page": () => ofPages(() => pick(inColumn)),
    "page vanished": () => ofPages(() => own),
    "invented: another row's value": () => pick(inColumn),
    "invented: a digit changed": () => withDigitChanged(own, draw),
    "invented: a value from elsewhere": () => pick(far),
    "invented: the row's value of another column": () => pick(beside),
    "invented: a row": () => inventedName(own, pick(far)),
  };
  return ways[kind]();
}

/** The beginning of one name with the end of another. */
function inventedName(own: string, other: string | undefined): string | undefined {
  if (other === undefined) return undefined;
  return `${own.slice(0, Math.ceil(own.length / 2))}${other.slice(Math.floor(other.length / 2))}a`;
}

function pickOther(values: readonly string[], own: string, draw: Random): string | undefined {
  const others = values.filter((value) => value !== "" && cellKey(value) !== cellKey(own));
  return others[Math.floor(draw() * others.length)];
}

/** Not in a name, and not so that a number begins with 0. */
function withDigitChanged(value: string, draw: Random): string | undefined {
  if (!/^[^\p{L}]*\d[\d.,]*(?:\s*[%°]?\s*[NSEW]?)?$/u.test(value)) return undefined;
  const places = [...value.matchAll(/\d/g)].map(({ index }) => index);
  const place = places[Math.floor(draw() * places.length)];
  if (place === undefined) return undefined;
  const old = Number(value.charAt(place));
  const least = place === places[0] ? 1 : 0;
  const digit = ((old - least + 1 + Math.floor(draw() * (9 - least))) % (10 - least)) + least;
  return digit === old ? undefined : value.slice(0, place) + digit + value.slice(place + 1);
}

interface Pages extends Context {
  readonly texts: Map<string, string>;
  readonly passages: Passage[];
  readonly vanished: Set<string>;
}

/** False where the page does not take the fault. */
function plantInPages(
  kind: FaultKind,
  { fact, value }: { readonly fact: Fact; readonly value: string },
  pages: Pages,
): boolean {
  const { texts, passages, vanished } = pages;
  const text = texts.get(fact.page.url) ?? fact.page.text;
  const says = (other: string) => {
    passages.push(passageOn(fact, statement(fact, other, pages), passages.length));
    return true;
  };
  const lies = () => {
    if (!text.includes(fact.sentence)) return false;
    texts.set(fact.page.url, text.replace(fact.sentence, lastReplaced(fact.sentence, fact.value, value)));
    return true;
  };
  if (kind === "disagreeing page") return says(value);
  if (kind === "lie, nothing contradicts") return lies();
  if (kind === "lie, another page disagrees") return lies() && says(fact.value);
  if (kind === "page vanished") return vanished.add(fact.page.url) !== undefined;
  if (kind !== "value of another row on the page") return true;
  const other = pages.facts.find(
    (one) => one.column === fact.column && one.value === value && one.name !== fact.name,
  );
  if (other === undefined) return false;
  texts.set(fact.page.url, `${text}\n\n${aside(other, value, pages)}`);
  return true;
}

/** What a page says in passing of another row, in one of several ways. */
function aside(fact: Fact, value: string, { draw, task }: Pages): string {
  const header = task.gold.columns[fact.column] ?? "";
  const forms = [
    statement(fact, value, { draw: () => 0, task }),
    `- ${fact.name}: ${value}`,
    `| Name | ${header} |\n| --- | --- |\n| ${fact.name} | ${value} |`,
    `Compare ${fact.name}, where the same figure is ${value}.`,
  ];
  return forms[Math.floor(draw() * forms.length)] ?? "";
}

/** In the page's own words, in other words, as a line with the column's name, or as a row of a table with it. */
function statement(fact: Fact, value: string, { draw, task }: Pick<Pages, "draw" | "task">): string {
  const header = task.gold.columns[fact.column] ?? "";
  const own = lastReplaced(named(fact), fact.value, value);
  const forms = [
    own,
    reworded(fact, value) ?? own,
    `${header}: ${value}`,
    `| Name | ${header} |\n| --- | --- |\n| ${fact.name} | ${value} |`,
  ];
  return forms[Math.floor(draw() * forms.length)] ?? own;
}

/** The sentence with the row's name where it has a pronoun. */
function named({ sentence, name, kind }: Fact): string {
  const pronoun = kind.pronouns.find((one) => sentence.startsWith(`${one} `));
  if (pronoun !== undefined) return name + sentence.slice(pronoun.length);
  return sentence
    .replace(/^Its (.*?) (is|are) /u, (_, what: string, verb: string) => `The ${what} of ${name} ${verb} `)
    .replace(/\bits\b/u, `${name}’s`);
}

function lastReplaced(sentence: string, old: string, value: string): string {
  const at = sentence.lastIndexOf(old);
  return at < 0 ? sentence : sentence.slice(0, at) + value + sentence.slice(at + old.length);
}

function passageOn(fact: Fact, text: string, number: number): Passage {
  const url = `https://almanac.example/${number}/${encodeURIComponent(fact.name)}`;
  return { url, title: fact.page.title, text, score: 0 };
}

/** The knowledge base with the changed pages; every search of it finds the planted passages, too. */
export function faultyKnowledgeBase(base: KnowledgeBase, { texts, passages }: Plan): KnowledgeBase {
  const changed = (page: Page): Page => ({ ...page, text: texts.get(page.url) ?? page.text });
  const pieceOf = async (passage: Passage): Promise<Passage> => {
    const text = texts.get(passage.url);
    if (text === undefined) return passage;
    const whole = (await base.access(passage.url))?.text ?? "";
    const start = Math.max(0, whole.indexOf(passage.text));
    return { ...passage, text: text.slice(start, start + passage.text.length) };
  };
  return {
    ...base,
    name: base.name,
    isTrusted: true,
    async search(request) {
      const found = await base.search(request);
      return [...(await Promise.all(found.map(pieceOf))), ...passages];
    },
    async access(url, signal) {
      const page = await base.access(url, signal);
      return page && changed(page);
    },
    close: async () => undefined,
  };
}

/** The sampler of a lead agent that invents: its table has the planted values in place of those it found. */
export function inventingSampler(sampler: Sampler, task: WideTask, { faults }: Plan): Sampler {
  return {
    ...sampler,
    async sample(request) {
      const sample = await sampler.sample(request);
      const { content, toolCalls } = sample.message;
      const table = toolCalls.length === 0 ? parseMarkdownTable(content) : undefined;
      if (table === undefined) return sample;
      const markdown = writeMarkdownTable(invented(table, task, faults));
      return { ...sample, message: { ...sample.message, content: `\`\`\`markdown\n${markdown}\n\`\`\`` } };
    },
  };
}

/** What a model answers that believes the values of other rows and its own inventions, but not the other pages. */
function invented(table: Table, task: WideTask, faults: readonly Fault[]): Table {
  if (task.gold === undefined) return table;
  const key = keyColumn(task, task.gold);
  const byCell = new Map(
    faults.filter(isAnswered).map((fault) => [`${fault.key} ${fault.column}`, fault.value]),
  );
  const rows = table.rows.map((row) => {
    const name = cellKey(row[key] ?? "");
    return row.map((cell, column) => byCell.get(`${name} ${column}`) ?? cell);
  });
  return { columns: table.columns, rows };
}

function isAnswered({ kind }: Fault): boolean {
  return kind.startsWith("invented") || kind === "value of another row on the page";
}

/** The pages that are left for the check. */
export function keptPages(pages: readonly Page[], { vanished }: Plan): (hash: string) => Page | undefined {
  const kept = new Map(pages.filter(({ url }) => !vanished.has(url)).map((page) => [pageHash(page), page]));
  return (hash) => kept.get(hash);
}
