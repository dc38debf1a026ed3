/** @file Several knowledge bases as one. */
import { expect, test } from "vitest";
import { FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page, Passage } from "../../core/knowledge-base.ts";
import { describeKnowledgeBase } from "../../testing/describe-knowledge-base.ts";
import { inMemoryKnowledgeBase } from "../in-memory.ts";
import { joinedKnowledgeBase } from "./joined-knowledge-base.ts";

describeKnowledgeBase("a join", {
  create: async (pages) => joinedKnowledgeBase([inMemoryKnowledgeBase(pages), inMemoryKnowledgeBase([])]),
});

interface Part {
  readonly name: string;
  readonly found?: readonly Passage[] | undefined;
  readonly pages?: readonly Page[] | undefined;
  readonly failure?: Error | undefined;
}

function part({
  name,
  found = [],
  pages = [],
  failure,
}: Part): KnowledgeBase & { readonly accessed: readonly string[] } {
  const accessed: string[] = [];
  return {
    name,
    accessed,
    search: async () => {
      if (failure !== undefined) throw failure;
      return found;
    },
    access: async (url) => {
      accessed.push(url);
      if (failure !== undefined) throw failure;
      return pages.find((page) => page.url === url);
    },
    close: async () => undefined,
  };
}

const passage = (url: string, text = url): Passage => ({ url, title: url, text, score: 1 });
const down = new FetchError("The web is down.");
const cannot = new ToolInputError("The web cannot be filtered.");
const ask = { query: "lakes", limit: 10 };

test("passages of all parts come in turn by rank, each page's passage once, best first", async () => {
  const documents = part({
    name: "documents",
    found: ["doc:1", "https://a.example/", "doc:3"].map((url) => passage(url)),
  });
  const web = part({
    name: "web",
    found: ["https://A.example", "https://b.example/"].map((url) => passage(url, "https://a.example/")),
  });
  const joined = joinedKnowledgeBase([documents, web]);
  const found = await joined.search(ask);

  expect(joined.name).toBe("documents + web");
  expect(found.map(({ url }) => url)).toEqual(["doc:1", "https://A.example", "https://b.example/", "doc:3"]);
  const scores = found.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  expect(await joined.search({ ...ask, limit: 2 })).toEqual(found.slice(0, 2));
});

test("where one part fails the other answers, and the failure is told", async () => {
  const told: [string, Error][] = [];
  const documents = part({ name: "documents", found: [passage("doc:1")] });
  const web = part({ name: "web", failure: down });
  const joined = joinedKnowledgeBase([documents, web], {
    onFailure: ({ name }, error) => told.push([name, error]),
  });

  expect((await joined.search(ask)).map(({ url }) => url)).toEqual(["doc:1"]);
  expect(told).toEqual([["web", down]]);
});

test("where all fail so does the search, and nothing is found where all find nothing", async () => {
  const joined = joinedKnowledgeBase([
    part({ name: "documents", failure: new FetchError("The index is damaged.") }),
    part({ name: "web", failure: down }),
  ]);

  await expect(joined.search(ask)).rejects.toThrow(FetchError);
  await expect(joined.search(ask)).rejects.toThrow("The index is damaged. The web is down.");
  expect(await joinedKnowledgeBase([part({ name: "a" }), part({ name: "b" })]).search(ask)).toEqual([]);
});

test("what only some parts can do is done by them; what none can is for the model to repair", async () => {
  const able = part({ name: "documents", found: [passage("doc:1")] });
  const unable = part({ name: "web", failure: cannot });

  expect(await joinedKnowledgeBase([able, unable]).search(ask)).toHaveLength(1);
  await expect(joinedKnowledgeBase([unable]).search(ask)).rejects.toBe(cannot);
  await expect(joinedKnowledgeBase([part({ name: "a", failure: down }), unable]).search(ask)).rejects.toBe(
    down,
  );
});

test("a bug is no failure of a part", async () => {
  const joined = joinedKnowledgeBase([
    part({ name: "a" }),
    part({ name: "b", failure: new RangeError("bug") }),
  ]);

  await expect(joined.search(ask)).rejects.toThrow(RangeError);
  await expect(joined.access("doc:1")).rejects.toThrow(RangeError);
});

test("a page is looked up in one part after another", async () => {
  const own = { url: "doc:1", title: "Own", text: "own" };
  const shared = { url: "https://a.example/", title: "Own copy", text: "copy" };
  const remote = { url: "https://b.example/", title: "Remote", text: "remote" };
  const documents = part({ name: "documents", pages: [own, shared] });
  const web = part({ name: "web", pages: [{ ...shared, title: "Live" }, remote] });
  const joined = joinedKnowledgeBase([documents, web]);

  expect(await joined.access("doc:1")).toBe(own);
  expect(await joined.access("https://a.example/")).toBe(shared);
  expect(web.accessed).toEqual([]);
  expect(await joined.access("https://b.example/")).toBe(remote);
  expect(await joined.access("https://c.example/")).toBeUndefined();
});

test("a page that a part could not look up is a failure only where no other part has it", async () => {
  const page = { url: "https://b.example/", title: "Remote", text: "remote" };
  const broken = part({ name: "documents", failure: down });

  expect(await joinedKnowledgeBase([broken, part({ name: "web", pages: [page] })]).access(page.url)).toBe(
    page,
  );
  await expect(joinedKnowledgeBase([broken, part({ name: "web" })]).access(page.url)).rejects.toBe(down);
});

test("it knows how many pages it holds where all its parts do", () => {
  const three = { ...part({ name: "a" }), pageCount: 3 };

  expect(joinedKnowledgeBase([three, { ...part({ name: "b" }), pageCount: 4 }]).pageCount).toBe(7);
  expect(joinedKnowledgeBase([three, part({ name: "web" })]).pageCount).toBeUndefined();
});

test("it is trusted where all its parts are", () => {
  const own = { ...part({ name: "seed" }), isTrusted: true } as const;

  expect(joinedKnowledgeBase([own, own]).isTrusted).toBe(true);
  expect(joinedKnowledgeBase([own, part({ name: "web" })]).isTrusted).toBeUndefined();
});
