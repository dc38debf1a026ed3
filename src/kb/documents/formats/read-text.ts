/** @file Plain text as a page with its paragraphs numbered. */
import type { StoredPage } from "../../stored-page.ts";
import { decodeText } from "../decode-text.ts";
import { prosePlaces } from "../prose-places.ts";
import type { ReadableDocument } from "../readable-document.ts";

export function readText({ bytes, page }: ReadableDocument): readonly StoredPage[] {
  const text = decodeText(bytes).trimEnd();
  return [{ ...page, text, places: prosePlaces(text) }];
}
