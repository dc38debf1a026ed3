/** @file What is left of a document when it is read as text. */
import type { Place } from "../../core/knowledge-base.ts";

/**
 * Headings are lines that begin with `#`, list items lines that begin with `- ` or a number, tables are Markdown tables, links
 * `[text](url)`. Paragraphs, lists and tables have an empty line between them.
 */
export interface ReadableText {
  /** The document's own title, where it has one. */
  readonly title: string | undefined;
  readonly text: string;
  /** In the order of the text, where the format has places to name. */
  readonly places?: readonly Place[] | undefined;
}
