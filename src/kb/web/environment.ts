/** @file Which services of the web a user has: those whose keys stand in the environment. */
import { ConfigError } from "../../core/errors.ts";
import { braveSearch } from "./brave.ts";
import { jinaReader, jinaSearch } from "./jina.ts";
import type { ServiceOptions } from "./json-service.ts";
import type { KeyedService, ReaderService, SearchService } from "./search-service.ts";
import { searxngSearch } from "./searxng.ts";
import { serperReader, serperSearch } from "./serper.ts";
import { tavilyReader, tavilySearch } from "./tavily.ts";

export interface WebServices {
  /** The order in which they are to be asked; at least one. */
  readonly search: readonly SearchService[];
  /** What may read pages in place of the project's own fetcher. */
  readonly readers: readonly ReaderService[];
}

interface Offer {
  search(service: KeyedService): SearchService;
  reader?(service: KeyedService): ReaderService;
}

/** Variable → what its value opens. */
const OFFERS: Readonly<Record<string, Offer>> = {
  SERPER_API_KEY: { search: serperSearch, reader: serperReader },
  BRAVE_API_KEY: { search: braveSearch },
  TAVILY_API_KEY: { search: tavilySearch, reader: tavilyReader },
  SEARXNG_URL: { search: ({ key, ...options }) => searxngSearch({ ...options, url: key }) },
  JINA_API_KEY: { search: jinaSearch, reader: jinaReader },
};

/** Throws `ConfigError` where no variable is set, or where a value cannot be used. */
export function webServicesFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  options: ServiceOptions = {},
): WebServices {
  const set = Object.entries(OFFERS).flatMap(([variable, offer]) => {
    const key = environment[variable]?.trim() ?? "";
    return key === "" ? [] : [{ offer, service: { ...options, key } }];
  });
  if (set.length === 0) {
    throw new ConfigError(
      `the web needs a search service: set one of ${Object.keys(OFFERS).join(", ")} in the environment`,
    );
  }
  return {
    search: set.map(({ offer, service }) => offer.search(service)),
    readers: set.flatMap(({ offer, service }) => offer.reader?.(service) ?? []),
  };
}
