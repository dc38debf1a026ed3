/** @file A knowledge base whose searches and pages fail now and then, so that a policy learns to try again. */
import { FetchError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";

/** Each call fails with probability `share`, decided by `next` (uniform in [0, 1)). Closing it closes nothing. */
export function unreliable(knowledgeBase: KnowledgeBase, share: number, next: () => number): KnowledgeBase {
  const mayFail = () => {
    if (next() < share) throw new FetchError("the server did not answer in time");
  };
  return {
    name: knowledgeBase.name,
    pageCount: knowledgeBase.pageCount,
    async search(request) {
      mayFail();
      return knowledgeBase.search(request);
    },
    async access(url, signal) {
      mayFail();
      return knowledgeBase.access(url, signal);
    },
    close: async () => undefined,
  };
}
