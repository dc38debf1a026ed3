/** @file What an agent that reads does next, and what it decides that from. */
import type { Found, Opened } from "../reading/tool-results.ts";
import type { Call } from "../writing/wire.ts";

/** What an agent has read so far. */
export interface Evidence {
  readonly searches: readonly Found[];
  readonly pages: readonly Opened[];
}

/** The next calls, with a line of reasoning; or a report. */
export type Move =
  | { readonly reasoning: string; readonly calls: readonly Call[] }
  | { readonly report: string };

export function nothing(what: string): Move {
  return { report: `Nothing found: ${what}.` };
}

/** `undefined`: not searched for yet. */
export function searched({ searches }: Evidence, query: string): Found | undefined {
  return searches.find((search) => search.query === query);
}

/** `undefined`: not opened yet. */
export function opened({ pages }: Evidence, url: string): Opened | undefined {
  return pages.find((page) => page.url === url);
}
