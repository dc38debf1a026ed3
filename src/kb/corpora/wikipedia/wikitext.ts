/** @file The text of an article from its wikitext: infobox, headings, paragraphs, lists, tables and categories. */
import { writeMarkdownTable } from "../../../table/write-markdown.ts";
import { withoutEntities } from "./entities.ts";
import { plain, readWikitable } from "./wikitable.ts";

interface ArticleSource {
  readonly title: string;
  readonly wikitext: string;
  /** Of the wiki, e.g. `en`. */
  readonly language: string;
}

/**
 * Headings as `## History`, an infobox as `Key: value` lines, list items as `- …` or `1. …`, tables as Markdown tables behind
 * their section's paragraphs, the categories as a last line; a blank line between them. Sections without text, such as mere
 * references, are left out.
 */
export type WikitextReader = (article: ArticleSource) => string;

export async function loadWikitextReader(): Promise<WikitextReader> {
  const { default: wtf } = await import("wtf_wikipedia");
  return ({ title, wikitext, language }) => {
    if (nesting(wikitext) > DEEPEST) return withoutMarkup(wikitext);
    const bounded = wikitext.split("\n").map(withoutLength).join("\n").replace(WIDE_SPAN, "colspan=1");
    return articleText(wtf(bounded, { title, lang: language }));
  };
}

// What no article has and the library takes minutes for, or all memory: it would keep a whole import from its end.

/** MediaWiki itself stops at 40. */
const DEEPEST = 100;
const LONGEST_LINE = 20_000;
const WIDE_SPAN = /colspan\s*=\s*["']?\s*\d{4,}/gi;

/** Of templates and links that are open at once. */
function nesting(wikitext: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark] of wikitext.matchAll(/\{\{|\}\}|\[\[|\]\]/g)) {
    depth = Math.max(0, depth + (mark === "{{" || mark === "[[" ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function withoutLength(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const count = Math.ceil(line.length / LONGEST_LINE);
  const pieces = Array.from({ length: count }, (_, index) =>
    line.slice(index * LONGEST_LINE, (index + 1) * LONGEST_LINE),
  );
  return pieces.join("\n\n");
}

function withoutMarkup(wikitext: string): string {
  const lines = wikitext.split("\n").map(plain);
  return lines.filter((line) => line !== "").join("\n");
}

function articleText(document: WtfDocument): string {
  const sections = asList(document.sections()).filter(isSection).map(readSection);
  const categories = document.categories().map((name) => oneLine(name.replaceAll("_", " ")));
  const last = categories.length === 0 ? [] : [`Categories: ${[...new Set(categories)].join(", ")}`];
  return [...withoutEmpty(sections).flatMap(({ blocks }) => blocks), ...last].join("\n\n");
}

interface ReadSection {
  /** Headings within headings are deeper. */
  readonly depth: number;
  readonly heading: string;
  /** Each of one or more lines. */
  readonly body: readonly string[];
}

function readSection(section: WtfSection): ReadSection {
  const depth = section.depth();
  const title = oneLine(section.title());
  const body = [
    ...asList(section.infoboxes()).filter(isInfobox).map(infoboxLines),
    ...asList(section.paragraphs()).filter(isParagraph).flatMap(paragraphBlocks),
    ...asList(section.tables()).filter(isTable).flatMap(tableBlocks),
  ];
  return {
    depth,
    heading: title === "" ? "" : `${"#".repeat(depth + 2)} ${title}`,
    body: body.filter((block) => block !== ""),
  };
}

/** A section stays for its own text or for that of a section below it. */
function withoutEmpty(sections: readonly ReadSection[]): readonly { readonly blocks: readonly string[] }[] {
  const kept: { readonly depth: number; readonly blocks: readonly string[] }[] = [];
  for (const { depth, heading, body } of sections.toReversed()) {
    const next = kept.at(-1);
    const isParent = next !== undefined && next.depth > depth;
    if (body.length === 0 && !isParent) continue;
    kept.push({ depth, blocks: heading === "" ? body : [heading, ...body] });
  }
  return kept.toReversed();
}

/** A file's name or a size says nothing to a reader. */
const LAYOUT = /^(?:[^\n]*\.(?:svg|png|jpe?g|gif|webp|webm|ogg|ogv)|\d+(?:x\d*)?px|)$/i;

function infoboxLines(infobox: WtfInfobox): string {
  const lines = Object.entries(infobox.keyValue()).flatMap(([key, value]) => {
    const text = oneLine(String(value).replace(/\s*\n\s*(?:\*\s*)?/g, ", "));
    if (LAYOUT.test(text)) return [];
    const name = oneLine(key.replaceAll("_", " "));
    return [`${name.charAt(0).toUpperCase()}${name.slice(1)}: ${text}`];
  });
  return lines.join("\n");
}

/** The library puts the lists of a paragraph behind its sentences. */
function paragraphBlocks(paragraph: WtfParagraph): string[] {
  const sentences = paragraph.sentences().map((sentence) => oneLine(sentence.text()));
  const lists = paragraph.lists().map((list) =>
    list
      .lines()
      .map((line) => oneLine(line.text()))
      .filter((item) => item !== "")
      .map(listItem)
      .join("\n"),
  );
  return [sentences.filter((sentence) => sentence !== "").join(" "), ...lists];
}

/** The library numbers items `1) `. */
function listItem(item: string): string {
  const numbered = /^(\d+)\) (.*)$/.exec(item);
  return numbered === null ? `- ${item}` : `${numbered[1]}. ${numbered[2]}`;
}

function tableBlocks(table: WtfTable): string[] {
  const { caption, ...rows } = readWikitable(table.wikitext());
  return rows.columns.length === 0 || rows.rows.length === 0 ? [] : [caption, writeMarkdownTable(rows)];
}

function oneLine(text: string): string {
  return withoutEntities(text).replace(/\s+/g, " ").trim();
}

// The library's types say "an object or a list of objects" where it gives lists; what is used of them is checked here.

interface WtfDocument {
  sections(): unknown;
  categories(): readonly string[];
}

interface WtfSection {
  title(): string;
  depth(): number;
  paragraphs(): unknown;
  tables(): unknown;
  infoboxes(): unknown;
}

interface WtfInfobox {
  keyValue(): object;
}

interface WtfText {
  text(): string;
}

interface WtfParagraph {
  sentences(): readonly WtfText[];
  lists(): readonly { lines(): readonly WtfText[] }[];
}

interface WtfTable {
  wikitext(): string;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function has(value: unknown, ...methods: readonly string[]): boolean {
  return typeof value === "object" && value !== null && methods.every((method) => method in value);
}

const isSection = (value: unknown): value is WtfSection =>
  has(value, "title", "depth", "paragraphs", "tables", "infoboxes");
const isInfobox = (value: unknown): value is WtfInfobox => has(value, "keyValue");
const isParagraph = (value: unknown): value is WtfParagraph => has(value, "sentences", "lists");
const isTable = (value: unknown): value is WtfTable => has(value, "wikitext");
