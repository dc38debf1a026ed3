/** @file The tasks as the seed file holds them. */
import type { Split } from "../lib/entity.ts";

export interface Phrasing {
  readonly language: "en" | "zh";
  readonly question: string;
  /** The columns in the question's language, where they differ from the task's. */
  readonly columns?: readonly string[];
}

export interface SeedWideTask {
  readonly id: string;
  readonly kind: "wide";
  readonly split: Split;
  readonly difficulty: 1 | 2 | 3;
  readonly phrasings: readonly Phrasing[];
  readonly columns: readonly string[];
  readonly uniqueColumns: readonly string[];
  readonly gold: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly pages: readonly string[];
}

export interface SeedDeepTask {
  readonly id: string;
  readonly kind: "deep";
  readonly split: Split;
  readonly hops: 1 | 2 | 3;
  readonly phrasings: readonly Phrasing[];
  readonly gold: readonly string[];
}
