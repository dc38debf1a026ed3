/** @file The page: the files that its build has left, and nothing else of this machine. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { extname, join } from "node:path";
import { isSystemError } from "../../run/system-error.ts";
import { Refusal, type Reply } from "../http/refusal.ts";

/** Scripts and styles of its own, and calls of this server; nothing else is run, shown or asked. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/** A file of the build itself, or of its folder `assets`: no other folder, and nothing hidden. */
const FILE = /^\/(?<file>(?:assets\/)?[\w-][\w.-]*)$/u;

/** `undefined`: the path is none of the page's. `directory`: where its build is. */
export async function pageReply(
  request: Pick<IncomingMessage, "method" | "headers">,
  path: string,
  directory: string,
): Promise<Reply | undefined> {
  const file = path === "/" ? "index.html" : FILE.exec(path)?.groups?.["file"];
  const type = file === undefined ? undefined : TYPES[extname(file)];
  if (file === undefined || type === undefined) return undefined;
  const bytes = await readIfThere(join(directory, file));
  if (bytes === undefined) return path === "/" ? notBuilt() : undefined;
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new Refusal(`${path} takes GET.`, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const headers = {
    etag,
    // the names of assets change with what is in them
    "cache-control": file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": POLICY,
  };
  if (request.headers["if-none-match"] === etag) return { status: 304, headers, body: "" };
  return { status: 200, headers: { ...headers, "content-type": type }, body: bytes };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "EISDIR")) return undefined;
    throw error;
  }
}

function notBuilt(): Reply {
  const body =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>wideseek</title>' +
    "<h1>The page is not built</h1><p>Build it in the folder of the package, and load this again: <code>npm run build</code></p>" +
    '<p>The API works without it: <a href="/openapi.json">/openapi.json</a></p></html>';
  return { status: 503, headers: { "content-type": "text/html; charset=utf-8" }, body };
}
