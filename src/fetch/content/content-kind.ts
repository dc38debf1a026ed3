/** @file What a body is: by its declared type, and by its bytes where the two do not agree. */
import { PageError } from "../errors.ts";

export type ContentKind = "html" | "pdf" | "xml" | "text";

const DECLARED: ReadonlyMap<string, ContentKind> = new Map([
  ["text/html", "html"],
  ["application/xhtml+xml", "html"],
  ["application/pdf", "pdf"],
  ["application/x-pdf", "pdf"],
  ["text/xml", "xml"],
  ["application/xml", "xml"],
  ["text/plain", "text"],
  ["text/markdown", "text"],
  ["text/x-markdown", "text"],
  ["text/csv", "text"],
  ["application/csv", "text"],
  ["text/tab-separated-values", "text"],
  ["application/json", "text"],
  ["application/x-ndjson", "text"],
  ["text/json", "text"],
]);
/** Types that say nothing: the bytes decide. */
const UNDECLARED: readonly string[] = ["", "application/octet-stream", "binary/octet-stream"];

const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html|head|body)\b/i;
/** How far PDF readers look for the mark. */
const PDF_MARK_WITHIN = 1024;
/** How much of a resource browsers look at to tell text from binary (WHATWG MIME Sniffing, 7.1). */
const SNIFFED_BYTES = 1445;

/** Throws `PageError` (`type`): a kind that is not read, or bytes that are not what they are said to be. */
export function contentKind(contentType: string | undefined, bytes: Uint8Array): ContentKind {
  const type = (contentType ?? "").split(";", 1).join("").trim().toLowerCase();
  const declared = DECLARED.get(type) ?? bySuffix(type);
  if (declared === undefined && !UNDECLARED.includes(type)) {
    throw new PageError("type", `Content of type ${JSON.stringify(type)} is not read; ${READ}.`);
  }
  const start = Buffer.from(bytes.subarray(0, PDF_MARK_WITHIN)).toString("latin1");
  if (isPdf(start, declared)) return "pdf";
  if (isBinary(bytes, contentType)) {
    throw new PageError("type", `The content, of type ${JSON.stringify(type)}, is binary; ${READ}.`);
  }
  const isHtml = HTML_START.test(start);
  if (isHtml && declared !== "text") return "html";
  if (declared === "pdf") throw new PageError("type", "The content is said to be a PDF and is none.");
  return declared ?? "text";
}

const READ = "HTML, PDF, XML and plain text (also Markdown, CSV and JSON) are";

/** Formats that are built on XML or JSON say so at the end of their name, e.g. `application/rss+xml`. */
function bySuffix(type: string): ContentKind | undefined {
  const suffix = /^application\/[\w.-]+\+(json|xml)$/.exec(type)?.[1];
  if (suffix === undefined) return undefined;
  return suffix === "xml" ? "xml" : "text";
}

function isPdf(start: string, declared: ContentKind | undefined): boolean {
  const mark = start.indexOf("%PDF-");
  return declared === "pdf" || declared === undefined ? mark !== -1 : mark === 0;
}

/** Bytes that no text has: a NUL outside UTF-16, or more than a stray control character. */
function isBinary(bytes: Uint8Array, contentType: string | undefined): boolean {
  if (isUtf16(bytes, contentType)) return false;
  const sniffed = bytes.subarray(0, SNIFFED_BYTES);
  const strange = sniffed.filter(isControl).length;
  return sniffed.includes(0) || strange > sniffed.length / 50;
}

function isUtf16([first, second]: Uint8Array, contentType = ""): boolean {
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || /charset\s*=\s*"?utf-?16/i.test(contentType);
}

function isControl(byte: number): boolean {
  return byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);
}
