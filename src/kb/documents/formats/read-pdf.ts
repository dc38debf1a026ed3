/** @file A PDF as a page with its page numbers. */
import { pdfToText } from "../../../fetch/readable/pdf-to-text.ts";
import type { StoredPage } from "../../stored-page.ts";
import type { ReadableDocument } from "../readable-document.ts";

export async function readPdf({ bytes, page, limits }: ReadableDocument): Promise<readonly StoredPage[]> {
  const { title, text, places } = await pdfToText(bytes, { maxPages: limits.pdfPages });
  return [{ ...page, title: title ?? page.title, text, places }];
}
