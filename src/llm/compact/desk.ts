/** @file What lies on the desk of an agent that reads: numbered links, the pages it opened, and what it is to find. */
import { type Item, itemsOf, linksOf } from "../demonstrator/reading/list-items.ts";
import type { Hit, Opened } from "../demonstrator/reading/tool-results.ts";

/** Something that can be opened. Its number is its place, counted from 1. */
export interface Link {
  readonly url: string;
  readonly title: string;
}

export interface Desk {
  readonly links: readonly Link[];
  readonly pages: readonly Opened[];
  readonly hits: readonly Hit[];
}

export const EMPTY_DESK: Desk = { links: [], pages: [], hits: [] };

/** The desk with links added that it does not have yet. */
export function withLinks(desk: Desk, links: readonly Link[]): Desk {
  const known = new Set(desk.links.map(({ url }) => url));
  const fresh = links.filter(({ url }) => !known.has(url) && known.add(url));
  return { ...desk, links: [...desk.links, ...fresh] };
}

export function withHits(desk: Desk, hits: readonly Hit[]): Desk {
  return { ...withLinks(desk, hits), hits: [...desk.hits, ...hits] };
}

/** The most links of one page that get a number. */
const MOST_LINKS = 12;

export function withPage(desk: Desk, page: Opened): Desk {
  const own = page.title === undefined ? [] : [{ url: page.url, title: page.title }];
  const links = linksOf(page.text)
    .slice(0, MOST_LINKS)
    .flatMap(({ name, url }) => (url === undefined ? [] : [{ url, title: name }]));
  return { ...withLinks(desk, [...own, ...links]), pages: [...desk.pages, page] };
}

/** `undefined` where nothing has this number. */
export function linkOf({ links }: Desk, number: number): Link | undefined {
  return links[number - 1];
}

/** 0 where the URL has no number. */
export function numberOf({ links }: Desk, url: string): number {
  return links.findIndex((link) => link.url === url) + 1;
}

export function openedPage({ pages }: Desk, url: string): Opened | undefined {
  return pages.find((page) => page.url === url);
}

/** The items of the list on a page. */
export function listOn(page: Opened): readonly Item[] {
  return itemsOf(page.text);
}
