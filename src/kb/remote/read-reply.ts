/** @file What a server of this protocol answered, in any of its dialects, as passages and pages. */
import { z } from "zod";
import type { Page, Passage } from "../../core/knowledge-base.ts";
import { RemoteFault } from "./remote-fault.ts";
import { type ReceivedDocument, titledText, wireDocument } from "./wire-document.ts";

const scored = z.object({ document: wireDocument, score: z.number() });
// a document alone may hold a score of its own, which says nothing of the others
const bare = wireDocument.transform((document) => ({ document, score: undefined }));
const searchReply = z.object({ result: z.tuple([z.array(z.union([scored, bare]))]) });
const accessReply = z.object({ result: z.array(wireDocument.nullable()) });

/** The URL of a page that its server names by title only, as Search-R1's does. */
export type UrlOfTitle = (title: string) => string;

/** The passages of the one query asked, best first. Throws `RemoteFault` for any other reply. */
export function readPassages(reply: unknown, urlOfTitle: UrlOfTitle): readonly Passage[] {
  const [found] = parsed(searchReply, reply).result;
  const scores = scoresOf(found.map(({ score }) => score));
  return found.map(({ document }, index) => {
    const { title, text } = titledText(document);
    const url = document.url ?? urlOfTitle(title || String(document.id ?? ""));
    const { places } = document;
    const passage = { ...nameOf(document, url), url, title, text, score: scores[index] ?? 0 };
    return places === undefined ? passage : { ...passage, places };
  });
}

/** The first page there is, of the pages asked for. Throws `RemoteFault` for any other reply. */
export function readPage(reply: unknown, urls: readonly string[]): Page | undefined {
  const { result } = parsed(accessReply, reply);
  if (result.length !== urls.length) {
    throw new RemoteFault(`it answered ${result.length} of ${urls.length} URLs`, { isPassing: false });
  }
  const index = result.findIndex((document) => document !== null);
  const document = result[index];
  if (!document) return undefined;
  const { excerpt, places } = document;
  const page = { url: document.url ?? urls[index] ?? "", ...titledText(document) };
  return { ...page, ...(excerpt && { excerpt }), ...(places && { places }) };
}

/** A passage whose name is only its page's URL has none. */
function nameOf({ id }: ReceivedDocument, url: string): Pick<Passage, "id"> {
  return id === null || id === undefined || id === url ? {} : { id: String(id) };
}

/** As sent, where higher is better from first to last; else (none were sent, or distances) 1, 1/2, 1/3 … by place. */
function scoresOf(sent: readonly (number | undefined)[]): readonly number[] {
  const falls = sent.every((score, index) => {
    const before = index === 0 ? Number.POSITIVE_INFINITY : sent[index - 1];
    return score !== undefined && before !== undefined && score <= before;
  });
  return sent.map((score, index) => (falls && score !== undefined ? score : 1 / (index + 1)));
}

function parsed<T>(schema: z.ZodType<T>, reply: unknown): T {
  const { success, data, error } = schema.safeParse(reply);
  if (success) return data;
  const issue = error.issues[0];
  const place = issue?.path.join(".") || "the reply";
  throw new RemoteFault(`its reply has another form than this protocol's: ${place}: ${issue?.message}`, {
    isPassing: false,
    cause: error,
  });
}
