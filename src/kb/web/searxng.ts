/** @file SearXNG: a metasearch engine that anybody may run. */
import { z } from "zod";
import { endpoint, openJsonService, type ServiceOptions } from "./json-service.ts";
import { listOf, looseText, type SearchService, shortQuery } from "./search-service.ts";

export interface SearxngService extends ServiceOptions {
  /** Where the instance is; a user and password in it are sent as HTTP Basic authentication. */
  readonly url: string;
}

const searchReply = z.looseObject({
  results: listOf(z.looseObject({ title: looseText, url: z.string(), content: looseText })),
});

export function searxngSearch({ url, ...options }: SearxngService): SearchService {
  const base = endpoint(url, "/search");
  const login = basicLogin(new URL(url));
  const service = openJsonService(
    {
      name: "SearXNG search",
      key: login,
      onRefusal: "check that its settings.yml has json under search.formats",
    },
    options,
  );
  return {
    name: service.name,
    async search(query, limit, signal) {
      const address = new URL(base);
      address.searchParams.set("q", shortQuery(query, { characters: 2_000 }));
      address.searchParams.set("format", "json");
      const { results } = await service.requestJson(
        {
          url: address,
          headers: login === undefined ? {} : { Authorization: `Basic ${login}` },
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

function basicLogin({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  return Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
