/** @file HTML as values: what is put into a template is escaped unless it was made by one. */

export interface Html {
  readonly html: string;
}

type Inset = string | number | undefined | Html | readonly Html[];

/** A template whose insets are escaped, in text and in quoted attributes alike; `undefined` is nothing. */
export function html(parts: TemplateStringsArray, ...insets: readonly Inset[]): Html {
  return { html: parts.map((part, index) => part + write(insets[index])).join("") };
}

function write(inset: Inset): string {
  if (inset === undefined) return "";
  if (typeof inset === "string" || typeof inset === "number") return escapeHtml(String(inset));
  return "html" in inset ? inset.html : inset.map((piece) => piece.html).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Marks that turn the direction of the text around them are shown as what they are. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}
