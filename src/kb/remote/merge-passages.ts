/** @file Several rankings of one query made into one. */
import type { Passage, SearchRequest } from "../../core/knowledge-base.ts";

/**
 * `score`: highest first, for shards that score alike. `rank`: by reciprocal rank, for shards whose scores do not compare;
 * where ranks are equal, the order of the shards decides.
 */
export type MergeBy = "score" | "rank";

/** Reciprocal rank fusion's constant (Cormack, Clarke, Büttcher, SIGIR 2009): how little the very first places stand out. */
const RANK_CONSTANT = 60;

/** At most `limit` passages, best first: a page once in the form of pieces, else a passage once. */
export function mergePassages(
  rankings: readonly (readonly Passage[])[],
  mergeBy: MergeBy,
  { limit, form }: Pick<SearchRequest, "limit" | "form">,
): readonly Passage[] {
  const merged = new Map<string, Passage>();
  for (const ranking of rankings) {
    for (const [index, passage] of ranking.entries()) {
      const key = form === "passages" ? JSON.stringify([passage.url, passage.text]) : passage.url;
      const score = mergeBy === "score" ? passage.score : 1 / (RANK_CONSTANT + index + 1);
      merged.set(key, joined(merged.get(key), { ...passage, score }, mergeBy));
    }
  }
  return [...merged.values()].sort((left, right) => right.score - left.score).slice(0, limit);
}

function joined(known: Passage | undefined, found: Passage, mergeBy: MergeBy): Passage {
  if (known === undefined) return found;
  if (mergeBy === "rank") return { ...known, score: known.score + found.score };
  return found.score > known.score ? found : known;
}
