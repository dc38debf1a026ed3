/** @file Ties one short answer to the sentences that state it, those nearest to the question first. */
import type { Source } from "../core/evidence.ts";
import type { Page } from "../core/knowledge-base.ts";
import { indexedPage, PageIndex, sourceOf } from "./page-index.ts";
import { contains, searchable } from "./states-value.ts";

const MOST_SOURCES = 3;

/** At most three sources; none where no page that was read states the answer. */
export function sourceAnswer(answer: string, question: string, pages: readonly Page[]): readonly Source[] {
  const value = searchable(answer);
  if (value === "") return [];
  const asked = new Set(
    searchable(question)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 3),
  );
  return new PageIndex(pages.map(indexedPage))
    .mentioning(value)
    .flatMap((page) => page.segments.map((segment) => ({ page, segment })))
    .filter(({ segment }) => contains(segment.searchable, value))
    .map(({ page, segment }) => ({
      page,
      segment,
      shared: sharedWords(`${page.title} ${segment.searchable}`, asked),
    }))
    .sort((left, right) => right.shared - left.shared)
    .slice(0, MOST_SOURCES)
    .map(({ page, segment }) => sourceOf(page, segment, value));
}

function sharedWords(text: string, words: ReadonlySet<string>): number {
  return new Set(text.split(/[^\p{L}\p{N}]+/u).filter((word) => words.has(word))).size;
}
