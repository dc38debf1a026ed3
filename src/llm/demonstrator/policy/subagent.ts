/** @file The demonstrator as a subagent: search, open what fits, search again for what is missing, report. */

import { attributeOf, kindOfNoun, kindOfUrl } from "../language/kinds.ts";
import { overlap } from "../language/text.ts";
import { listQueries, sameTitle, titleFit } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Attribute, Kind } from "../lexicon.ts";
import { type Item, itemsOf } from "../reading/list-items.ts";
import { factsOf, withoutQualifier } from "../reading/page-facts.ts";
import type { Found, Hit, Opened } from "../reading/tool-results.ts";
import { type Facts, writeFacts, writeList } from "../writing/report.ts";
import { type Subtask, writeItem } from "../writing/subtask.ts";
import type { Call } from "../writing/wire.ts";

/** What an agent has read so far. */
export interface Evidence {
  readonly searches: readonly Found[];
  readonly pages: readonly Opened[];
}

/** The next calls, with a line of reasoning; or a report. */
export type Move =
  | { readonly reasoning: string; readonly calls: readonly Call[] }
  | { readonly report: string; readonly items: readonly Item[]; readonly facts: readonly Facts[] };

export function workOn(subtask: Subtask, evidence: Evidence, vocabulary: Vocabulary): Move {
  switch (subtask.kind) {
    case "list":
      return findList(subtask, evidence, vocabulary);
    case "facts":
      return findFacts(subtask, evidence, vocabulary);
    case "find":
      return findThing(subtask, evidence, vocabulary);
  }
}

/** The least fit of a title for its page to count as the list. */
const FITTING = 0.6;

/** So good a fit that no other words need to be tried. */
const CERTAIN = 0.95;

function findList(
  subtask: Extract<Subtask, { kind: "list" }>,
  evidence: Evidence,
  vocabulary: Vocabulary,
): Move {
  const { phrase, limit } = subtask;
  const queries = listQueries(phrase, vocabulary);
  const done = queries.filter((query) => searched(evidence, query));
  const hits = done.flatMap((query) => searched(evidence, query)?.hits ?? []);
  const best = bestList(phrase, hits, vocabulary);
  const next = queries.find((query) => !done.includes(query));
  if ((best === undefined || best.fit < CERTAIN) && next !== undefined) {
    return {
      reasoning: `I look for a page that lists ${phrase}.`,
      calls: [{ tool: "search", query: next, count: 10 }],
    };
  }
  if (best === undefined || best.fit < FITTING) {
    return { report: `Nothing found: no page lists ${phrase}.`, items: [], facts: [] };
  }
  const page = evidence.pages.find(({ url }) => url === best.hit.url);
  if (page === undefined) {
    return {
      reasoning: `“${best.hit.title}” looks like the list. I open it.`,
      calls: [{ tool: "access", url: best.hit.url, lookFor: phrase }],
    };
  }
  const items = itemsOf(page.text).slice(0, limit);
  if (items.length === 0)
    return { report: `Nothing found: “${best.hit.title}” has no items.`, items, facts: [] };
  return { report: writeList(best.hit.title, best.hit.url, items), items, facts: [] };
}

