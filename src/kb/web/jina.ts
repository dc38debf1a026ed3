/** @file Jina: a search, and a reader of pages. */
import { z } from "zod";
import { FetchError } from "../../core/errors.ts";
import { endpoint, openJsonService } from "./json-service.ts";
import { jsonIn } from "./reply-text.ts";
import {
  type KeyedService,
  keyHint,
  listOf,
  looseText,
  markdownPage,
  type ReaderService,
  type SearchService,
  shortQuery,
} from "./search-service.ts";

const VARIABLE = "JINA_API_KEY";

const searchReply = z.looseObject({
  data: listOf(
    z.looseObject({ title: looseText, url: z.string(), description: looseText, content: looseText }),
  ),
});

/** What the search answers, with status 422, where nothing matches. */
const nothingFound = z.looseObject({
  status: z.literal(42_206),
  message: z.string().startsWith("No search results"),
});

export function jinaSearch({ key, url = "https://s.jina.ai", ...options }: KeyedService): SearchService {
  const base = endpoint(url, "/");
  const service = openJsonService({ name: "Jina search", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async search(query, limit, signal) {
      const address = new URL(base);
      address.searchParams.set("q", shortQuery(query, { characters: 2_000 }));
      const { data } = await service.requestJson(
        {
          url: address,
          // without this it reads every page that it finds, which takes half a minute
          headers: { Authorization: `Bearer ${key}`, "X-Respond-With": "no-content" },
          reply: searchReply,
          answerIn: (status, body) => (status === 422 && isNothing(body) ? { data: [] } : undefined),
        },
        signal,
      );
      return data.slice(0, limit).map((found) => ({
        url: found.url,
        title: found.title,
        text: found.description || found.content,
      }));
    },
  };
}

function isNothing(body: string): boolean {
  return nothingFound.safeParse(jsonIn(body)?.value).success;
}

const readerReply = z.looseObject({
  data: z.looseObject({ title: looseText, content: looseText, warning: looseText }),
});

/** The reader answers 200 whatever the page's own server said, and tells of that in a warning. */
const PAGE_STATUS = /Target URL returned error (\d{3})/;

export function jinaReader({ key, url = "https://r.jina.ai", ...options }: KeyedService): ReaderService {
  const address = endpoint(url, "/");
  const service = openJsonService({ name: "Jina reader", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async fetchPage(page, signal) {
      const { data } = await service.requestJson(
        {
          url: address,
          headers: { Authorization: `Bearer ${key}`, "X-Retain-Images": "none" },
          body: { url: page },
          reply: readerReply,
        },
        signal,
      );
      const status = PAGE_STATUS.exec(data.warning)?.[1];
      if (status === "404" || status === "410") return undefined;
      if (status !== undefined) {
        throw new FetchError(`${service.name}: the server of ${page} answers with HTTP ${status}.`);
      }
      return markdownPage({ url: page, title: data.title, text: data.content });
    },
    close: async () => undefined,
  };
}
