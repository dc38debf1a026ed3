/** @file Shards: how rankings are merged, and what becomes of shards that fail. */
import { expect, test, vi } from "vitest";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Passage } from "../../core/knowledge-base.ts";
import { inMemoryKnowledgeBase } from "../in-memory.ts";
import { shardedKnowledgeBase } from "./sharded-knowledge-base.ts";

const passage = (url: string, score: number, text = `About ${url}.`): Passage => ({
  url,
  title: url,
  text,
  score,
});

function shard(name: string, changes: Partial<KnowledgeBase>): KnowledgeBase {
  return {
    name,
    search: async () => [],
    access: async () => undefined,
    close: async () => undefined,
    ...changes,
  };
}

const finding = (name: string, ...found: readonly Passage[]) => shard(name, { search: async () => found });
const failing = (name: string) =>
  shard(name, {
    search: async () => Promise.reject(new FetchError("no connection")),
    access: async () => Promise.reject(new FetchError("no connection")),
  });
const having = (name: string, url: string) =>
  shard(name, { access: async () => ({ url, title: name, text: name }) });
const byScore = { mergeBy: "score" } as const;
const query = { query: "anything", limit: 3 };

test("shards that score alike are merged by score, a page once, with its best score", async () => {
  const all = shardedKnowledgeBase(
    [finding("one", passage("a", 9), passage("b", 2)), finding("two", passage("c", 5), passage("b", 4))],
    byScore,
  );

  expect(await all.search(query)).toEqual([passage("a", 9), passage("c", 5), passage("b", 4)]);
  expect(await all.search({ ...query, limit: 1 })).toEqual([passage("a", 9)]);
});

test("shards whose scores do not compare are merged by rank, and what several found comes first", async () => {
  const all = shardedKnowledgeBase(
    [
      finding("words", passage("a", 31), passage("b", 30)),
      finding("meanings", passage("c", 0.8), passage("b", 0.7)),
    ],
    { mergeBy: "rank" },
  );

  const found = await all.search(query);

  expect(found.map(({ url }) => url)).toEqual(["b", "a", "c"]);
  expect(found.map(({ score }) => score)).toEqual([1 / 62 + 1 / 62, 1 / 61, 1 / 61]);
});

test("in the form of passages a page may come with several, and the same one only once", async () => {
  const all = shardedKnowledgeBase(
    [
      finding("one", passage("a", 9, "first"), passage("a", 8, "second")),
      finding("two", passage("a", 7, "first")),
    ],
    byScore,
  );

  const found = await all.search({ ...query, form: "passages" });

  expect(found.map(({ text }) => text)).toEqual(["first", "second"]);
});

test("a shard that fails makes the search fail, and is named", async () => {
  const onShardFailure = vi.fn();
  const all = shardedKnowledgeBase([finding("one", passage("a", 9)), failing("two")], {
    ...byScore,
    onShardFailure,
  });

  await expect(all.search(query)).rejects.toThrow(
    new FetchError("The shard two of one+two failed: no connection"),
  );
  expect(onShardFailure).toHaveBeenCalledExactlyOnceWith({
    shard: 1,
    name: "two",
    error: new FetchError("no connection"),
  });
});

test("a shard that fails may be left out, and is counted", async () => {
  const onShardFailure = vi.fn();
  const all = shardedKnowledgeBase([failing("one"), finding("two", passage("a", 9))], {
    ...byScore,
    allowMissing: true,
    onShardFailure,
  });

  expect(await all.search(query)).toEqual([passage("a", 9)]);
  expect(onShardFailure).toHaveBeenCalledOnce();
});

test("where all shards fail nothing was searched, whatever may be missing", async () => {
  const all = shardedKnowledgeBase([failing("one"), failing("two")], { ...byScore, allowMissing: true });

  await expect(all.search(query)).rejects.toThrow(FetchError);
  await expect(all.access("a")).rejects.toThrow(FetchError);
});

test("a page comes from the first shard that has it, though others fail", async () => {
  const shards = [shard("none", {}), having("one", "a"), having("two", "a"), failing("three")];

  expect((await shardedKnowledgeBase(shards, byScore).access("a"))?.title).toBe("one");
});

test("a page that no shard has is missing only if all of them answered", async () => {
  const shards = [shard("none", {}), failing("two")];

  expect(await shardedKnowledgeBase([shard("none", {})], byScore).access("a")).toBeUndefined();
  await expect(shardedKnowledgeBase(shards, byScore).access("a")).rejects.toThrow("The shard two");
  const tolerant = shardedKnowledgeBase(shards, { ...byScore, allowMissing: true });
  expect(await tolerant.access("a")).toBeUndefined();
});

test("what a shard cannot do is told as the shard tells it, and a bug stays a bug", async () => {
  const refusing = shard("one", { search: async () => Promise.reject(new ToolInputError("cannot filter")) });
  const broken = shard("one", { search: async () => Promise.reject(new TypeError("broken")) });
  const settings = { ...byScore, allowMissing: true };

  await expect(shardedKnowledgeBase([refusing], settings).search(query)).rejects.toThrow(ToolInputError);
  await expect(shardedKnowledgeBase([broken], settings).search(query)).rejects.toThrow(TypeError);
});

test("a shard that is not waited for any more is told to stop", async () => {
  let asked: AbortSignal | undefined;
  const slow = shard("slow", {
    access: (_, signal) =>
      new Promise((_resolve, reject) => {
        asked = signal;
        signal?.addEventListener("abort", () => reject(signal.reason));
      }),
  });

  const all = shardedKnowledgeBase([having("one", "a"), slow], byScore);

  expect((await all.access("a"))?.title).toBe("one");
  expect(asked?.aborted).toBe(true);
});

test("pages are counted where all shards count them", () => {
  const two = inMemoryKnowledgeBase(["a", "b"].map((url) => ({ url, title: url, text: url })));
  const one = inMemoryKnowledgeBase([{ url: "c", title: "c", text: "c" }]);

  expect(shardedKnowledgeBase([two, one], byScore).pageCount).toBe(3);
  expect(shardedKnowledgeBase([two, shard("?", {})], byScore).pageCount).toBeUndefined();
  expect(() => shardedKnowledgeBase([], byScore)).toThrow(ConfigError);
});
