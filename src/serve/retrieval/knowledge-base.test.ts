/** @file What the remote knowledge base and the server make of a knowledge base is a knowledge base again. */
import { expect, test } from "vitest";
import type { KnowledgeBase, Page } from "../../core/knowledge-base.ts";
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { openRemoteKnowledgeBase, type RemoteSettings } from "../../kb/remote/open-remote-knowledge-base.ts";
import { shardedKnowledgeBase } from "../../kb/remote/sharded-knowledge-base.ts";
import { describeKnowledgeBase } from "../../testing/describe-knowledge-base.ts";
import { openRetrievalServer } from "./open-retrieval-server.ts";

/** With its server, which closes with it. */
async function served(
  pages: readonly Page[],
  settings: Partial<RemoteSettings> = {},
): Promise<KnowledgeBase> {
  const server = await openRetrievalServer(inMemoryKnowledgeBase(pages), { port: 0 });
  const remote = openRemoteKnowledgeBase({ url: server.url, ...settings });
  return {
    ...remote,
    close: async () => {
      await remote.close();
      await server.close();
    },
  };
}

async function shardsOf(pages: readonly Page[], count: number): Promise<readonly KnowledgeBase[]> {
  const parts = Array.from({ length: count }, (_, part) =>
    pages.filter((_, index) => index % count === part),
  );
  return Promise.all(parts.map((part) => served(part)));
}

describeKnowledgeBase("a remote knowledge base", { create: (pages) => served(pages) });

describeKnowledgeBase("a knowledge base of three remote shards", {
  create: async (pages) => shardedKnowledgeBase(await shardsOf(pages, 3), { mergeBy: "score" }),
});

const village = (number: number): Page => ({
  url: `https://villages.example/wiki/Village_${number}`,
  title: `Village "${number}"\n(Estonia)`,
  text: `The mill of village ${number}.\n\n${"It stands by the river, and has for long. ".repeat(60)}\nEnd ${number}.`,
});
const villages = Array.from({ length: 9 }, (_, number) => village(number));

test.each(["auto", "rlinf", "search-r1", "skyrl"] as const)(
  "passages come through whole and in order in the dialect %s",
  async (dialect) => {
    const remote = await served(villages, { dialect });
    const request = { query: "river mill", limit: 5, form: "passages" } as const;

    const expected = await inMemoryKnowledgeBase(villages).search(request);
    const found = await remote.search(request);
    await remote.close();

    expect(found.map(({ score: _, ...passage }) => passage)).toEqual(
      expected.map(({ score: _, ...passage }) => passage),
    );
    expect(found.map(({ score }) => score)).toEqual(
      dialect === "rlinf" ? [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5] : expected.map(({ score }) => score),
    );
  },
);

test("what is known of a page beyond its text comes through, and a page by any form of its URL", async () => {
  const page: Page = { ...village(1), excerpt: true, places: [{ start: 0, name: "page 3" }] };
  const remote = await served([page]);

  expect(await remote.access(page.url)).toEqual(page);
  expect(await remote.access("http://villages.example/w/index.php?title=Village%201")).toEqual(page);
  await remote.close();
});

test("shards merged by rank find a page wherever it is", async () => {
  const all = shardedKnowledgeBase(await shardsOf(villages, 3), { mergeBy: "rank" });

  for (const { title, url } of villages) {
    const found = await all.search({ query: title, limit: 9 });
    expect(found.map((passage) => passage.url)).toContain(url);
    expect((await all.access(url))?.title).toBe(title);
  }
  await all.close();
});
