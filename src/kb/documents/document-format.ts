/** @file Which format a file has: what its name says, and whether its bytes agree. */
import { extname } from "node:path/posix";
import { FetchError } from "../../core/errors.ts";

export type DocumentFormat = "pdf" | "docx" | "xlsx" | "csv" | "html" | "markdown" | "text";

const BY_EXTENSION: Readonly<Record<string, DocumentFormat>> = {
  ".pdf": "pdf",
  ".docx": "docx",
  ".docm": "docx",
  ".xlsx": "xlsx",
  ".xlsm": "xlsx",
  ".csv": "csv",
  ".tsv": "csv",
  ".tab": "csv",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
  ".md": "markdown",
  ".markdown": "markdown",
  ".txt": "text",
  ".text": "text",
};

const SAVE_AS: Readonly<Record<string, string>> = {
  ".doc": "DOCX",
  ".odt": "DOCX",
  ".rtf": "DOCX",
  ".pages": "DOCX",
  ".xls": "XLSX",
  ".xlsb": "XLSX",
  ".ods": "XLSX",
  ".numbers": "XLSX",
  ".ppt": "PDF",
  ".pptx": "PDF",
  ".odp": "PDF",
  ".key": "PDF",
  ".epub": "HTML",
};

/** What the file's name says; `undefined`: a format that is not read. */
export function formatOf(path: string): DocumentFormat | undefined {
  return BY_EXTENSION[extname(path).toLowerCase()];
}

/** Why a file with such a name is not read, and what would work. */
export function whyNotRead(path: string): string {
  const extension = extname(path).toLowerCase();
  const other = SAVE_AS[extension];
  if (other !== undefined) return `${extension} is not read: save it as ${other}`;
  return `${extension === "" ? "a name without an ending" : extension} is not read: only PDF, DOCX, XLSX, CSV, HTML, Markdown and text are`;
}

/** Throws `FetchError` where the first bytes are those of another format than the name says. */
export function checkContent(format: DocumentFormat, bytes: Uint8Array): void {
  const found = sniff(bytes);
  if (found === "ole") throw new FetchError(oleReason(bytes));
  const expected = format === "docx" || format === "xlsx" ? "zip" : format;
  if (expected === "pdf" || expected === "zip") {
    if (found === expected) return;
    throw new FetchError(`its name says ${format.toUpperCase()}, but its content is ${contentName(found)}`);
  }
  if (found !== "text") {
    throw new FetchError(`its name says ${format.toUpperCase()}, but its content is ${contentName(found)}`);
  }
}

type Content = "pdf" | "zip" | "ole" | "text" | "binary";

function sniff(bytes: Uint8Array): Content {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096));
  const letters = head.toString("latin1");
  if (letters.startsWith("PK\x03\x04") || letters.startsWith("PK\x05\x06")) return "zip";
  if (letters.startsWith("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return "ole";
  // other bytes may stand before the header of a PDF
  if (letters.slice(0, 1024).includes("%PDF-")) return "pdf";
  return isText(head) ? "text" : "binary";
}

/** UTF-16 has as many zero bytes as letters; no other text has any. */
function isText(head: Buffer): boolean {
  const hasMark = head.length >= 2 && [0xfeff, 0xfffe].includes(head.readUInt16BE(0));
  if (hasMark) return true;
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return zeros === 0 || (zeros > 0.25 * head.length && zeros <= 0.55 * head.length && head.length % 2 === 0);
}

function contentName(content: Content): string {
  const names = {
    pdf: "PDF",
    zip: "a ZIP archive",
    ole: "an old Office file",
    text: "text",
    binary: "binary",
  };
  return names[content];
}

/** Encrypted new formats come in the container of the old ones. */
function oleReason(bytes: Uint8Array): string {
  const isEncrypted = Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le"));
  return isEncrypted ? "it needs a password" : "it is in the old format of Office: save it as DOCX or XLSX";
}
