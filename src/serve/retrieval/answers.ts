/** @file The two answers of the retrieval protocol, in the dialects of RLinf and ASearcher, Search-R1 and SkyRL. */
import { z } from "zod";
import type { KnowledgeBase, Passage } from "../../core/knowledge-base.ts";
import { pageFinder } from "../../kb/remote/find-page.ts";
import { wirePage, wirePassage } from "../../kb/remote/wire-document.ts";
import { Refusal } from "../http/refusal.ts";
import type { RetrievalServerLimits } from "./settings.ts";
import type { Turns } from "./turns.ts";

const text = z.string({ error: "give a text" });

/** RLinf, ASearcher and Search-R1 send `queries`, SkyRL sends one `query`. */
export const searchRequest = z
  .object({
    queries: z.array(text, { error: "give a list of texts" }).nullish(),
    query: text.nullish(),
    topk: z.int({ error: "give a whole number" }).min(0, { error: "give a number from 0" }).nullish(),
    return_scores: z.boolean({ error: "give true or false" }).nullish(),
  })
  .refine(({ queries, query }) => (queries ?? query ?? undefined) !== undefined, {
    error: "give `queries`, a list of texts, or `query`, a text",
  });

export const accessRequest = z.object({
  urls: z.array(text, { error: "give a list of URLs" }),
});

export interface Asked {
  readonly knowledgeBase: KnowledgeBase;
  readonly limits: RetrievalServerLimits;
  readonly turns: Turns;
  readonly signal: AbortSignal;
}

/** For each query its documents, best first, with their scores where they are asked for. */
export async function searchAnswer(
  { queries, query, topk, return_scores }: z.output<typeof searchRequest>,
  { knowledgeBase, limits, turns, signal }: Asked,
): Promise<unknown> {
  const asked = queries ?? [query ?? ""];
  const limit = Math.min(topk || limits.topk, limits.maxTopk);
  checkCount("queries", asked.length, limits.maxQueries);
  checkCount("passages (queries times topk)", asked.length * limit, limits.maxPassages);
  const shape = (passage: Passage): unknown =>
    return_scores ? { document: wirePassage(passage), score: passage.score } : wirePassage(passage);
  const found = await turns.each(
    asked,
    (one, call, ended) =>
      call(() => knowledgeBase.search({ query: one, limit, form: "passages", signal: ended })),
    signal,
  );
  return { result: found.map((passages) => passages.map(shape)) };
}

/** For each URL its page, or null where there is none. */
export async function accessAnswer(
  { urls }: z.output<typeof accessRequest>,
  { knowledgeBase, limits, turns, signal }: Asked,
): Promise<unknown> {
  checkCount("URLs", urls.length, limits.maxUrls);
  let find: ReturnType<typeof pageFinder> | undefined;
  const found = await turns.each(
    urls,
    (url, call, ended) => {
      find ??= pageFinder((form) => call(() => knowledgeBase.access(form, ended)));
      return find(url);
    },
    signal,
  );
  return { result: found.map((page) => (page === undefined ? null : wirePage(page))) };
}

function checkCount(what: string, count: number, most: number): void {
  if (count > most) {
    throw new Refusal(`${count} ${what} are too many for one request: ask for at most ${most}.`, {
      status: 422,
    });
  }
}
