/** @file Tavily: a search made for agents, and a reader of pages. */
import { z } from "zod";
import { FetchError } from "../../core/errors.ts";
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

const VARIABLE = "TAVILY_API_KEY";
const ADDRESS = "https://api.tavily.com";
const MOST_RESULTS = 20;

const searchReply = z.looseObject({
  results: listOf(z.looseObject({ title: looseText, url: z.string(), content: looseText })),
});

export function tavilySearch({ key, url = ADDRESS, ...options }: KeyedService): SearchService {
  const address = endpoint(url, "/search");
  const service = openJsonService({ name: "Tavily search", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async search(query, limit, signal) {
      const { results } = await service.requestJson(
        {
          url: address,
          headers: { Authorization: `Bearer ${key}` },
          body: {
            query: shortQuery(query, { characters: 400 }),
            max_results: Math.min(limit, MOST_RESULTS),
            search_depth: "basic",
            include_answer: false,
            include_raw_content: false,
          },
          reply: searchReply,
        },
        signal,
      );
      return results
        .slice(0, limit)
        .map(({ title, url: found, content }) => ({ url: found, title, text: content }));
    },
  };
}

const extractReply = z.looseObject({
  results: listOf(z.looseObject({ url: z.string(), title: looseText, raw_content: looseText })),
  failed_results: listOf(z.looseObject({ error: looseText })).default([]),
});

export function tavilyReader({ key, url = ADDRESS, ...options }: KeyedService): ReaderService {
  const address = endpoint(url, "/extract");
  const service = openJsonService({ name: "Tavily extract", key, onRefusal: keyHint(VARIABLE) }, options);
  return {
    name: service.name,
    async fetchPage(page, signal) {
      const reply = await service.requestJson(
        {
          url: address,
          headers: { Authorization: `Bearer ${key}` },
          body: { urls: [page], extract_depth: "basic", format: "markdown" },
          reply: extractReply,
        },
        signal,
      );
      const [result] = reply.results;
      if (result !== undefined)
        return markdownPage({ url: page, title: result.title, text: result.raw_content });
      const reason = reply.failed_results[0]?.error || "no reason given";
      throw new FetchError(`${service.name}: ${page} could not be read: ${reason}.`);
    },
    close: async () => undefined,
  };
}
