/** @file A subagent that is to find facts about things: each thing's page, and the further pages that state the rest. */

import { languageOf } from "../../../core/task.ts";
import { attributeOf, kindOfUrl } from "../language/kinds.ts";
import { overlap } from "../language/text.ts";
import { calledInChinese, sameTitle } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Attribute, Kind } from "../lexicon.ts";
import { type Item, linksOf } from "../reading/list-items.ts";
import { factsOf, withoutQualifier } from "../reading/page-facts.ts";
import type { Hit, Opened } from "../reading/tool-results.ts";
import { type Facts, writeFacts } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";
import type { Call } from "../writing/wire.ts";
import { type Evidence, type Move, opened, searched } from "./move.ts";

type FactsSubtask = Extract<Subtask, { kind: "facts" }>;

export function findFacts(subtask: FactsSubtask, evidence: Evidence, vocabulary: Vocabulary): Move {
  const studies = subtask.items.map((item) => study(item, subtask, evidence, vocabulary));
  const calls = distinct(studies.flatMap((one) => one.calls));
  const facts = studies.map((one) => one.facts);
  if (calls.length === 0) return { report: writeFacts(facts, subtask.attributes) };
  const names = studies.flatMap((one) => (one.calls.length > 0 ? [one.facts.item.name] : []));
  const all =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  return { reasoning: `${reasoningFor(calls)} ${all}.`, calls };
}

function reasoningFor([first]: readonly Call[]): string {
  return first?.tool === "access" ? "I open what tells about" : "I search for";
}

interface Study {
  readonly facts: Facts;
  /** What to do next about this item; empty where all is known or nothing more can be tried. */
  readonly calls: readonly Call[];
}

function study(item: Item, subtask: FactsSubtask, evidence: Evidence, vocabulary: Vocabulary): Study {
  const located = locate(item, subtask.attributes, evidence, vocabulary);
  const { page } = located;
  const kind = page && kindOfUrl(page.url, vocabulary);
  if (page === undefined || kind === undefined)
    return { facts: { item, values: new Map() }, calls: located.calls };
  const about: About = { kind, page, evidence, isSecondTry: subtask.again ?? false };
  const values = new Map<string, string>();
  const calls: Call[] = [];
  for (const words of subtask.attributes) {
    const attribute = attributeOf(kind, words, vocabulary);
    const value = attribute && statedValue(attribute, about);
    if (value !== undefined) values.set(words, value);
    else if (attribute !== undefined) calls.push(...callsFor(attribute, about));
  }
  return { facts: { item: { name: page.title ?? item.name, url: page.url }, values }, calls };
}

/** A thing whose page has been read. */
interface About {
  readonly kind: Kind;
  readonly page: Opened;
  readonly evidence: Evidence;
  readonly isSecondTry: boolean;
}

function statedValue(attribute: Attribute, { kind, page, evidence }: About): string | undefined {
  const name = page.title ?? "";
  const others = evidence.pages.filter(({ title }) => title !== name && title?.endsWith(` ${name}`));
  return [page, ...others]
    .map((one) => factsOf(kind, name, one).get(attribute.id))
    .find((value) => value !== undefined);
}

/** The page that states an attribute which the thing's own page does not: linked there, or found by a search. */
function callsFor(attribute: Attribute, { page, evidence, isSecondTry }: About): readonly Call[] {
  const name = page.title ?? "";
  const words = attribute.words.en[0] ?? attribute.id;
  const title = attribute.page?.replace("{name}", name);
  const isFurther = (one: string) =>
    title === undefined ? one.endsWith(` ${name}`) : sameTitle(withoutArticle(one), withoutArticle(title));
  const open = (url: string): readonly Call[] =>
    opened(evidence, url) === undefined ? [{ tool: "access", url, lookFor: words }] : [];

  const link = linksOf(page.text).find((one) => title !== undefined && isFurther(one.name));
  if (link?.url !== undefined) return open(link.url);
  if (title === undefined && !isSecondTry) return [];
  const query = title ?? `${name} ${words}`;
  const search = searched(evidence, query);
  if (search === undefined) return [{ tool: "search", query, count: 5 }];
  return search.hits.filter((hit) => isFurther(hit.title)).flatMap(({ url }) => open(url));
}

/** `Economy of the Maldives` is the page that is looked for as `Economy of Maldives`. */
function withoutArticle(title: string): string {
  return title.replace(/\bthe /gi, "");
}

/** The page about an item: by its URL where that is known, else by a search for its name. */
function locate(
  item: Item,
  wanted: readonly string[],
  evidence: Evidence,
  vocabulary: Vocabulary,
): { readonly page?: Opened | undefined; readonly calls: readonly Call[] } {
  const { name } = item;
  const search = searched(evidence, name);
  const url = item.url ?? bestEntity(name, wanted, search?.hits ?? [], vocabulary)?.url;
  if (url === undefined)
    return { calls: search === undefined ? [{ tool: "search", query: name, count: 5 }] : [] };
  const page = opened(evidence, url);
  if (page === undefined) return { calls: [{ tool: "access", url, lookFor: wanted.join(", ") }] };
  return { page: page.title === undefined ? undefined : page, calls: [] };
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
    return [{ hit, rank: nameFit(name, hit) + known / (10 * Math.max(1, wanted.length)) }];
  });
  const [best] = ranked.sort((left, right) => right.rank - left.rank);
  return best !== undefined && best.rank >= GOES_BY_NAME ? best.hit : undefined;
}

/** The least rank of a hit to count as the thing of that name. */
const GOES_BY_NAME = 0.5;

function nameFit(name: string, { title, snippet }: Hit): number {
  if (sameTitle(title, name)) return 1;
  if (sameTitle(withoutQualifier(title), withoutQualifier(name))) return 0.9;
  if (calledInChinese(snippet, name)) return 0.95;
  return languageOf(name) === "zh" && snippet.includes(name) ? 0.8 : overlap(title, name) * 0.6;
}

function distinct(calls: readonly Call[]): readonly Call[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
