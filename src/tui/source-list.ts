/** @file The sources of a table, each page once and numbered, so that cells can point at them. */
import type { Cell, Source } from "../core/evidence.ts";
import { isMissing } from "../table/normalise.ts";

export interface CitedPage {
  /** Counts from 1, in the order in which the table cites the pages. */
  readonly number: number;
  readonly url: string;
  readonly title: string;
  /** Verbatim, with the place in the document where it has one: `“Its capital is Lima.” (page 3)`. */
  readonly quotes: readonly string[];
}

/** By URL, in the order of their numbers. */
export type CitedPages = ReadonlyMap<string, CitedPage>;

export function citedPages(sources: readonly Source[]): CitedPages {
  const pages = new Map<string, CitedPage>();
  for (const { url, title, quote, place } of sources) {
    const page: CitedPage = pages.get(url) ?? { number: pages.size + 1, url, title, quotes: [] };
    const shown = place === undefined ? `“${quote}”` : `“${quote}” (${place})`;
    const quotes = page.quotes.includes(shown) ? page.quotes : [...page.quotes, shown];
    pages.set(url, { ...page, quotes });
  }
  return pages;
}

/** A value that no page states. A cell that says that there is no value claims nothing. */
export function isUnsupported({ value, state }: Cell): boolean {
  return state === "unsupported" && !isMissing(value);
}

/** Stands after every value that no page states. */
export const UNSUPPORTED_MARK = "°";
export const UNSUPPORTED_LEGEND = `${UNSUPPORTED_MARK} no page that was read states this value`;

/** Stands behind the sources of a value where other pages state another. */
export const CONFLICTING_MARK = "≠";
export const CONFLICTING_LEGEND = `${CONFLICTING_MARK} other pages state another value`;

/** E.g. `Estonia — seed://country/estonia “The capital of Estonia is Tallinn.”`. */
export function describePage({ title, url, quotes }: CitedPage): string {
  return [`${title} — ${url}`, ...quotes].join(" ");
}
