/** @file A subagent that is to find the one thing of a kind that has a given value: `the country whose capital is Windhoek`. */
import { attributeOf, kindOfNoun, kindOfUrl } from "../language/kinds.ts";
import { calledInChinese, sameTitle, sameValue } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Attribute, Kind } from "../lexicon.ts";
import type { Item } from "../reading/list-items.ts";
import { factsOf } from "../reading/page-facts.ts";
import type { Hit } from "../reading/tool-results.ts";
import { writeFound } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";
import { type Evidence, type Move, nothing, opened, searched } from "./move.ts";

interface Sought {
  readonly kind: Kind;
  readonly attribute: Attribute;
  readonly value: string;
  readonly evidence: Evidence;
  readonly vocabulary: Vocabulary;
}

/** Pages opened in one turn. */
const AT_ONCE = 3;

export function findThing(
  { noun, attribute: asked, value }: Extract<Subtask, { kind: "find" }>,
  evidence: Evidence,
  vocabulary: Vocabulary,
): Move {
  const kind = kindOfNoun(noun, vocabulary);
  const attribute = kind && attributeOf(kind, asked, vocabulary);
  if (kind === undefined || attribute === undefined) return nothing(`no ${noun} whose ${asked} is ${value}`);
  const sought: Sought = { kind, attribute, value, evidence, vocabulary };
  const queries = queriesFor(sought);
  const hits = queries.flatMap((query) => searched(evidence, query)?.hits ?? []);
  const candidates = [...new Map(hits.map((hit) => [hit.url, hit])).values()].filter((hit) =>
    mayBe(hit, sought),
  );
  const item = candidates.map((hit) => confirmed(hit, sought)).find((found) => found !== undefined);
  if (item !== undefined) return { report: writeFound(item) };

  const word = attribute.words.en[0] ?? attribute.id;
  const next = queries.find((query) => searched(evidence, query) === undefined);
  const toOpen = pagesToOpen(candidates, hits, sought, next === undefined).slice(0, AT_ONCE);
  if (toOpen.length > 0) {
    const calls = toOpen.map(({ url }) => ({ tool: "access" as const, url, lookFor: word }));
    return { reasoning: `I check which ${noun} it is.`, calls };
  }
  if (next === undefined) return nothing(`no ${noun} whose ${word} is ${value}`);
  const reasoning = `I look for the ${noun} whose ${word} is ${value}.`;
  return { reasoning, calls: [{ tool: "search", query: next, count: 10 }] };
}

/** In plain words first; then as the pages of its kind word it. */
function queriesFor(sought: Sought): readonly string[] {
  const { kind, attribute, value } = sought;
  const word = attribute.words.en[0] ?? attribute.id;
  const sentences = kind.sentences
    .filter((sentence) => sentence.includes(`{${attribute.id}}`))
    .slice(0, MOST_WORDINGS)
    .map((sentence) => sentence.replace(`{${attribute.id}}`, value).replace(/\{\w+\}|[.,]$/g, " "))
    .map((sentence) => sentence.replace(/\s+/g, " ").trim());
  return [...new Set([`${value} ${word}`, value, ...sentences, ...namesFromValue(sought)])];
}

const MOST_WORDINGS = 4;

/** Candidates that show the value; once nothing is left to search for, all of them. */
function pagesToOpen(
  candidates: readonly Hit[],
  hits: readonly Hit[],
  sought: Sought,
  isExhausted: boolean,
): readonly Hit[] {
  const { evidence, value } = sought;
  const unread = (hit: Hit) => opened(evidence, hit.url) === undefined;
  const promising = candidates.filter((hit) => hit.snippet.includes(value) || sameTitle(hit.title, value));
  const others = isExhausted ? [...aboutValue(hits, sought), ...candidates] : [];
  return [...promising, ...others].filter(unread);
}

/** The hit's item, if its page has been read and states the value. */
function confirmed(hit: Hit, { kind, attribute, value, evidence }: Sought): Item | undefined {
  const page = opened(evidence, hit.url);
  const name = attribute.page === undefined ? hit.title : entityName(attribute.page, hit.title);
  const stated = page && factsOf(kind, name, page).get(attribute.id);
  const parts = attribute.type === "list" ? (stated?.split(/, | and /) ?? []) : [];
  if (stated === undefined || ![stated, ...parts].some((part) => sameValue(part, value))) return undefined;
  return attribute.page === undefined ? { name, url: hit.url } : { name };
}

/** The page of the value itself, where the attribute names a thing: a capital's own page says in which country it lies. */
function aboutValue(hits: readonly Hit[], { attribute, value, vocabulary }: Sought): readonly Hit[] {
  return hits.filter(
    ({ url, title, snippet }) =>
      kindOfUrl(url, vocabulary)?.id === attribute.refersTo &&
      (sameTitle(title, value) || calledInChinese(snippet, value)),
  );
}

/** What the pages about the value name as a thing of the wanted kind: further candidates. */
function namesFromValue({ kind, attribute, value, evidence, vocabulary }: Sought): readonly string[] {
  const other = vocabulary.lexicon.kinds.find(({ id }) => id === attribute.refersTo);
  if (other === undefined) return [];
  const back = other.attributes.filter(({ refersTo }) => refersTo === kind.id);
  const pages = evidence.pages.filter(
    ({ url, title }) => kindOfUrl(url, vocabulary) === other && sameTitle(title ?? "", value),
  );
  return pages.flatMap((page) => {
    const facts = factsOf(other, page.title ?? "", page);
    return back.flatMap(({ id }) => facts.get(id) ?? []);
  });
}

/** A page of the kind itself, or the second page that states the attribute. */
function mayBe(hit: Hit, { kind, attribute, vocabulary }: Sought): boolean {
  if (attribute.page === undefined) return kindOfUrl(hit.url, vocabulary) === kind;
  return entityName(attribute.page, hit.title) !== "";
}

/** `Peru` for `Economy of Peru`; empty where the title is of another form. */
export function entityName(page: string, title: string): string {
  const [before = "", after = ""] = page.split("{name}");
  return title.startsWith(before) && title.endsWith(after)
    ? title.slice(before.length, title.length - after.length)
    : "";
}
