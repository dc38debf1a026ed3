/** @file Markdown as a page: without front matter and comments, each paragraph one line, links leading to documents. */
import { linkTarget } from "../../../fetch/readable/inline-text.ts";
import type { StoredPage } from "../../stored-page.ts";
import { decodeText } from "../decode-text.ts";
import { prosePlaces } from "../prose-places.ts";
import type { ReadableDocument } from "../readable-document.ts";

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/u;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/u;
/** A line that is no part of the paragraph above it. */
const OWN_LINE =
  /^(?:\s*$| {0,3}#{1,6} |\s*(?:[-*+]|\d{1,9}[.)]) |\s*\||\s*>| {4}|\t| {0,3}(?:[-=*_] ?){3,}$|\[[^\]]+\]:)/u;
/** A line that the next one does not continue. */
const CLOSED = /^(?:\s*$| {0,3}#{1,6} |\s*\|| {4}|\t| {0,3}(?:[-=*_] ?){3,}$|\[[^\]]+\]:)|(?: {2}|\\)$/u;

export function readMarkdown({ bytes, page }: ReadableDocument): readonly StoredPage[] {
  const source = decodeText(bytes);
  const front = FRONT_MATTER.exec(source);
  const body = source.slice(front?.[0].length ?? 0);
  const text = unwrapped(body.replace(/<!--[\s\S]*?-->/gu, ""), page.url)
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
  const title = frontTitle(front?.[1] ?? "") ?? /^# +(.+)$/mu.exec(text)?.[1]?.trim();
  return [{ ...page, title: title ?? page.title, text, places: prosePlaces(text) }];
}

function frontTitle(front: string): string | undefined {
  const title = /^title:[ \t]*(.+)$/mu
    .exec(front)?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/u, "$2");
  return title === "" ? undefined : title;
}

/** Lines that Markdown shows as one become one; what stands between fences is left as it is. */
function unwrapped(text: string, url: string): string {
  const lines: string[] = [];
  let isFenced = false;
  for (const line of text.split("\n")) {
    const isFence = FENCE.test(line);
    const last = lines.at(-1);
    if (isFenced || isFence) lines.push(line);
    else if (last === undefined || OWN_LINE.test(line) || CLOSED.test(last) || FENCE.test(last))
      lines.push(linked(line, url));
    else lines[lines.length - 1] = `${last.trimEnd()} ${linked(line.trim(), url)}`;
    if (isFence) isFenced = !isFenced;
  }
  return lines.map((line) => line.replace(/(?: {2,}|\\)$/u, "")).join("\n");
}

/** Links to other documents lead to their pages; all others stay as they are. */
function linked(line: string, url: string): string {
  return line
    .replace(/(\]\()<?([^()\s<>]+)>?(?=[ )])/gu, (_, before, target) => `${before}${absolute(target, url)}`)
    .replace(/^(\[[^\]]+\]:\s*)<?([^\s<>]+)>?/u, (_, before, target) => `${before}${absolute(target, url)}`);
}

function absolute(target: string, url: string): string {
  return /^(?:[a-z][a-z\d+.-]*:|#)/iu.test(target) ? target : (linkTarget(target, url) ?? target);
}
