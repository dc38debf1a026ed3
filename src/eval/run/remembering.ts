/** @file A knowledge base that looks nothing up twice: trials of one task ask much the same. */
import type { KnowledgeBase, Page, Passage } from "../../core/knowledge-base.ts";

/** Searches and pages that are kept; the oldest go first. */
const CAPACITY = 50_000;

/**
 * Answers what was asked before from memory. For a corpus, which never changes; on the live web, trials that share their
 * searches would be one trial more than four. Only who asks first waits, so wall times compare only where models, not
 * searches, take the time. Failures are not kept.
 */
export function remembering(knowledgeBase: KnowledgeBase): KnowledgeBase {
  const searches = new Map<string, readonly Passage[]>();
  const pages = new Map<string, Page | undefined>();
  return {
    name: knowledgeBase.name,
    pageCount: knowledgeBase.pageCount,
    search: (request) =>
      recall(searches, JSON.stringify([request.query, request.limit]), () => knowledgeBase.search(request)),
    access: (url, signal) => recall(pages, url, () => knowledgeBase.access(url, signal)),
    close: () => knowledgeBase.close(),
  };
}

async function recall<T>(memory: Map<string, T>, key: string, look: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const found = await look();
  const [oldest] = memory.keys();
  if (memory.size >= CAPACITY && oldest !== undefined) memory.delete(oldest);
  memory.set(key, found);
  return found;
}
