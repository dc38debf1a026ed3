/** @file HTML as text in which nothing is markup but what this code writes. */
import { readableText } from "../readable-text.ts";
import { webLink } from "../web-link.ts";

/** Markup; made by `html` and the functions below only. */
export interface Html {
  readonly markup: string;
}

type Part = Html | readonly Html[] | string | number | undefined;

/** Texts and numbers are escaped, markup goes in as it is, what is undefined not at all. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((text, string, index) => `${text}${markupOf(parts[index - 1])}${string}`);
  return { markup };
}

export const NOTHING: Html = { markup: "" };

/** A link where the address is that of a web page, else the text alone. */
export function link(url: string, text: string): Html {
  const href = webLink(url);
  return href === undefined
    ? html`${text}`
    : html`<a href="${href}" rel="noopener noreferrer nofollow">${text}</a>`;
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Marks that turn the direction of text are dropped, lest a value turn what stands around it. */
function escaped(text: string): string {
  return readableText(text)
    .replace(/[&<>"'`]/gu, (letter) => ENTITIES[letter] ?? "")
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, "");
}