function bestList(
  phrase: string,
  hits: readonly Hit[],
  vocabulary: Vocabulary,
): { hit: Hit; fit: number } | undefined {
  return hits
    .filter(({ url }) => kindOfUrl(url, vocabulary) === undefined && !/\/disambiguation\//.test(url))
    .map((hit) => ({ hit, fit: titleFit(phrase, hit, vocabulary) }))
    .sort((left, right) => right.fit - left.fit)[0];
}

function searched({ searches }: Evidence, query: string): Found | undefined {
  return searches.find((search) => search.query === query);
}

function findFacts(
  subtask: Extract<Subtask, { kind: "facts" }>,
  evidence: Evidence,
  vocabulary: Vocabulary,
): Move {
  const studies = subtask.items.map((item) => study(item, subtask.attributes, evidence, vocabulary));
  const calls = studies.flatMap((one) => one.calls);
  const facts = studies.map((one) => one.facts);
  if (calls.length === 0) return { report: writeFacts(facts, subtask.attributes), items: [], facts };
  const names = subtask.items.map(({ name }) => name).join(", ");
  const isStart = evidence.searches.length + evidence.pages.length === 0;
  const reasoning = isStart
    ? `I open the pages about ${names}.`
    : `Some facts about ${names} are still missing. I look further.`;
  return { reasoning, calls };
}

interface Study {
  readonly facts: Facts;
  /** What to do next about this item; empty where all is known or nothing more can be tried. */
  readonly calls: readonly Call[];
}

function study(item: Item, wanted: readonly string[], evidence: Evidence, vocabulary: Vocabulary): Study {
  const located = locate(item, wanted, evidence, vocabulary);
  if (located.page === undefined) return { facts: { item, values: new Map() }, calls: located.calls };
  const { page } = located;
  const kind = kindOfUrl(page.url, vocabulary);
  const found: Item = { name: page.title ?? item.name, url: page.url };
  if (kind === undefined) return { facts: { item: found, values: new Map() }, calls: [] };
  const values = new Map<string, string>();
  const calls: Call[] = [];
  for (const words of wanted) {
    const attribute = attributeOf(kind, words, vocabulary);
    const value = attribute && valueOn(attribute, { kind, item: found, evidence });
    if (value !== undefined) values.set(words, value);
    else if (attribute !== undefined) calls.push(...callsFor(attribute, found, evidence));
  }
  return { facts: { item: { ...item, url: page.url }, values }, calls: distinct(calls) };
}

interface About {
  readonly kind: Kind;
  readonly item: Item;
  readonly evidence: Evidence;
}

function valueOn(attribute: Attribute, { kind, item, evidence }: About): string | undefined {
  const second = secondPage(attribute, item);
  const pages = evidence.pages.filter(
    ({ url, title }) => url === item.url || (second !== undefined && title === second),
  );
  return pages
    .map((page) => factsOf(kind, item.name, page.text).get(attribute.id))
    .find((value) => value !== undefined);
}

/** The page that states an attribute which the entity's own page does not. */
function secondPage({ page }: Attribute, { name }: Item): string | undefined {
  return page?.replace("{name}", name);
}

function callsFor(attribute: Attribute, item: Item, evidence: Evidence): readonly Call[] {
  const title = secondPage(attribute, item) ?? `${item.name} ${attribute.words.en[0] ?? attribute.id}`;
  const search = searched(evidence, title);
  if (search === undefined) return [{ tool: "search", query: title, count: 5 }];
  const hit = search.hits.find((one) => sameTitle(one.title, title));
  if (hit === undefined || evidence.pages.some(({ url }) => url === hit.url)) return [];
  return [{ tool: "access", url: hit.url, lookFor: attribute.words.en[0] ?? attribute.id }];
}

/** The page about an item: by its URL where that is known, else by a search for its name. */
function locate(
  item: Item,
  wanted: readonly string[],
  evidence: Evidence,
  vocabulary: Vocabulary,
): { readonly page?: Opened | undefined; readonly calls: readonly Call[] } {
  const opened = (url: string) => evidence.pages.find((page) => page.url === url);
  if (item.url !== undefined) {
    const page = opened(item.url);
    if (page !== undefined) return { page: page.title === undefined ? undefined : page, calls: [] };
    return { calls: [{ tool: "access", url: item.url, lookFor: wanted.join(", ") }] };
  }
  const search = searched(evidence, item.name);
  if (search === undefined) return { calls: [{ tool: "search", query: item.name, count: 5 }] };
  const hit = bestEntity(item.name, wanted, search.hits, vocabulary);
  if (hit === undefined) return { calls: [] };
  const page = opened(hit.url);
  return page === undefined
    ? { calls: [{ tool: "access", url: hit.url, lookFor: wanted.join(", ") }] }
    : { page, calls: [] };
}

/** The hit that goes by the name and is of a kind that has the wanted attributes. */
function bestEntity(
  name: string,
  wanted: readonly string[],
  hits: readonly Hit[],
  vocabulary: Vocabulary,
): Hit | undefined {
  const ranked = hits.flatMap((hit) => {
    const kind = kindOfUrl(hit.url, vocabulary);
    if (kind === undefined) return [];
    const known = wanted.filter((words) => attributeOf(kind, words, vocabulary) !== undefined).length;
    return [{ hit, rank: nameFit(name, hit) * 10 + known }];
  });
  const [best] = ranked.sort((left, right) => right.rank - left.rank);
  return best !== undefined && best.rank >= 5 ? best.hit : undefined;
}

function nameFit(name: string, { title, snippet }: Hit): number {
  if (sameTitle(title, name)) return 1;
  if (sameTitle(withoutQualifier(title), withoutQualifier(name))) return 0.9;
  if (/[\u3400-\u9fff]/.test(name) && snippet.includes(name)) return 0.8;
  return overlap(title, name) * 0.6;
}

interface Sought {
  readonly kind: Kind;
  readonly attribute: Attribute;
  readonly value: string;
  readonly evidence: Evidence;
  readonly vocabulary: Vocabulary;
}

function findThing(
  subtask: Extract<Subtask, { kind: "find" }>,
  evidence: Evidence,
  vocabulary: Vocabulary,
): Move {
  const { noun, value } = subtask;
  const kind = kindOfNoun(noun, vocabulary);
  const attribute = kind && attributeOf(kind, subtask.attribute, vocabulary);
  if (kind === undefined || attribute === undefined)
    return nothing(`no ${noun} whose ${subtask.attribute} is ${value}`);
  const sought: Sought = { kind, attribute, value, evidence, vocabulary };
  const word = attribute.words.en[0] ?? attribute.id;
  const queries = [`${value} ${word}`, `${word} is ${value} ${kind.words.en[0] ?? ""}`, value];
  const hits = [...queries, ...namesFromValue(sought)].flatMap(
    (query) => searched(evidence, query)?.hits ?? [],
  );
  const candidates = [...new Map(hits.map((hit) => [hit.url, hit])).values()].filter((hit) =>
    mayBe(hit, sought),
  );
  const item = candidates.map((hit) => confirmed(hit, sought)).find((found) => found !== undefined);
  if (item !== undefined) return { report: `Found:\n- ${writeItem(item)}`, items: [item], facts: [] };

  const unread = candidates.filter(({ url }) => !evidence.pages.some((page) => page.url === url));
  const promising = unread.filter((hit) => hit.snippet.includes(value) || sameTitle(hit.title, value));
  const next = [...queries, ...namesFromValue(sought)].find(
    (query) => searched(evidence, query) === undefined,
  );
  const opened =
    promising.length > 0 || next !== undefined ? promising : [...aboutValue(hits, sought), ...unread];
  const toOpen = opened.filter(({ url }) => !evidence.pages.some((page) => page.url === url)).slice(0, 3);
  if (toOpen.length > 0) {
    return {
      reasoning: `I check which ${noun} it is.`,
      calls: toOpen.map(({ url }) => ({ tool: "access", url, lookFor: word })),
    };
  }
  if (next === undefined) return nothing(`no ${noun} whose ${word} is ${value}`);
  return {
    reasoning: `I look for the ${noun} whose ${word} is ${value}.`,
    calls: [{ tool: "search", query: next, count: 10 }],
  };
}

function nothing(what: string): Move {
  return { report: `Nothing found: ${what}.`, items: [], facts: [] };
}

/** The hit's item, if its page has been read and states the value. */
function confirmed(hit: Hit, { kind, attribute, value, evidence }: Sought): Item | undefined {
  const page = evidence.pages.find(({ url }) => url === hit.url);
  const name = attribute.page === undefined ? hit.title : entityName(attribute.page, hit.title);
  const stated = page && factsOf(kind, name, page.text).get(attribute.id);
  if (stated === undefined || !sameTitle(stated, value)) return undefined;
  return attribute.page === undefined ? { name, url: hit.url } : { name };
}

/** The page of the value itself, where the attribute names a thing: a capital's own page says in which country it lies. */
function aboutValue(hits: readonly Hit[], { attribute, value, vocabulary }: Sought): readonly Hit[] {
  return hits.filter(
    ({ url, title }) => kindOfUrl(url, vocabulary)?.id === attribute.refersTo && sameTitle(title, value),
  );
}

/** What the pages about the value name as a thing of the wanted kind: further candidates. */
function namesFromValue({ kind, attribute, value, evidence, vocabulary }: Sought): readonly string[] {
  const other = vocabulary.lexicon.kinds.find(({ id }) => id === attribute.refersTo);
  const back = other?.attributes.filter(({ refersTo }) => refersTo === kind.id) ?? [];
  const pages = evidence.pages.filter(
    ({ url, title }) => kindOfUrl(url, vocabulary) === other && sameTitle(title ?? "", value),
  );
  if (other === undefined) return [];
  return pages.flatMap((page) => {
    const facts = factsOf(other, page.title ?? "", page.text);
    return back.flatMap(({ id }) => facts.get(id) ?? []);
  });
}

/** A page of the kind itself, or the second page that states the attribute. */
function mayBe(hit: Hit, { kind, attribute, vocabulary }: Sought): boolean {
  if (attribute.page === undefined) return kindOfUrl(hit.url, vocabulary) === kind;
  return entityName(attribute.page, hit.title) !== "";
}

/** `Peru` for `Economy of Peru`; empty where the title is of another form. */
function entityName(page: string, title: string): string {
  const [before = "", after = ""] = page.split("{name}");
  return title.startsWith(before) && title.endsWith(after)
    ? title.slice(before.length, title.length - after.length)
    : "";
}

function distinct(calls: readonly Call[]): readonly Call[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
