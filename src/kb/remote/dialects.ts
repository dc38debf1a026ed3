/** @file What the servers of this protocol are asked: one path for searching, one for pages, and a request of each kind. */
import { z } from "zod";

/**
 * `rlinf`: RLinf's and ASearcher's servers, without scores. `search-r1`: always with scores, since its server fails without.
 * `skyrl`: one query, as a text. `auto`: a list of queries, with scores, which all but the last understand.
 */
export const searchDialect = z.enum(["auto", "rlinf", "search-r1", "skyrl"]);
export type SearchDialect = z.output<typeof searchDialect>;

export const SEARCH_PATH = "/retrieve";
export const ACCESS_PATH = "/access";

export function searchBody(dialect: SearchDialect, query: string, topk: number): unknown {
  if (dialect === "skyrl") return { query, topk, return_scores: true };
  return { queries: [query], topk, return_scores: dialect !== "rlinf" };
}

export function accessBody(urls: readonly string[]): unknown {
  return { urls };
}
