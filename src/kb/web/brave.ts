/** @file Brave Search. */
import { z } from "zod";
import { endpoint, openJsonService } from "./json-service.ts";
import {
  type KeyedService,
  keyHint,
  listOf,
  looseText,
  type SearchService,
  shortQuery,
} from "./search-service.ts";

const MOST_RESULTS = 20;
const LONGEST_QUERY = { characters: 400, words: 50 };

const searchReply = z.looseObject({
  web: z
    .looseObject({
      results: listOf(
        z.looseObject({
          title: looseText,
          url: z.string(),
          description: looseText,
          extra_snippets: z.array(z.string()).nullish(),
        }),
      ).default([]),
    })
    .nullish(),
});

export function braveSearch({
  key,
  url = "https://api.search.brave.com",
  ...options
}: KeyedService): SearchService {
  const base = endpoint(url, "/res/v1/web/search");
  const service = openJsonService(
    { name: "Brave search", key, onRefusal: keyHint("BRAVE_API_KEY") },
    options,
  );
  return {
    name: service.name,
    async search(query, limit, signal) {
      const address = new URL(base);
      address.searchParams.set("q", shortQuery(query, LONGEST_QUERY));
      address.searchParams.set("count", String(Math.min(limit, MOST_RESULTS)));
      address.searchParams.set("text_decorations", "false");
      const reply = await service.requestJson(
        { url: address, headers: { "X-Subscription-Token": key }, reply: searchReply },
        signal,
      );
      return (reply.web?.results ?? []).slice(0, limit).map((result) => ({
        url: result.url,
        title: plain(result.title),
        text: [result.description, ...(result.extra_snippets ?? [])].map(plain).join("\n"),
      }));
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Titles and snippets come as HTML. */
function plain(html: string): string {
  return html
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      const isCharacter = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    })
    .trim();
}
