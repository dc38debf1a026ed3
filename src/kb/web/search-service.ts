/** @file The seams to the live web: what finds pages, and what reads one; and what their implementations share. */
import { z } from "zod";
import type { Page, Passage } from "../../core/knowledge-base.ts";
import type { ServiceOptions } from "./json-service.ts";

/** What a search service says of a page; `text` is empty where it says nothing. */
export type FoundPassage = Pick<Passage, "url" | "title" | "text">;

export interface SearchService {
  /** As messages name it, e.g. `Serper search`. */
  readonly name: string;
  /** At most `limit`, best first. Throws `FetchError` where the search could not be carried out. */
  search(query: string, limit: number, signal?: AbortSignal): Promise<readonly FoundPassage[]>;
}

export interface PageReader {
  /** As pages say what had their text. */
  readonly name?: string | undefined;
  /** `undefined`: there is no such page. Throws `FetchError` where it could not be read. */
  fetchPage(url: string, signal?: AbortSignal): Promise<Page | undefined>;
  close(): Promise<void>;
}

/** A reader that asks a service. */
export interface ReaderService extends PageReader {
  readonly name: string;
}

/** A service that wants a key. */
export interface KeyedService extends ServiceOptions {
  readonly key: string;
  /** Where the service is; default: its public address. */
  readonly url?: string | undefined;
}

/** A text that may be missing. */
export const looseText = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

/** The items that have the form; one of another form is left out, unless none has it. */
export function listOf<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(z.unknown()).transform((items, context) => {
    const results = items.map((one) => item.safeParse(one));
    const read = results.flatMap((result) => (result.success ? [result.data] : []));
    const [first] = results;
    if (read.length > 0 || first?.success !== false) return read;
    context.issues.push({
      code: "custom",
      input: items,
      message: `no item can be read: ${first.error.issues[0]?.path.join(".")}: ${first.error.issues[0]?.message}`,
    });
    return z.NEVER;
  });
}

/** The first `characters` of a query, without a word cut in two: services refuse longer ones. */
export function shortQuery(
  query: string,
  { characters, words }: { characters: number; words?: number },
): string {
  const trimmed = query.trim().replace(/\s+/gu, " ");
  const few = words === undefined ? trimmed : trimmed.split(" ").slice(0, words).join(" ");
  if (few.length <= characters) return few;
  const cut = few.slice(0, characters);
  const lastSpace = cut.lastIndexOf(" ");
  return lastSpace > 0 ? cut.slice(0, lastSpace) : cut;
}

/** The page that a service gives as Markdown. Images are left out; a missing title is the first heading, or else the URL. */
export function markdownPage({ url, title, text }: FoundPassage): Page {
  const bare = text.replace(/!\[[^[\]]*\]\([^()\s]*(?:\s+"[^"\n]*")?\)/g, "").trim();
  const heading = /^#{1,2} +(.+)$/m.exec(bare)?.[1];
  return { url, title: title.trim() || heading?.trim() || url, text: bare };
}

export function keyHint(variable: string): string {
  return `check the key in ${variable}`;
}
