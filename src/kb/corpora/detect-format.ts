/** @file What kind of corpus a file is, by what it begins with. */
import { isUtf8 } from "node:buffer";
import { LONGEST_LINE } from "./bytes/lines.ts";
import { firstBytes, readBytes } from "./bytes/read-bytes.ts";
import type { CorpusFormat } from "./corpus.ts";
import { PSGS_HEADER } from "./psgs.ts";

export type Detected =
  | { readonly format: CorpusFormat }
  | { readonly format?: undefined; readonly reason: string };

/** Throws `ConfigError` where the file cannot be read. */
export async function detectFormat(path: string): Promise<Detected> {
  const magic = (await firstBytes(path, 4)).toString("latin1");
  if (magic === "") return unknown("it is empty");
  if (magic === "PAR1") return { format: "parquet" };
  if (magic === "ZIM\u0004") return { format: "zim" };
  const line = await firstLine(path);
  if (line === undefined) return unknown("it does not begin with a line of UTF-8 text");
  if (line === "") return unknown("there is nothing but white space in it");
  if (line === PSGS_HEADER) return { format: "psgs" };
  if (/^<(?:\?xml|mediawiki)\b/.test(line)) return { format: "wikipedia" };
  return ofJson(line, path);
}

/** `wiki_webpages.jsonl` says by its name what it holds; else rows without an id are pages. */
function ofJson(line: string, path: string): Detected {
  const keys = keysOf(line);
  if (keys === undefined) return unknown(`its first line is ${JSON.stringify(line.slice(0, 80))}`);
  const isRow =
    (keys.has("text") || keys.has("contents")) && ["id", "url", "title"].some((key) => keys.has(key));
  if (!isRow) return unknown(`its first row has the keys ${[...keys].join(", ")}`);
  const isPages = keys.has("url") && (!keys.has("id") || /pages[^/\\]*$/i.test(path));
  return { format: isPages ? "pages" : "jsonl" };
}

function keysOf(line: string): ReadonlySet<string> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? new Set(Object.keys(value)) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The first line that is not blank, decompressed; `undefined` where there is no line of text. */
async function firstLine(path: string): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of readBytes({ path })) {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST_LINE) return undefined;
    const end = piece.lastIndexOf(10);
    if (end < 0) continue;
    const line = firstLineOf(Buffer.concat(pieces).subarray(0, length - piece.length + end));
    if (line !== "") return line;
  }
  return firstLineOf(Buffer.concat(pieces));
}

function firstLineOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const [line = ""] = bytes
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trim()
    .split("\n");
  return line.trim();
}

function unknown(reason: string): Detected {
  return { reason };
}
