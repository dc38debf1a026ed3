/** @file What a subagent reported, whatever model it is: facts about named things, and the items of a list. */
import { isMissing, normaliseText } from "../../table/normalise.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { fieldOf, NAME, type RowRecord, recordsOf, toRecord } from "../../table/read-records.ts";
import type { WantedRow } from "./revision-work.ts";
import { writtenName } from "./subtasks.ts";

/** By the row's key, then by column. What was not found is absent. */
export type FoundFacts = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface ListedItem {
  readonly name: string;
  readonly url?: string | undefined;
}

export function readFacts(
  report: string,
  { rows, columns }: { readonly rows: readonly WantedRow[]; readonly columns: readonly string[] },
): FoundFacts {
  const text = plain(report);
  const table = parseMarkdownTable(text);
  const records = table?.rows.map((row) => toRecord(table.columns, row)) ?? recordsIn(text, rows);
  const names = records.map((record) => normaliseName(record[NAME] ?? Object.values(record)[0] ?? ""));
  const short = columns.length === 1 ? shortFacts(text) : new Map<string, string>();
  return new Map(
    rows.map((row, index) => {
      const record = records[recordOf(row, index, { names, rows })];
      const values = columns.flatMap((column) => {
        const told = record === undefined ? "" : fieldOf(record, column, NOT_THE_NAME);
        const value = foundValue(
          told === "" ? (short.get(normaliseName(writtenName(row.names))) ?? "") : told,
        );
        return value === "" ? [] : [[column, value] as const];
      });
      return [row.key, new Map(values)];
    }),
  );
}

/** The items of its table or lists; in a report without either, the lines that end with a URL. */
export function readItems(report: string): readonly ListedItem[] {
  const text = plain(report);
  const table = parseMarkdownTable(text);
  const lines = text.split("\n");
  const marked = lines.flatMap((line) => LIST_ITEM.exec(line)?.[1] ?? []);
  const found =
    table?.rows.map((row) => ({
      name: row[0] ?? "",
      url: row.map(urlIn).find((url) => url !== undefined),
    })) ?? (marked.length > 0 ? marked : lines.filter((line) => urlIn(line) !== undefined)).map(readItem);
  return [...new Map(found.map((item) => [normaliseName(item.name), item])).values()].filter(
    ({ name }) => name !== "" && name.length <= LONGEST_NAME,
  );
}

const NOT_THE_NAME = -1;
const LONGEST_NAME = 120;
const LIST_ITEM = /^\s*(?:[-*•]|\d{1,4}[.)])\s+(\S.*)$/u;

/** Without the marks of Markdown, and with one kind of colon. */
function plain(report: string): string {
  return report
    .replace(/\*\*|__|`/g, "")
    .replace(/(?<!!)\[([^[\]\n]{1,200})\]\((\w+:\/\/[^()\s]{1,2000})\)/g, "$1 ($2)")
    .replace(/：\s*/g, ": ");
}

/** Of a report on one thing, the name may be left out. */
function recordsIn(text: string, rows: readonly WantedRow[]): readonly RowRecord[] {
  const [only, ...others] = rows;
  return recordsOf(only === undefined || others.length > 0 ? text : `${writtenName(only.names)}\n${text}`);
}

/** `Peru: Lima`, as a report on one field may be written. */
function shortFacts(text: string): ReadonlyMap<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, name, value] = /^[-*•\s]*([^:]{1,80}):\s+(\S.*)$/u.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[normaliseName(name), value] as const];
  });
  return new Map(pairs);
}

/** The record that is about the row: by its name, else by its place where there are as many as rows. */
function recordOf(
  row: WantedRow,
  index: number,
  { names, rows }: { readonly names: readonly string[]; readonly rows: readonly WantedRow[] },
): number {
  const wanted = rowNames(row);
  const named = names.findIndex((name) => wanted.includes(name));
  if (named >= 0 || names.length !== rows.length) return named;
  const others = rows.flatMap((other) => (other === row ? [] : rowNames(other)));
  return others.includes(names[index] ?? "") ? -1 : index;
}

function rowNames(row: WantedRow): readonly string[] {
  return [normaliseName(writtenName(row.names)), normaliseName(row.key)];
}

/** A name without a qualifier in brackets, a URL or a colon behind it. */
function normaliseName(name: string): string {
  const bare = normaliseText(name.replace(/[\s:]+$/u, ""));
  return bare.replace(/\s*\([^()]*\)$/u, "") || bare;
}

const NOT_FOUND =
  /^(?:(?:was |were |is |are )?not (?:found|stated|available|known|given|reported)|could not be found|no (?:data|information|value)\b|未(?:找到|查到|知)|没有(?:找到|查到)|查不到|不详)/iu;

/** A value without the page it comes from behind it; empty where it says that nothing was found. */
function foundValue(told: string): string {
  const bare = told
    .replace(/\s*[([（]?\s*(?:(?:source|url|from|来源|网址)\s*:?\s*)?\w+:\/\/\S+?[)\]）]?[.;,]?$/iu, "")
    .replace(/\s*[—–-]\s*$/u, "")
    .trim();
  // the value may be a URL itself
  const value = bare === "" ? told.trim() : bare;
  return NOT_FOUND.test(value) || isMissing(value) ? "" : value;
}

function readItem(line: string): ListedItem {
  const url = urlIn(line);
  const name = line
    .replace(/\s*[([（]?\s*\w+:\/\/\S+.*$/u, "")
    .replace(/^[-*•\s]+|\s+[—–-](?:\s.*)?$|:\s.*$|:$/gu, "")
    .trim();
  return { name, ...(url !== undefined && { url }) };
}

function urlIn(text: string): string | undefined {
  return /\w+:\/\/[^\s()<>"'，。）]+/u.exec(text)?.[0].replace(/[.,;:]+$/u, "");
}
