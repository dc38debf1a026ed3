/** @file The words inside a paragraph, a heading or a cell, with their links. */
import type { HtmlElement, HtmlNode } from "./html-tree.ts";

export interface InlineContext {
  /** The address that relative links start from. */
  readonly base: string;
  /** Elements that are left out. */
  readonly left: ReadonlySet<HtmlElement>;
  /** In a cell line breaks are blanks, and marks of notes are no part of the value. */
  readonly isCell?: boolean | undefined;
}

/** A block starts on a line of its own. */
export const BLOCKS: ReadonlySet<string> = new Set(
  [
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav",
    "ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul",
  ].flatMap((line) => line.split(" ")),
);

// letters nobody sees: soft hyphens, marks of direction, joiners of no width, and the tags once meant for languages
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
const RAISED = new Map([..."0123456789+-−"].map((digit, index) => [digit, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"[index] ?? digit]));

/** Line breaks stand only where the page asks for them (`br`); white space is otherwise single blanks. */
export function inlineText(nodes: readonly HtmlNode[], context: InlineContext): string {
  return nodes
    .map((node) => (typeof node === "string" ? visibleWords(node) : elementText(node, context)))
    .join("");
}

function visibleWords(text: string): string {
  return text.replace(INVISIBLE, "").replace(/\s+/gu, " ");
}

/** Blanks put in order: none at the ends of lines, never two. */
export function tidied(text: string): string {
  return text
    .replace(/ *\n[ \n]*/gu, "\n")
    .replace(/ {2,}/gu, " ")
    .trim();
}

function elementText(element: HtmlElement, context: InlineContext): string {
  if (context.left.has(element)) return "";
  const text = inlineText(element.children, context);
  switch (element.tag) {
    case "br":
      return context.isCell ? " " : "\n";
    case "a":
      return isNoteMark(element) ? noteMark(text, context) : link(text, element.attributes["href"], context);
    case "sup":
      return raised(text);
    case "q":
      return `“${text}”`;
    case "li":
      return `${text}; `;
    default:
      return BLOCKS.has(element.tag) ? ` ${text} ` : text;
  }
}

/** `[1]` that leads to a note on the same page, or from the note back; or the sign behind a heading that links to itself. */
function isNoteMark({ attributes, children }: HtmlElement): boolean {
  if (attributes["href"]?.startsWith("#") !== true) return false;
  const text = plainText(children).trim();
  return /^(?:\[[^\]]{1,12}\]|\d{1,3}|[*†‡§↑↩^¶#]\uFE0E?)$/u.test(text);
}

function noteMark(text: string, { isCell }: InlineContext): string {
  const mark = text.trim();
  if (isCell || /^[↑↩^¶#]/u.test(mark)) return "";
  return mark.startsWith("[") ? mark : `[${mark}]`;
}

/** Text without any mark of what it was. */
export function plainText(nodes: readonly HtmlNode[]): string {
  return nodes.map((node) => (typeof node === "string" ? node : plainText(node.children))).join("");
}

/** Digits as exponents, so that 10⁶ does not become 106. */
function raised(text: string): string {
  const trimmed = text.trim();
  const isNumber = /^[+\-−]?\d{1,4}$/u.test(trimmed);
  return isNumber ? [...trimmed].map((digit) => RAISED.get(digit) ?? digit).join("") : text;
}

/** Links that lead nowhere else, or that no reader can follow, are only their text. */
function link(text: string, href: string | undefined, { base }: InlineContext): string {
  const words = tidied(text).replaceAll("\n", " ");
  const target = href === undefined ? undefined : linkTarget(href, base);
  if (words === "" || target === undefined) return text;
  // blanks around the words belong outside the link
  const [before, after] = [/^\s/u.test(text) ? " " : "", /\s$/u.test(text) ? " " : ""];
  return words === target ? text : `${before}[${words}](${target})${after}`;
}

/** The absolute address of a link as Markdown can hold it; `undefined`: it leads nowhere else. */
export function linkTarget(href: string, base: string): string | undefined {
  if (!URL.canParse(href, base)) return undefined;
  const target = new URL(href, base);
  const own = URL.canParse(base) ? new URL(base) : undefined;
  if (!["http:", "https:", own?.protocol].includes(target.protocol)) return undefined;
  const [address] = target.href.split("#");
  if (address === own?.href.split("#")[0]) return undefined;
  return target.href.replace(
    /[()\s<>|]/gu,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
