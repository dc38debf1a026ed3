/** @file HTML as a plain tree. Nothing in it is executed or loaded. */
import { setImmediate } from "node:timers/promises";
import { FetchError } from "../../core/errors.ts";

export interface HtmlElement {
  /** In lower case. */
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlNode[];
}

export type HtmlNode = HtmlElement | string;

export interface HtmlDocument {
  readonly title: string | undefined;
  /** The `href` of its `base` element. */
  readonly base: string | undefined;
  /** The text of all its `style` elements. */
  readonly css: string;
  readonly root: HtmlElement;
}

interface OpenElement extends HtmlElement {
  readonly children: HtmlNode[];
}

/** Levels. The parser's time grows with the square of the depth; no page that people read comes near. */
const DEEPEST = 10_000;
/** Characters parsed before others get their turn. */
const STRETCH = 256 * 1024;
/** Their text is code, or what stands in for code that did not run. */
const UNREAD = new Set(["script", "noscript", "template", "iframe", "noembed", "noframes"]);

/** Any text is HTML; what is malformed is read as browsers do, more or less. Throws `FetchError` for nesting without end. */
export async function parseHtml(html: string): Promise<HtmlDocument> {
  const { Parser } = await import("htmlparser2");
  const builder = treeBuilder();
  const parser = new Parser(builder.handler);
  for (let start = 0; start < html.length; start += STRETCH) {
    parser.write(html.slice(start, start + STRETCH));
    await setImmediate();
  }
  parser.end();
  return builder.document();
}

function treeBuilder() {
  const root: OpenElement = { tag: "html", attributes: {}, children: [] };
  const open = [root];
  const texts = { title: "", css: "" };
  const head: { base?: string | undefined; title?: string | undefined } = {};
  let unread = 0;

  function addText(text: string): void {
    const top = open.at(-1);
    if (top === undefined || unread > 0) return;
    if (top.tag === "style") texts.css += `${text}\n`;
    else if (top.tag === "title" && !isInPicture()) texts.title += text;
    // an entity comes as a piece of its own
    else if (typeof top.children.at(-1) === "string") top.children.push(`${top.children.pop()}${text}`);
    else top.children.push(text);
  }

  const isInPicture = () => open.some(({ tag }) => tag === "svg");

  function addElement(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (open.length > DEEPEST)
      throw new FetchError(`The HTML could not be read: it is nested more than ${DEEPEST} levels deep.`);
    if (UNREAD.has(tag)) unread++;
    if (tag === "base") head.base ??= attributes["href"];
    if (tag === "meta" && attributes["property"] === "og:title") head.title ??= attributes["content"];
    const element: OpenElement = { tag, attributes, children: [] };
    if (unread === 0) open.at(-1)?.children.push(element);
    open.push(element);
  }

  return {
    handler: {
      onopentag: addElement,
      ontext: addText,
      onclosetag: (tag: string) => {
        if (UNREAD.has(tag)) unread--;
        open.pop();
      },
    },
    document: (): HtmlDocument => ({
      title: [texts.title, head.title ?? ""].map((text) => text.replace(/\s+/gu, " ").trim()).find(Boolean),
      base: head.base,
      css: texts.css,
      root,
    }),
  };
}
