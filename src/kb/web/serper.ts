/** @file Serper: Google's results, and a reader of pages. */
import { z } from "zod";
import { endpoint, openJsonService } from "./json-service.ts";
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

const VARIABLE = "SERPER_API_KEY";
const MOST_RESULTS = 100;

const searchReply = z.looseObject({
  organic: listOf(z.looseObject({ title: looseText, link: z.string(), snippet: looseText })).default([]),
});

export function serperSearch({
  key,
  url = "https://google.serper.dev",
  ...options
}: KeyedService): SearchService {
  const address = endpoint(url, "/search");
  const service = openJsonService({ name: "Serper search", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async search(query, limit, signal) {
      const reply = await service.requestJson(
        {
          url: address,
          headers: { "X-API-KEY": key },
          body: { q: shortQuery(query, { characters: 2_000 }), num: Math.min(limit, MOST_RESULTS) },
          reply: searchReply,
        },
        signal,
      );
      return reply.organic
        .slice(0, limit)
        .map(({ title, link, snippet }) => ({ url: link, title, text: snippet }));
    },
  };
}

const scrapeReply = z.looseObject({
  text: z.string(),
  markdown: looseText,
  metadata: z.looseObject({ title: looseText, "og:title": looseText }).nullish(),
});

export function serperReader({
  key,
  url = "https://scrape.serper.dev",
  ...options
}: KeyedService): ReaderService {
  const address = endpoint(url, "/");
  const service = openJsonService({ name: "Serper scrape", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async fetchPage(page, signal) {
      const { text, markdown, metadata } = await service.requestJson(
        {
          url: address,
          headers: { "X-API-KEY": key },
          body: { url: page, includeMarkdown: true },
          reply: scrapeReply,
        },
        signal,
      );
      const title = metadata?.title || metadata?.["og:title"] || "";
      return markdownPage({ url: page, title, text: markdown || text });
    },
    close: async () => undefined,
  };
}
