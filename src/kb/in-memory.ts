/** @file A knowledge base over pages in memory, without an index on disk or native code: for tests and small corpora. */
import { FetchError, ToolInputError } from "../core/errors.ts";
import type { KnowledgeBase, Passage, SearchRequest } from "../core/knowledge-base.ts";
import { passagesNeeded, searchResults } from "./ranking.ts";
import type { StoredPage } from "./stored-page.ts";
import { urlKey } from "./url-key.ts";
import { type Ranked, wordIndex } from "./word-index.ts";

/** Of two pages with one URL the later counts. It is searched from the first call on, with nothing to wait for. */
export function inMemoryKnowledgeBase(pages: readonly StoredPage[], name = "memory"): KnowledgeBase {
  const stored = new Map(pages.map((page) => [page.url, page]));
  const byUrl = new Map(
    [...stored].map(([url, { keywords: _, fields: __, passages: ___, ...page }]) => [url, page]),
  );
  const byKey = new Map([...byUrl.values()].map((page) => [urlKey(page.url), page]));
  const index = wordIndex([...stored.values()]);
  let isOpen = true;

  function search(request: SearchRequest): readonly Passage[] {
    const { query, limit, form } = request;
    if (form === "passages") {
      return index.matching(request, { pages: Number.POSITIVE_INFINITY, passages: limit }).map(asPassage);
    }
    const most = { pages: passagesNeeded(limit), passages: Number.POSITIVE_INFINITY };
    return searchResults(query, limit, {
      titled: index.titled(request),
      ranked: index.matching(request, most),
    });
  }

  function assertReady(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`The knowledge base ${name} is closed.`);
  }

  return {
    name,
    pageCount: byUrl.size,
    isTrusted: true,
    search: async (request) => {
      assertReady(request.signal);
      if (request.mode === "dense" || request.mode === "hybrid") {
        throw new ToolInputError("This knowledge base has no embeddings: search it with mode bm25.");
      }
      return request.limit < 1 || request.query.trim() === "" ? [] : search(request);
    },
    access: async (url, signal) => {
      assertReady(signal);
      return byUrl.get(url) ?? byKey.get(urlKey(url));
    },
    close: async () => {
      isOpen = false;
    },
  };
}

function asPassage({ id, url, title, text, score, places }: Ranked): Passage {
  return {
    ...(id !== undefined && { id }),
    url,
    title,
    text: text.trim(),
    score,
    ...(places !== undefined && { places }),
  };
}
