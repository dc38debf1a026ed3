/** @file A subagent that is to find the things of a list in another way: the pages of the things themselves say that they belong. */
import { languageOf } from "../../../core/task.ts";
import { kindOfUrl } from "../language/kinds.ts";
import { LARGEST, type SetWords, setWords } from "../language/set-words.ts";
import { contentStems } from "../language/text.ts";
import { calledInChinese, chineseNames, translated, withoutChinese } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Kind } from "../lexicon.ts";
import { amountOf } from "../question/numbers.ts";
import type { Item } from "../reading/list-items.ts";
import { factsOf } from "../reading/page-facts.ts";
import type { Found, Hit } from "../reading/tool-results.ts";
import { writeMembers } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";
import { belongs, type Known, mayBelong } from "./belongs.ts";
import { withEnglishNames } from "./english-names.ts";
import { entityName } from "./find-thing.ts";
import { type Evidence, type Move, nothing, searched } from "./move.ts";

type ListSubtask = Extract<Subtask, { kind: "list" }>;

/**
 * Searches for all pages with the words of the phrase, then with fewer of them. Things whose pages account for the whole phrase are
 * reported as belonging to the list; where there are none, things of the kind as possible.
 */
export function findInPages(subtask: ListSubtask, evidence: Evidence, vocabulary: Vocabulary): Move {
  const { phrase } = subtask;
  const named = inEnglish(phrase, evidence, vocabulary);
  if ("unknown" in named)
    return {
      reasoning: `I look up what ${named.unknown} is called in English.`,
      calls: [{ tool: "search", query: named.unknown, count: 10 }],
    };
  const set = setWords(named.english, named.isNounLast, vocabulary);
  for (const query of set.queries) {
    const search = searched(evidence, query);
    if (search === undefined) return searchFor(`all pages with the words ${query}`, [query]);
    const hits = withOtherWordings(search, set, evidence, vocabulary);
    if ("unsearched" in hits) return searchFor("more of them in other words", hits.unsearched);
    const report = reportOf(hits.all, set, subtask, vocabulary);
    if (report !== undefined) return { report };
  }
  return nothing(`no page of a thing among ${phrase}`);
}

function searchFor(what: string, queries: readonly string[]): Move {
  return {
    reasoning: `I look for ${what}.`,
    calls: queries.map((query) => ({ tool: "search", query, match: "all" })),
  };
}

type Named = { readonly english: string; readonly isNounLast: boolean } | { readonly unknown: string };

/** As a page gives the phrase in both languages; else name by name. */
function inEnglish(phrase: string, evidence: Evidence, vocabulary: Vocabulary): Named {
  if (languageOf(phrase) !== "zh") return { english: phrase, isNounLast: false };
  const search = searched(evidence, phrase);
  if (search === undefined) return { unknown: phrase };
  const called = search.hits.find(({ snippet }) => calledInChinese(snippet, phrase));
  if (called !== undefined) return { english: called.title.replace(/^List of /u, ""), isNounLast: false };
  const names = chineseNames(phrase, vocabulary);
  const unknown = names.find((name) => searched(evidence, name) === undefined);
  if (unknown !== undefined) return { unknown };
  const text = withEnglishNames(phrase, names, evidence, vocabulary);
  const english = text === phrase ? withoutChinese(translated(phrase, vocabulary)) : text;
  return { english: english === "" ? phrase : english, isNounLast: !/^[a-z]/iu.test(phrase) };
}

/** A search that gives so many has left some out. */
const FULL = 50;
const MOST_WORDINGS = 3;
/** So many that belong say enough about how many there are. */
const ENOUGH = 5;

/** What a full search leaves out is found by the words of single sentences, as only some of the pages are worded so. The last search is for any of the kind. */
function withOtherWordings(
  { query, hits }: Found,
  set: SetWords,
  evidence: Evidence,
  vocabulary: Vocabulary,
): { readonly all: readonly Hit[] } | { readonly unsearched: readonly string[] } {
  const isEnough = () => things(hits, vocabulary).filter((thing) => belongs(thing, { set })).length >= ENOUGH;
  const isLast = query === set.queries.at(-1);
  if (hits.length < FULL || isLast || set.kind === undefined || isEnough()) return { all: hits };
  const queries = ownWords(set.kind, set).map((word) => `${query} ${word}`);
  const unsearched = queries.filter((one) => searched(evidence, one) === undefined);
  if (unsearched.length > 0) return { unsearched };
  return { all: [...hits, ...queries.flatMap((one) => searched(evidence, one)?.hits ?? [])] };
}

