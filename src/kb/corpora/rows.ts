/** @file Rows of passages, and the pages that consecutive rows make. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { StoredPage } from "../stored-page.ts";
import type { PageMaker } from "./corpus.ts";
import { titleOfUrl, wikipediaUrl } from "./wikipedia-url.ts";

export interface Row {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly title: string;
  readonly text: string;
}

/** Whether a page of a single row came cut into passages, of which that row is the only one. */
export type LoneRow = "passage" | "page";

/** Characters: what belongs to one page is held in memory at once. */
const LONGEST_PAGE = 64 * 2 ** 20;

/**
 * Consecutive rows of one URL, or of one title where rows have no URL, are one page; their texts are its passages and begin
 * a line each. Throws `ConfigError` where a page does not end.
 */
export async function* pagesOfRows(
  path: string,
  batches: AsyncIterable<readonly Row[]>,
  loneRow: LoneRow,
): AsyncGenerator<PageMaker> {
  let rows: Row[] = [];
  let length = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      const [first] = rows;
      if (first !== undefined && !isSamePage(first, row)) {
        yield makerOf(rows, loneRow);
        rows = [];
        length = 0;
      }
      rows.push(row);
      length += row.text.length;
      if (length > LONGEST_PAGE) throw endless(path, row);
    }
  }
  if (rows.length > 0) yield makerOf(rows, loneRow);
}

/** A page of its own, to be cut where it is indexed. */
export function pageOfRow({ url, title, text }: Row): StoredPage {
  return { url: url ?? wikipediaUrl(title), title, text };
}

const text = z.string().nullish();

const rowSchema = z.object({
  id: z.union([z.string(), z.number(), z.bigint()]).nullish(),
  url: text,
  title: text,
  text,
  contents: text,
});

/**
 * A row of JSON or Parquet. `place` names it in the `ConfigError` that is thrown where it has no text or no title: in a column
 * of its own, in the first line of `contents`, or in its URL.
 */
export function parseRow(value: unknown, place: string): Row {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${place}: ${issue?.path.join(".") || "the row"}: ${issue?.message}. ${EXPECTED}`);
  }
  const { id, contents } = parsed.data;
  const given = { url: parsed.data.url || undefined, title: parsed.data.title?.trim() || undefined };
  const body = parsed.data.text ?? contents;
  if (body === undefined || body === null) throw new ConfigError(`${place} has no text. ${EXPECTED}`);
  const split = parsed.data.text === body ? { title: undefined, text: body } : splitContents(body, given);
  const title = given.title ?? split.title ?? titleOfUrl(given.url ?? "");
  if (title === undefined) throw new ConfigError(`${place} has no title. ${EXPECTED}`);
  return {
    ...(id !== undefined && id !== null && { id: String(id) }),
    url: given.url,
    title,
    text: split.text,
  };
}

const EXPECTED =
  'Expected: "text" and "title", or "contents" whose first line is the title; "id" and "url" where there are any.';

/** The first line is a title where it is quoted, where it repeats the title, or where nothing else names the page. */
function splitContents(
  contents: string,
  given: { readonly url: string | undefined; readonly title: string | undefined },
) {
  const end = contents.indexOf("\n");
  const line = contents.slice(0, Math.max(end, 0)).trim();
  const quoted = /^"(.+)"$/s.exec(line)?.[1]?.replaceAll('""', '"').trim();
  const title = quoted ?? line;
  const isTitle =
    title !== "" &&
    (quoted !== undefined || title === given.title || (given.title ?? given.url) === undefined);
  return isTitle ? { title, text: contents.slice(end + 1) } : { title: undefined, text: contents };
}

function isSamePage(a: Row, b: Row): boolean {
  return a.url === b.url && (a.url !== undefined || a.title === b.title);
}

function makerOf(rows: readonly Row[], loneRow: LoneRow): PageMaker {
  return () => {
    const [first] = rows;
    if (first === undefined) throw new RangeError("A page has at least one row.");
    if (rows.length === 1 && loneRow === "page") return pageOfRow(first);
    const passages = rows.map(({ id, text }, index) => ({
      ...(id !== undefined && { id }),
      text: index < rows.length - 1 ? `${text}\n` : text,
    }));
    return { ...pageOfRow(first), text: passages.map((passage) => passage.text).join(""), passages };
  };
}

function endless(path: string, { url, title }: Row): ConfigError {
  return new ConfigError(
    `${path}: more than ${LONGEST_PAGE / 2 ** 20} million characters in a row belong to the page ` +
      `${url ?? `"${title}"`}. Expected: rows that name the page they belong to.`,
  );
}
