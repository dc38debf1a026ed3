/** @file A passage or a page as retrieval servers send it: id, title, text and URL, and title and text in one, as `contents`. */
import { z } from "zod";
import type { Page, Passage } from "../../core/knowledge-base.ts";

/** What our server sends. Readers of Search-R1 take `contents` apart, readers of RLinf show it as it is. */
export interface WireDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly contents: string;
  readonly url: string;
  /** As `Page` and `Passage` have them; other servers know nothing of these two. */
  readonly excerpt?: Page["excerpt"];
  readonly places?: Page["places"];
}

/** Every document needs an id: a passage without a name of its own goes by its page's URL. */
export function wirePassage({ id, url, title, text, places }: Passage): WireDocument {
  const contents = `"${title.replace(/\s+/gu, " ")}"\n${text}`;
  return { id: id ?? url, title, text, contents, url, places };
}

/** `contents` is the text alone, so that a reader who cuts or quotes it stays within the page. */
export function wirePage({ url, title, text, excerpt, places }: Page): WireDocument {
  return { id: url, title, text, contents: text, url, excerpt, places };
}

const text = z.string().nullish();

/** What any of these servers may send: `contents` or `text`, and whatever else it knows. */
export const wireDocument = z
  .object({
    id: z.union([z.string(), z.number()]).nullish(),
    title: text,
    text,
    contents: text,
    url: text,
    excerpt: z.literal(true).optional(),
    places: z.array(z.object({ start: z.number(), name: z.string() })).optional(),
  })
  .refine((document) => (document.text ?? document.contents ?? undefined) !== undefined, {
    error: "a document has neither `contents` nor `text`",
  });

export type ReceivedDocument = z.output<typeof wireDocument>;

export interface TitledText {
  readonly title: string;
  readonly text: string;
}

/** A first line in quotes is the title; a text without one has none. */
export function titledText({ title, text, contents }: ReceivedDocument): TitledText {
  const whole = contents ?? "";
  const line = /^"(.*)"\r?(?:\n|$)/u.exec(whole);
  return {
    title: title ?? line?.[1] ?? "",
    text: text ?? whole.slice(line?.[0].length ?? 0),
  };
}