/** Words of the sentences for one attribute, each of which stands in none of the kind's other sentences. */
function ownWords(kind: Kind, set: SetWords): readonly string[] {
  const worded = kind.sentences.map((sentence) => ({
    sentence,
    words: [...new Set(sentence.replace(/\{\w+\}/gu, " ").match(/\p{L}{4,}/gu) ?? [])],
  }));
  const all = worded.flatMap(({ words }) => words.flatMap(contentStems));
  const isOwn = (word: string) => {
    const [stem] = contentStems(word);
    return stem !== undefined && all.filter((other) => other === stem).length === 1;
  };
  const ofAttribute = (id: string) =>
    worded
      .filter(({ sentence }) => sentence.includes(`{${id}}`))
      .flatMap(({ words }) => words.filter(isOwn).slice(0, 1));
  const wanted = set.initial?.of?.id ?? (set.asked.includes(LARGEST) ? "rank" : undefined);
  const choices = [...(wanted === undefined ? [] : [wanted]), ...kind.attributes.map(({ id }) => id)];
  const words = choices.map(ofAttribute).find((own) => own.length > 1) ?? [];
  return words.slice(0, MOST_WORDINGS);
}

/** Where a page accounts for all that is asked, pages that do not are about something else. Absent where nothing was found. */
function reportOf(
  hits: readonly Hit[],
  set: SetWords,
  { limit }: ListSubtask,
  vocabulary: Vocabulary,
): string | undefined {
  const found = things(hits, vocabulary);
  const sure = found.filter((thing) => belongs(thing, { set, limit, byThings: true }));
  const members = sure.length > 0 ? sure : found.filter((thing) => belongs(thing, { set, limit }));
  const kind = set.kind ?? members[0]?.kind;
  if (members.length > 0) return writeMembers(members.map(itemOf), []);
  const others = found.filter((thing) => thing.kind === kind);
  const possible = others.length > 0 ? likeliest(others, set, limit).map(itemOf) : namedOn(found, kind);
  return possible.length === 0 ? undefined : writeMembers([], possible);
}

/** Without those that do not belong by their name or rank; of a ranking not many more than it has. */
function likeliest(found: readonly Thing[], set: SetWords, limit: number | undefined): readonly Thing[] {
  const possible = found.filter((thing) => mayBelong(thing, { set, limit }));
  if (!set.asked.includes(LARGEST)) return possible;
  const size = ({ facts }: Thing) => amountOf(facts.get("population") ?? "0");
  return [...possible].sort((left, right) => size(right) - size(left)).slice(0, 2 * (limit ?? MOST_RANKED));
}

const MOST_RANKED = 10;

/** Things of the kind that pages of other things name: the capitals on the pages of countries. */
function namedOn(found: readonly Thing[], kind: Kind | undefined): readonly Item[] {
  const names = found.flatMap((thing) =>
    thing.kind.attributes
      .filter(({ refersTo }) => refersTo !== undefined && refersTo === kind?.id)
      .flatMap(({ id }) => thing.facts.get(id)?.split(/, | and /u) ?? []),
  );
  return [...new Set(names)].map((name) => ({ name }));
}

interface Thing extends Known {
  readonly url?: string | undefined;
}

/** What the hits are about, each once, with all that the hits state of it. */
function things(hits: readonly Hit[], vocabulary: Vocabulary): readonly Thing[] {
  const found = new Map<string, Thing>();
  for (const hit of hits) {
    const about = aboutOf(hit, vocabulary);
    if (about === undefined) continue;
    const { kind, name, url } = about;
    const known = found.get(`${kind.id} ${name}`);
    const facts = factsOf(kind, name, { url: hit.url, title: hit.title, text: hit.snippet });
    found.set(`${kind.id} ${name}`, {
      kind,
      name,
      url: url ?? known?.url,
      facts: new Map([...(known?.facts ?? []), ...facts]),
    });
  }
  return [...found.values()];
}

/** The thing whose page it is, or the further page about it: `Economy of Peru`. */
function aboutOf(
  { url, title }: Hit,
  vocabulary: Vocabulary,
): { readonly kind: Kind; readonly name: string; readonly url?: string } | undefined {
  const own = kindOfUrl(url, vocabulary);
  if (own !== undefined) return { kind: own, name: title, url };
  for (const kind of vocabulary.lexicon.kinds) {
    for (const { page } of kind.attributes) {
      const name = page === undefined ? "" : entityName(page, title);
      if (name !== "") return { kind, name: name.replace(/^the /u, "") };
    }
  }
  return undefined;
}

function itemOf({ name, url }: Thing): Item {
  return url === undefined ? { name } : { name, url };
}
