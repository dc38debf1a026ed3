/** @file A page's tree as text: its blocks in order, with headings, lists and tables kept as Markdown. */
import { dataTable, isCell, tableRows } from "./html-table.ts";
import type { HtmlElement, HtmlNode } from "./html-tree.ts";
import { BLOCKS, type InlineContext, inlineText, plainText, tidied } from "./inline-text.ts";
import { markdownTable } from "./markdown-table.ts";

export interface RenderedBlocks {
  readonly text: string;
  /** The data tables that stand in the text. */
  readonly tables: ReadonlySet<HtmlElement>;
}

interface Block {
  readonly text: string;
  /** Blocks of one list stand on consecutive lines. */
  readonly list: HtmlElement | undefined;
}

/** Where the writer is: in which list, how deep, and what the next line begins with. */
interface Position {
  readonly list?: HtmlElement | undefined;
  readonly indent: string;
}

const LISTS = new Set(["ul", "ol", "menu", "dir"]);

/** Takes time in proportion to the tree, which must not be too deep for recursion. */
export function renderBlocks(root: HtmlElement, context: InlineContext): RenderedBlocks {
  const writer = new BlockWriter(context);
  writer.children(root.children, { indent: "" });
  return { text: writer.text(), tables: writer.tables };
}

/** A data table with what stands over it. */
function tableBlocks(table: HtmlElement, context: InlineContext): readonly string[] | undefined {
  const data = dataTable(table, context);
  return data === undefined ? undefined : [...data.lead, markdownTable(data.rows)];
}

class BlockWriter {
  readonly tables = new Set<HtmlElement>();
  readonly #context: InlineContext;
  readonly #blocks: Block[] = [];
  readonly #holding = new WeakMap<HtmlElement, boolean>();
  /** What stands before the next line of a list: its bullet or number. */
  #marker = "";

  constructor(context: InlineContext) {
    this.#context = context;
  }

  text(): string {
    return this.#blocks
      .map(({ text, list }, index) => {
        const next = this.#blocks[index + 1];
        if (next === undefined) return text;
        return list !== undefined && list === next.list ? `${text}\n` : `${text}\n\n`;
      })
      .join("");
  }

  children(nodes: readonly HtmlNode[], position: Position): void {
    let words: HtmlNode[] = [];
    for (const node of nodes) {
      if (typeof node === "string" || !this.#isBlock(node)) {
        words.push(node);
        continue;
      }
      this.#paragraph(words, position);
      words = [];
      if (!this.#context.left.has(node)) this.#block(node, position);
    }
    this.#paragraph(words, position);
  }

  /** A link around blocks, a card, stays one link. */
  #isBlock(element: HtmlElement): boolean {
    if (BLOCKS.has(element.tag)) return true;
    if (element.tag === "a" && element.attributes["href"] !== undefined) return false;
    const known = this.#holding.get(element);
    if (known !== undefined) return known;
    const holds = element.children.some((child) => typeof child !== "string" && this.#isBlock(child));
    this.#holding.set(element, holds);
    return holds;
  }

  #block(element: HtmlElement, position: Position): void {
    const { tag, children } = element;
    if (LISTS.has(tag)) this.#list(element, position);
    else if (tag === "dl") this.#definitions(element, position);
    else if (tag === "table") this.#table(element, position);
    else if (tag === "pre") this.#lines(plainText(children), position);
    else if (/^h[1-6]$/u.test(tag)) this.#heading(element, position);
    else this.children(children, position);
  }

  #heading({ tag, children }: HtmlElement, position: Position): void {
    const text = tidied(inlineText(children, this.#context)).replaceAll("\n", " ");
    if (text !== "") this.#push(`${"#".repeat(Number(tag.slice(1)))} ${text}`, position);
  }

  #paragraph(nodes: readonly HtmlNode[], position: Position): void {
    const text = tidied(inlineText(nodes, this.#context));
    if (text !== "") this.#push(text, position);
  }

  #lines(text: string, position: Position): void {
    const lines = text.replace(/[^\S\n]+$/gmu, "").replace(/^\n+|\n+$/gu, "");
    if (lines.trim() !== "") this.#push(lines, position);
  }

  #push(text: string, { list, indent }: Position): void {
    const before = this.#marker === "" ? indent : this.#marker;
    const after = list === undefined ? "" : " ".repeat(indent.length);
    this.#blocks.push({ text: before + text.replaceAll("\n", `\n${after}`), list });
    this.#marker = "";
  }

  #list(element: HtmlElement, { list = element, indent }: Position): void {
    const inner = { list, indent: `${indent}  ` };
    let number = Number.parseInt(element.attributes["start"] ?? "1", 10) || 1;
    for (const item of element.children) {
      // a list may hold anything, but what is no item of it begins no line with a bullet
      if (typeof item === "string" || item.tag !== "li") this.children([item], inner);
      else this.#item(item, element.tag === "ol" ? `${number++}. ` : "- ", { list, indent });
    }
  }

  /** Of two lists that begin together the outer one has the bullet. */
  #item(item: HtmlElement, bullet: string, { list, indent }: Position): void {
    if (this.#context.left.has(item)) return;
    if (this.#marker === "") this.#marker = indent + bullet;
    this.children(item.children, { list, indent: `${indent}  ` });
    this.#marker = "";
  }

  #definitions(element: HtmlElement, { list = element, indent }: Position): void {
    for (const item of element.children) {
      if (typeof item === "string") continue;
      if (item.tag === "dt") this.#term(item, { list, indent });
      else if (item.tag === "dd") this.#item(item, "- ", { list, indent });
      else this.#definitions(item, { list, indent });
    }
    if (list === element) this.#endTerm({ list, indent });
  }

  /** `- Term: ` is what its first definition begins with. */
  #term({ children }: HtmlElement, position: Position): void {
    this.#endTerm(position);
    const text = tidied(inlineText(children, this.#context)).replaceAll("\n", " ").replace(/:$/u, "");
    this.#marker = text === "" ? "" : `${position.indent}- ${text}: `;
  }

  /** A term without a definition. */
  #endTerm({ list }: Position): void {
    const text = this.#marker.replace(/: $/u, "");
    if (text !== "") this.#blocks.push({ text, list });
    this.#marker = "";
  }

  #table(table: HtmlElement, position: Position): void {
    const blocks = tableBlocks(table, this.#context);
    if (blocks === undefined) {
      this.#layout(table, position);
      return;
    }
    this.tables.add(table);
    // a table stands by itself, also where the page has it in a list
    this.#marker = "";
    for (const text of blocks) this.#blocks.push({ text, list: undefined });
  }

  #layout(table: HtmlElement, position: Position): void {
    for (const child of table.children) {
      if (typeof child !== "string" && child.tag === "caption") this.children(child.children, position);
    }
    for (const { element } of tableRows(table)) {
      for (const cell of element.children.filter(isCell)) this.children(cell.children, position);
    }
  }
}
