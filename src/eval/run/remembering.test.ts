/** @file A knowledge base that remembers. */
import { expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { remembering } from "./remembering.ts";

test("what was looked up is not looked up again, what failed is", async () => {
  const asked: string[] = [];
  const inner: KnowledgeBase = {
    name: "inner",
    search: async ({ query, limit }) => {
      asked.push(`${query} ${limit}`);
      if (asked.length === 1) throw new FetchError("down");
      return [{ url: "u", title: "t", text: query, score: 1 }];
    },
    access: async (url) => {
      asked.push(url);
      return { url, title: "t", text: "" };
    },
    close: async () => undefined,
  };
  const outer = remembering(inner);
  await expect(outer.search({ query: "a", limit: 1 })).rejects.toThrow("down");
  await outer.search({ query: "a", limit: 1 });
  expect(await outer.search({ query: "a", limit: 1 })).toMatchObject([{ text: "a" }]);
  await outer.search({ query: "a", limit: 2 });
  await outer.access("u");
  await outer.access("u");
  expect(asked).toEqual(["a 1", "a 1", "a 2", "u"]);
});
