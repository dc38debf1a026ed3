/** @file PDF as text, page by page. */
import type { PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import { FetchError } from "../../core/errors.ts";
import type { Place } from "../../core/knowledge-base.ts";
import { untilAborted } from "../../util/abort.ts";
import type { Piece } from "./pdf/lines.ts";
import { pageText } from "./pdf/page-text.ts";
import type { ReadableText } from "./readable-text.ts";

export interface PdfOptions {
  readonly signal?: AbortSignal | undefined;
  /** Further pages are not read, which the text then says at its end. Default: all are read. */
  readonly maxPages?: number | undefined;
}

/**
 * `places` are `page 1`, `page 2` …, for the pages that have text. Throws `FetchError` for what is no PDF, is damaged or needs
 * a password, and for pages that are only pictures.
 */
export async function pdfToText(bytes: Uint8Array, options: PdfOptions = {}): Promise<ReadableText> {
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const pdf = await open(bytes, signal);
  try {
    return await readPages(pdf, signal, options.maxPages ?? Number.POSITIVE_INFINITY);
  } catch (error) {
    throw signal.aborted || error instanceof FetchError ? error : damaged(error);
  } finally {
    await pdf.destroy();
  }
}

async function open(bytes: Uint8Array, signal: AbortSignal): Promise<PDFDocumentProxy> {
  const { getDocumentProxy } = await import("unpdf");
  // the library takes the buffer over
  const opening = getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    return await untilAborted(opening, signal);
  } catch (error) {
    if (!signal.aborted) throw damaged(error);
    opening.then(
      (pdf) => pdf.destroy(),
      () => undefined,
    );
    throw error;
  }
}

/** The parser meets bytes of anybody: whatever it throws says that it could not read them. */
function damaged(error: unknown): FetchError {
  const isLocked = error instanceof Error && error.name === "PasswordException";
  return new FetchError(
    isLocked ? "The PDF needs a password." : "The PDF could not be read: it is damaged, cut off, or no PDF.",
    { cause: error },
  );
}

async function readPages(
  pdf: PDFDocumentProxy,
  signal: AbortSignal,
  maxPages: number,
): Promise<ReadableText> {
  const places: Place[] = [];
  const count = Math.min(pdf.numPages, maxPages);
  let text = "";
  for (let number = 1; number <= count; number++) {
    const found = await untilAborted(pdf.getPage(number).then(readPage), signal);
    if (found === "") continue;
    if (text !== "") text += "\n\n";
    places.push({ start: text.length, name: `page ${number}` });
    text += found;
  }
  if (!/[\p{L}\p{N}]/u.test(text)) throw new FetchError("The PDF has no text (scanned images).");
  if (count < pdf.numPages) text += `\n\n[Only pages 1 to ${count} of ${pdf.numPages} were read.]`;
  return { title: await readTitle(pdf), text, places };
}

async function readPage(page: PDFPageProxy): Promise<string> {
  const { transform } = page.getViewport({ scale: 1 });
  // marked content parts what belongs to different cells
  const content = await page.getTextContent({ includeMarkedContent: true });
  const pieces = content.items.flatMap((item) => ("str" in item ? [piece(item, transform)] : []));
  page.cleanup();
  return pageText(pieces);
}

interface DrawnText {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** The piece where the page shows it. Both transforms are matrices [a b c d e f], the viewport's turns the page upright. */
function piece({ str, transform, width, height, fontName }: DrawnText, viewport: readonly number[]): Piece {
  const [, , c = 0, d = 0, e = 0, f = 0] = transform;
  const [va = 1, vb = 0, vc = 0, vd = -1, ve = 0, vf = 0] = viewport;
  const left = va * e + vc * f + ve;
  const size = height > 0 ? height : Math.hypot(c, d);
  return { text: str, left, right: left + width, baseline: vb * e + vd * f + vf, size, font: fontName };
}

/** Not what programs put there by themselves. */
async function readTitle(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata();
  const title: unknown = "Title" in info ? info.Title : undefined;
  if (typeof title !== "string") return undefined;
  const words = title.replace(/\s+/gu, " ").trim();
  return words === "" ||
    /^(?:untitled|microsoft (?:word|powerpoint|excel) -|\S+\.\w{2,5}$|slide 1$)/iu.test(words)
    ? undefined
    : words;
}
