/** @file A DOCX document as a page with its paragraphs numbered: headings, lists, tables and notes are kept. */
import { FetchError } from "../../../core/errors.ts";
import { wholeHtmlToText } from "../../../fetch/readable/html-to-text.ts";
import type { StoredPage } from "../../stored-page.ts";
import { prosePlaces } from "../prose-places.ts";
import type { ReadableDocument } from "../readable-document.ts";
import { openZip, type ZipArchive } from "../zip.ts";
import { coreTitle } from "./core-title.ts";

const TITLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"];

export async function readDocx({ bytes, page, limits }: ReadableDocument): Promise<readonly StoredPage[]> {
  const archive = openZip(bytes, limits.unpackedBytes);
  if (!isDocument(archive)) throw new FetchError("it is no Word document");
  const { text } = await wholeHtmlToText(await toHtml(bytes), page.url);
  if (text === "") throw new FetchError("it has no text");
  const title = coreTitle(archive) ?? /^# (.+)/u.exec(text)?.[1];
  return [{ ...page, title: title ?? page.title, text, places: prosePlaces(text) }];
}

function isDocument(archive: ZipArchive): boolean {
  return /wordprocessingml\.document\.main|word\.document\.macroEnabled\.main/iu.test(
    archive.text("[Content_Types].xml"),
  );
}

/** The parser meets documents of anybody: whatever it throws says that it could not read them. */
async function toHtml(bytes: Uint8Array): Promise<string> {
  const { default: mammoth } = await import("mammoth");
  const pictures = mammoth.images.imgElement(async () => ({ src: "" }));
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { styleMap: TITLES, includeEmbeddedStyleMap: false, convertImage: pictures },
    );
    return value;
  } catch (error) {
    throw new FetchError("it is damaged or cut off", { cause: error });
  }
}
