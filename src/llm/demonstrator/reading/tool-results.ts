/** @file Reads the texts that tools give back. */
import type { ToolMessage } from "../../../core/message.ts";
import { unfenced } from "../../fence.ts";
import { withoutHint } from "./hint.ts";

export interface Hit {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}

/** A search and what it found, best first. */
export interface Found {
  readonly query: string;
  readonly hits: readonly Hit[];
}

/** An accessed page. No title: there is no such page. */
export interface Opened {
  readonly url: string;
  readonly title?: string | undefined;
  readonly text: string;
}

/** A subtask as the lead agent wrote it, and the report on it. */
export interface Delegated {
  readonly subtask: string;
  readonly report: string;
}

export interface ToolReading {
  readonly searches: readonly Found[];
  readonly pages: readonly Opened[];
  readonly delegated: readonly Delegated[];
}

const SEARCH = /^Search: (.*)$/m;
const HIT = /^\[\d+\] (.*)\nURL: (\S+)(?:\n([\s\S]*))?$/;
const PAGE = /^Page: (.*)\nURL: (\S+)(?:\n\n([\s\S]*))?$/;
const NO_PAGE = /^No page at (\S+?)\.?(?:\s|$)/;
const SUBTASK = /^Subtask \d+: /;
const REPORT = /\nResult(?: \(partial.*?\))?:[ \t]*\n?/;

const cache = new WeakMap<ToolMessage, ToolReading>();

/** Reads one tool result by its content. A message is read once: the same object always gives the same reading. */
export function readToolResult(message: ToolMessage): ToolReading {
  const known = cache.get(message);
  if (known) return known;
  const reading = readContent(unfenced(withoutHint(message.content)).trim());
  cache.set(message, reading);
  return reading;
}

function readContent(content: string): ToolReading {
  if (content.startsWith("Search: ")) {
    const searches = sections(content, /\n\n(?=Search: )/).map(readSearch);
    return { searches, pages: [], delegated: [] };
  }
  if (content.startsWith("Subtask ")) {
    const delegated = sections(content, /\n\n(?=Subtask \d+: )/).map(readDelegated);
    return { searches: [], pages: [], delegated };
  }
  const pages = sections(content, /\n\n(?=Page: .*\nURL: |No page at )/).flatMap(readPage);
  return { searches: [], pages, delegated: [] };
}

function sections(content: string, before: RegExp): readonly string[] {
  return content.split(before).map((section) => section.trim());
}

function readSearch(section: string): Found {
  const hits = section.split(/\n\n(?=\[\d+\] )/).slice(1);
  return { query: SEARCH.exec(section)?.[1]?.trim() ?? "", hits: hits.flatMap(readHit) };
}

function readHit(text: string): readonly Hit[] {
  const [, title, url, snippet] = HIT.exec(text.trim()) ?? [];
  return title === undefined || url === undefined ? [] : [{ title, url, snippet: snippet ?? "" }];
}

function readPage(section: string): readonly Opened[] {
  const [, title, url, text] = PAGE.exec(section) ?? [];
  if (url !== undefined) return [{ title: title ?? "", url, text: text ?? "" }];
  const absent = NO_PAGE.exec(section)?.[1];
  return absent === undefined ? [] : [{ url: absent, text: "" }];
}

function readDelegated(section: string): Delegated {
  const report = REPORT.exec(section);
  const end = report === null ? section.length : report.index;
  return {
    subtask: section.slice(0, end).replace(SUBTASK, "").trim(),
    report: section.slice(end + (report?.[0].length ?? 0)).trim(),
  };
}
