/** @file Which rows of a table a text names: as entries of its lists and tables, by links to their pages, or anywhere in it. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import { urlKey } from "../../kb/url-key.ts";
import { mergedNames } from "../entities/merged-cells.ts";
import { nameKey, nameWords } from "../entities/name-key.ts";
import { keyColumnsOf, ownPage, titleKeys } from "../entities/row-names.ts";
import { contains, searchable } from "../states-value.ts";

export interface RowFinder {
  /** The rows that are entries of the text's lists and tables; where it has none of them, those that its prose enumerates. */
  listed(text: string): ReadonlySet<number>;
  /** The rows that a page is about, as its title or URL says. */
  about(page: { readonly title: string; readonly url: string }): ReadonlySet<number>;
  /** The rows that the text names anywhere. */
  named(text: string): ReadonlySet<number>;
}

/** Rows go by their name, by what else pages call them, and by their own page; rows of one name by the rest of their key as well. */
export function openRowFinder(table: SourcedTable): RowFinder {
  const keys = keyColumnsOf(table);
  const index: Index = { byName: new Map(), byPage: new Map(), parts: new Map() };
  for (const [number, row] of table.cells.entries()) {
    const cell = row[keys.name];
    if (cell === undefined) continue;
    for (const name of namesOf(cell)) add(index.byName, name, number);
    const page = ownPage(cell);
    if (page !== undefined) add(index.byPage, urlKey(page), number);
    const parts = keys.others.map((column) => searchable(row[column]?.value ?? ""));
    index.parts.set(
      number,
      parts.filter((part) => part !== ""),
    );
  }
  const forms = formsOf([...index.byName.keys()]);
  return {
    listed: (text) => listedRows(text, index),
    about: ({ title, url }) =>
      new Set([
        ...lookUp(index.byPage, urlKey(url)),
        ...titleKeys(title).flatMap((key) => lookUp(index.byName, key)),
      ]),
    named: (text) => namedRows(text, index, forms),
  };
}

interface Index {
  readonly byName: Map<string, number[]>;
  readonly byPage: Map<string, number[]>;
  /** What else identifies each row, searchable. */
  readonly parts: Map<number, readonly string[]>;
}

function namesOf(cell: Cell): ReadonlySet<string> {
  const names = [cell.value, ...mergedNames(cell)].flatMap(titleKeys);
  const titles = ownPage(cell) === undefined ? [] : cell.sources.map(({ title }) => nameKey(title));
  return new Set([...names, ...titles].filter((name) => name !== ""));
}

function add(rows: Map<string, number[]>, key: string, row: number): void {
  const known = rows.get(key);
  if (known === undefined) rows.set(key, [row]);
  else if (known.at(-1) !== row) known.push(row);
}

function lookUp(rows: ReadonlyMap<string, readonly number[]>, key: string): readonly number[] {
  return rows.get(key) ?? [];
}

function listedRows(text: string, index: Index): ReadonlySet<number> {
  const found = new Set<number>();
  for (const line of text.split("\n")) for (const row of rowsOfLine(line, index)) found.add(row);
  if (found.size > 0) return found;
  const pieces = text.split(/[,;:、，；：。()（）\n]|\.(?=\s|$)|\s(?:and|or|are|is)\s|[和与及]/u);
  for (const piece of pieces) for (const row of lookUp(index.byName, nameKey(piece))) found.add(row);
  return found;
}

const LINK = /\[([^\]\n]{1,200})\]\(([^\s)]+)\)/gu;
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s)\]>|"'，。）]+/giu;

/** A line may be an entry by a link, by a cell of a table, by what stands before a dash, colon or bracket, behind a colon, or as a whole. */
function rowsOfLine(line: string, index: Index): readonly number[] {
  const pages = [...line.matchAll(ADDRESS)].map(([url]) => urlKey(url));
  const links = [...line.matchAll(LINK)].map(([, name = ""]) => name);
  const plain = line.replace(LINK, "$1");
  const names = new Set([...links, ...entriesOf(plain)].flatMap(titleKeys));
  const found = [
    ...pages.flatMap((page) => lookUp(index.byPage, page)),
    ...[...names].flatMap((name) => thoseMeant(lookUp(index.byName, name), plain, index)),
  ];
  return found;
}

const LIST_MARK = /^\s*(?:[-*•#>]+|\d{1,5}[.)、])\s+/u;

function entriesOf(line: string): readonly string[] {
  if (line.trimStart().startsWith("|")) return line.split("|");
  const item = line.replace(LIST_MARK, "").replace(/[*_`]+/gu, "");
  const [head = ""] = item.split(/\s[–—-]\s|\s*[:：(（]\s*/u);
  const [short = ""] = head.split(/\s*[,;，；、]\s*/u);
  const [, value = ""] = item.split(/[:：]\s+|：/u);
  return [item, head, short, value];
}

/** Of rows of one name those whose further parts of the key stand in the line too. */
function thoseMeant(rows: readonly number[], line: string, { parts }: Index): readonly number[] {
  if (rows.length < 2) return rows;
  const text = searchable(line);
  return rows.filter((row) => (parts.get(row) ?? []).every((part) => contains(text, part)));
}

/** How many words names have, and the names of a script without spaces, which have none. */
interface NameForms {
  readonly lengths: readonly number[];
  readonly unspaced: readonly string[];
}

function formsOf(names: readonly string[]): NameForms {
  const spaced = names.filter((name) => !WITHOUT_SPACES.test(name));
  return {
    lengths: [...new Set(spaced.map((name) => name.split(" ").length))],
    unspaced: names.filter((name) => WITHOUT_SPACES.test(name)),
  };
}

const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function namedRows(text: string, index: Index, { lengths, unspaced }: NameForms): ReadonlySet<number> {
  const words = nameWords(text);
  const found = new Set<number>();
  const take = (name: string) => {
    for (const row of lookUp(index.byName, name)) found.add(row);
  };
  for (const at of words.keys()) {
    for (const length of lengths) take(words.slice(at, at + length).join(" "));
  }
  const whole = words.join(" ");
  for (const name of unspaced) if (whole.includes(name)) take(name);
  return found;
}
