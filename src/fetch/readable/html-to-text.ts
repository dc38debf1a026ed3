/** @file HTML as text: what a reader of the page sees, with headings, lists, tables and links. */
import { renderBlocks } from "./html-blocks.ts";
import { type HtmlElement, parseHtml } from "./html-tree.ts";
import { plainText } from "./inline-text.ts";
import { mainPart } from "./main-part.ts";
import type { ReadableText } from "./readable-text.ts";
import { visibleTree } from "./visible.ts";

/** Characters. A main part that is shorter, and shorter than a quarter of the page, was not told from the rest. */
const SHORT = 250;
const SHORT_SHARE = 0.25;

/**
 * The main part of the page at `url`, and the data tables that stand outside of it. Links are absolute. Hidden text and code
 * are left out, and nothing is loaded or executed. Throws `FetchError` for HTML nested without end.
 */
export async function htmlToText(html: string, url: string): Promise<ReadableText> {
  const { document, body, base } = await read(html, url);
  const main = mainPart(body);
  const { text, tables } = renderBlocks(main.root, { base, left: main.left });
  const whole = text.length < SHORT ? renderBlocks(body, { base, left: new Set() }).text : "";
  if (text.length < SHORT_SHARE * whole.length)
    return { title: pageTitle(document.title, body), text: whole };
  const others = tablesOutside(body, main.left, tables).flatMap((table) => {
    const other = renderBlocks({ ...body, children: [table] }, { base, left: main.left });
    return other.tables.size === 0 ? [] : [other.text];
  });
  return {
    title: pageTitle(document.title, body),
    text: [text, ...others].filter(Boolean).join("\n\n"),
  };
}

/** All that can be seen of the page: for HTML that is a document without a frame. */
export async function wholeHtmlToText(html: string, url: string): Promise<ReadableText> {
  const { document, body, base } = await read(html, url);
  const { text } = renderBlocks(body, { base, left: new Set() });
  return { title: pageTitle(document.title, body), text };
}

async function read(html: string, url: string) {
  const document = await parseHtml(html);
  const base = document.base !== undefined && URL.canParse(document.base, url) ? document.base : "";
  return {
    document,
    body: visibleTree(document),
    base: URL.canParse(base, url) ? new URL(base, url).href : url,
  };
}

/** The title without the name of the site, where the page's only main heading says what the title begins with. */
function pageTitle(title: string | undefined, body: HtmlElement): string | undefined {
  const headings = elements(body)
    .filter(({ tag }) => tag === "h1")
    .map(({ children }) => plainText(children).replace(/\s+/gu, " ").trim())
    .filter(Boolean);
  const [heading] = headings;
  if (title === undefined) return heading;
  const isName = headings.length === 1 && heading !== undefined && heading.length < title.length;
  return isName && title.startsWith(heading) && /^\s*[|·•:–—-]\s/u.test(title.slice(heading.length))
    ? heading
    : title;
}

/** Tables of the page that its main part does not hold, where they are more than links and belong to no menu. */
function tablesOutside(
  body: HtmlElement,
  left: ReadonlySet<HtmlElement>,
  inside: ReadonlySet<HtmlElement>,
): readonly HtmlElement[] {
  const found: HtmlElement[] = [];
  const look = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === "string" || inside.has(child) || left.has(child)) continue;
      if (child.tag === "table" && !elements(child).some(({ tag }) => tag === "table")) found.push(child);
      else look(child);
    }
  };
  look(body);
  return found.filter((table) => {
    const letters = plainText([table]).trim().length;
    const linked = elements(table).filter(({ tag }) => tag === "a");
    return linked.reduce((sum, link) => sum + plainText([link]).trim().length, 0) < 0.8 * letters;
  });
}

/** The elements below, in the order of the page. */
function elements(root: HtmlElement, found: HtmlElement[] = []): readonly HtmlElement[] {
  for (const child of root.children) {
    if (typeof child === "string") continue;
    found.push(child);
    elements(child, found);
  }
  return found;
}
