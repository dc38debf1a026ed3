/** @file The live web as a knowledge base: search services asked one after another, and a reader of pages. */
import { FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Passage, SearchRequest } from "../../core/knowledge-base.ts";
import { urlKey } from "../url-key.ts";
import type { FoundPassage, PageReader, SearchService } from "./search-service.ts";

export interface WebOptions {
  /** Default `web`. */
  readonly name?: string | undefined;
  /** The first is asked; each other one only where those before it failed. */
  readonly search: readonly SearchService[];
  readonly reader: PageReader;
  /** Whether a page may be shown and read; default: every page. */
  readonly isAllowed?: ((url: string) => boolean) | undefined;
  /** Hears of a search service that failed where another one answered in its place. */
  readonly onFailure?: ((error: FetchError) => void) | undefined;
}

/** Closes the reader with it. How many requests run at once is for the services and the reader to say. */
export function openWebKnowledgeBase(options: WebOptions): KnowledgeBase {
  const { name = "web", search: services, reader, isAllowed = () => true, onFailure } = options;
  let isOpen = true;

  function assertReady(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`The knowledge base ${name} is closed.`);
  }

  const shown = (found: readonly FoundPassage[]): readonly FoundPassage[] => {
    const pages = new Map<string, FoundPassage>();
    for (const passage of found) {
      const url = webUrl(passage.url);
      if (url === undefined || !isAllowed(url)) continue;
      const key = urlKey(url);
      if (!pages.has(key)) pages.set(key, { ...passage, url });
    }
    return [...pages.values()];
  };

  return {
    name,
    async search(request) {
      const { query, limit, signal } = request;
      assertReady(signal);
      assertPossible(request);
      if (limit < 1 || query.trim() === "") return [];
      const { found, failures } = await firstAnswer(services, request);
      for (const failure of failures) onFailure?.(failure);
      return shown(found)
        .slice(0, limit)
        .map((passage, index): Passage => ({ ...passage, score: 1 / (index + 1) }));
    },
    async access(url, signal) {
      assertReady(signal);
      const address = webUrl(url);
      if (address === undefined) return undefined;
      if (!isAllowed(address)) {
        throw new ToolInputError(
          `Pages of ${new URL(address).host} are not allowed here. Read a page of another site.`,
        );
      }
      const page = await reader.fetchPage(address, signal);
      if (page === undefined || page.fetched !== undefined) return page;
      return { ...page, fetched: { at: new Date().toISOString(), by: reader.name ?? name } };
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await reader.close();
    },
  };
}

function assertPossible({ mode, match, filter }: SearchRequest): void {
  if (filter !== undefined) {
    throw new ToolInputError(
      "The web cannot be filtered by fields. Leave the filter out and say it in the query.",
    );
  }
  if (mode === "dense" || mode === "hybrid") {
    throw new ToolInputError(`The web has no ${mode} search. Leave the mode out.`);
  }
  if (match === "all") {
    throw new ToolInputError("The web does not promise that every word stands in a page. Leave match out.");
  }
}

async function firstAnswer(
  services: readonly SearchService[],
  { query, limit, signal }: SearchRequest,
): Promise<{ found: readonly FoundPassage[]; failures: readonly FetchError[] }> {
  const failures: FetchError[] = [];
  for (const service of services) {
    try {
      return { found: await service.search(query, limit, signal), failures };
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      failures.push(error);
    }
  }
  throw new FetchError(
    failures.length === 0
      ? "The web has no search service."
      : failures.map(({ message }) => message).join(" "),
    { cause: failures[0] },
  );
}

/** Without the brackets and quotes that text puts around a URL; `undefined`: no address of a web page. */
function webUrl(url: string): string | undefined {
  const bare = url.replace(/^[\s<"'`]+|[\s>"'`]+$/gu, "");
  return /^https?:\/\//i.test(bare) && URL.canParse(bare) ? bare : undefined;
}
