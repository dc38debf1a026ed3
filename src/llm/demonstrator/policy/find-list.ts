/** @file A subagent that is to find a list: the page whose title fits the phrase, and the items on it. */
import { kindOfUrl } from "../language/kinds.ts";
import { chineseNames, isNarrower, listQueries, titleFit } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import { itemsOf } from "../reading/list-items.ts";
import type { Hit } from "../reading/tool-results.ts";
import { writeList } from "../writing/report.ts";
import type { Subtask } from "../writing/subtask.ts";
import { withEnglishNames } from "./english-names.ts";
import { type Evidence, type Move, nothing, opened, searched } from "./move.ts";

/** The least fit of a title for its page to count as the list. */
const FITTING = 0.6;

/** So good a fit that no other words need to be tried. */
const CERTAIN = 0.95;

export function findList(
  { phrase, limit }: Extract<Subtask, { kind: "list" }>,
  evidence: Evidence,
  vocabulary: Vocabulary,
): Move {
  const names = chineseNames(phrase, vocabulary);
  const inEnglish = withEnglishNames(phrase, names, evidence, vocabulary);
  const queries = [...new Set([phrase, ...names, ...listQueries(inEnglish, vocabulary)])];
  const hits = queries.flatMap((query) => searched(evidence, query)?.hits ?? []);
  const ranked = rankedLists([phrase, inEnglish], hits, vocabulary);
  const next = queries.find((query) => searched(evidence, query) === undefined);
  const isCertain = (ranked[0]?.fit ?? 0) >= CERTAIN;
  if (!isCertain && next !== undefined) {
    const reasoning = names.includes(next)
      ? `I look up what ${next} is called in English.`
      : `I look for a page that lists ${next}.`;
    return { reasoning, calls: [{ tool: "search", query: next, count: 10 }] };
  }
  const narrower = [...new Map(ranked.map(({ hit }) => [hit.url, hit])).values()].filter(({ title }) =>
    isNarrower(title, inEnglish, vocabulary),
  );
  const [best] = ranked.filter(({ fit }) => fit >= FITTING).map(({ hit }) => hit);
  const lists = isCertain || narrower.length < 2 ? [best].filter((hit) => hit !== undefined) : narrower;
  return lists.length === 0 ? nothing(`no page lists ${phrase}`) : readLists(lists, phrase, limit, evidence);
}

/** A list in one page, or in several that list a part each. */
function readLists(
  lists: readonly Hit[],
  phrase: string,
  limit: number | undefined,
  evidence: Evidence,
): Move {
  const unread = lists.filter(({ url }) => opened(evidence, url) === undefined);
  if (unread.length > 0) {
    const titles = unread.map(({ title }) => `“${title}”`).join(", ");
    const calls = unread.map(({ url }) => ({ tool: "access" as const, url, lookFor: phrase }));
    return { reasoning: `I open ${titles}.`, calls };
  }
  const read = lists.map((hit) => ({
    ...hit,
    items: itemsOf(opened(evidence, hit.url)?.text ?? "").slice(0, limit),
  }));
  if (read.every(({ items }) => items.length === 0)) return nothing(`the list of ${phrase} has no items`);
  const report = read.map(({ title, url, items }) => writeList(title, url, items)).join("\n\n");
  return { report };
}

function rankedLists(
  phrases: readonly string[],
  hits: readonly Hit[],
  vocabulary: Vocabulary,
): readonly { readonly hit: Hit; readonly fit: number }[] {
  return [...new Map(hits.map((hit) => [`${hit.url} ${hit.snippet}`, hit])).values()]
    .filter(({ url }) => kindOfUrl(url, vocabulary) === undefined && !/\/disambiguation\//.test(url))
    .map((hit) => ({ hit, fit: Math.max(...phrases.map((phrase) => titleFit(phrase, hit, vocabulary))) }))
    .sort((left, right) => right.fit - left.fit);
}
