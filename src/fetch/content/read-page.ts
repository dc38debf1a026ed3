/** @file A body to a page: readable text with its title, of every kind of content that is read. */
import { FetchError } from "../../core/errors.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { PageError } from "../errors.ts";
import { htmlToText } from "../readable/html-to-text.ts";
import { pdfToText } from "../readable/pdf-to-text.ts";
import type { ReadableText } from "../readable/readable-text.ts";
import { cleanText, cleanWithPlaces } from "./clean-text.ts";
import { type ContentKind, contentKind } from "./content-kind.ts";
import { decodeText } from "./decode-text.ts";

export interface Content {
  /** Where it stands, after redirects. */
  readonly url: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

const TITLE_CHARACTERS = 300;
/** Comments and processing instructions; one that does not end hides the rest. */
const UNSEEN_MARKUP = /<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)/g;

/** Throws `PageError`: `type`, or `unreadable` where there is no text. */
export async function readPage(content: Content, signal: AbortSignal): Promise<Page> {
  const kind = contentKind(content.contentType, content.bytes);
  const readable = await orUnreadable(content.url, () => readers[kind](content, signal));
  const { text, places } = cleanWithPlaces(readable.text, readable.places ?? []);
  if (text.trim() === "") {
    throw new PageError(
      "unreadable",
      `${content.url} has no text to read; it may need a browser or be an image.`,
    );
  }
  const title = titleOf(readable.title, content.url);
  return { url: content.url, title, text, ...(places.length === 0 ? {} : { places }) };
}

type Reader = (content: Content, signal: AbortSignal) => Promise<ReadableText>;

const readers: Readonly<Record<ContentKind, Reader>> = {
  html: ({ bytes, contentType, url }) => htmlToText(decodeText(bytes, contentType), url),
  // a copy, because the reader may take the bytes away
  pdf: ({ bytes }, signal) => pdfToText(bytes.slice(), { signal }),
  xml: async ({ bytes, contentType }) => ({
    title: undefined,
    text: decodeText(bytes, contentType).replace(UNSEEN_MARKUP, ""),
  }),
  text: async ({ bytes, contentType }) => ({ title: undefined, text: decodeText(bytes, contentType) }),
};

async function orUnreadable<T>(url: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FetchError) || error instanceof PageError) throw error;
    throw unreadable(`Cannot read ${url}: ${error.message}`, error);
  }
}

function unreadable(message: string, cause?: Error): PageError {
  return new PageError("unreadable", message, { cause });
}

/** Without a title of its own, a page is called by the end of its URL. */
function titleOf(title: string | undefined, url: string): string {
  const own = cleanText(title ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return (own === "" ? nameIn(new URL(url)) : own).slice(0, TITLE_CHARACTERS);
}

function nameIn(url: URL): string {
  const name = url.pathname.split("/").findLast((segment) => segment !== "");
  if (name === undefined) return url.hostname;
  try {
    return cleanText(decodeURIComponent(name));
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}
