/** @file One file to its pages, in the thread it is called in. */
import { constants, open, realpath } from "node:fs/promises";
import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { FetchError } from "../../core/errors.ts";
import type { StoredPage } from "../stored-page.ts";
import { checkContent, type DocumentFormat, formatOf, whyNotRead } from "./document-format.ts";
import { documentUrl } from "./document-url.ts";
import { readCsv } from "./formats/read-csv.ts";
import { readDocx } from "./formats/read-docx.ts";
import { readHtml } from "./formats/read-html.ts";
import { readMarkdown } from "./formats/read-markdown.ts";
import { readPdf } from "./formats/read-pdf.ts";
import { readText } from "./formats/read-text.ts";
import { readXlsx } from "./formats/read-xlsx.ts";
import { bytesText, type DocumentLimits } from "./limits.ts";
import { isOutside } from "./list-documents.ts";
import type { ReadableDocument } from "./readable-document.ts";

type Reader = (document: ReadableDocument) => Promise<readonly StoredPage[]> | readonly StoredPage[];

const READERS: Readonly<Record<DocumentFormat, Reader>> = {
  pdf: readPdf,
  docx: readDocx,
  xlsx: readXlsx,
  csv: readCsv,
  html: readHtml,
  markdown: readMarkdown,
  text: readText,
};

/** Where a document lies: `path` from `root`, or absolute. */
export interface DocumentPath {
  readonly path: string;
  readonly root: string;
}

/** Throws `FetchError`, whose message says why the file is not read. */
export async function readFileHere(
  { path, root }: DocumentPath,
  limits: DocumentLimits,
): Promise<readonly StoredPage[]> {
  const file = relative(resolve(root), resolve(root, path)).replaceAll(sep, "/");
  const format = formatOf(file);
  if (format === undefined) throw new FetchError(whyNotRead(file));
  const bytes = await readBytes(resolve(root, path), root, limits);
  checkContent(format, bytes);
  const folder = dirname(file);
  const fields = { type: format, file, folder: folder === "." ? "" : folder };
  const page = { url: documentUrl(file), title: basename(file, extname(file)), fields };
  const pages = await READERS[format]({ bytes, page, file, limits });
  if (pages.every(({ text }) => text.trim() === "")) throw new FetchError("it has no text");
  return pages;
}

async function readBytes(path: string, root: string, limits: DocumentLimits): Promise<Uint8Array> {
  try {
    const real = await realpath(path);
    if (isOutside(relative(await realpath(root), real)))
      throw new FetchError("it lies outside of its folder, or is a link that leads out of it");
    return await readOrdinary(real, limits);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    throw new FetchError(`it could not be opened (${String(error.code)})`, { cause: error });
  }
}

/** A pipe or a device would never come to an end, nor would opening it where that may block. */
async function readOrdinary(path: string, { fileBytes }: DocumentLimits): Promise<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new FetchError("it is no ordinary file");
    if (found.size > fileBytes)
      throw new FetchError(`it is larger than ${bytesText(fileBytes)} (${bytesText(found.size)})`);
    if (found.size === 0) throw new FetchError("it is empty");
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
