/** @file A saved web page as a page with its paragraphs numbered. */
import { htmlToText } from "../../../fetch/readable/html-to-text.ts";
import type { StoredPage } from "../../stored-page.ts";
import { decodeText } from "../decode-text.ts";
import { prosePlaces } from "../prose-places.ts";
import type { ReadableDocument } from "../readable-document.ts";

export async function readHtml({ bytes, page }: ReadableDocument): Promise<readonly StoredPage[]> {
  const { title, text } = await htmlToText(decodeText(bytes, "html"), page.url);
  return [{ ...page, title: title ?? page.title, text, places: prosePlaces(text) }];
}
