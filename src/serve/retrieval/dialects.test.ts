/** @file The replies of each dialect, byte for byte. */
import { expect, test } from "vitest";
import { knownKnowledgeBase, post, python, serve } from "./retrieval.fixture.ts";

const first = String.raw`{"id":"12","title":"Python","text":"Python is a language.","contents":"\"Python\"\nPython is a language.","url":"https://en.wikipedia.org/w/index.php?title=Python"}`;
const second = String.raw`{"id":"https://en.wikipedia.org/w/index.php?title=Python","title":"Python","text":"It is named after \"Monty Python\" — 蟒.","contents":"\"Python\"\nIt is named after \"Monty Python\" — 蟒.","url":"https://en.wikipedia.org/w/index.php?title=Python"}`;

test.each([
  [
    "RLinf and ASearcher: documents",
    { queries: ["What is Python?", "Tallinn"], topk: 3, return_scores: false },
    `{"result":[[${first},${second}],[]]}`,
  ],
  [
    "Search-R1: documents with scores",
    { queries: ["What is Python?", "Tallinn"], topk: 3, return_scores: true },
    `{"result":[[{"document":${first},"score":0.83},{"document":${second},"score":0.5}],[]]}`,
  ],
  [
    "SkyRL: one query",
    { query: "What is Python?", topk: 1, return_scores: true },
    `{"result":[[{"document":${first},"score":0.83}]]}`,
  ],
  ["scores left out", { queries: ["Python"] }, `{"result":[[${first},${second}]]}`],
  ["no queries", { queries: [] }, `{"result":[]}`],
])("%s", async (_, request, expected) => {
  const response = await post(await serve(), "/retrieve", request);

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe(expected);
});

test("access gives pages in the order of their URLs, and null where there is none", async () => {
  const urls = ["https://en.wikipedia.org/wiki/Tallinn", python.url];

  const response = await post(await serve(), "/access", { urls });

  expect(await response.text()).toBe(
    String.raw`{"result":[null,{"id":"https://en.wikipedia.org/w/index.php?title=Python","title":"Python","text":"Python is a language.\nIt is named after Monty Python.","contents":"Python is a language.\nIt is named after Monty Python.","url":"https://en.wikipedia.org/w/index.php?title=Python"}]}`,
  );
});

test.each([
  "https://en.wikipedia.org/w/index.php/Python",
  "https://en.wikipedia.org/wiki/Python",
  "http://en.wikipedia.org/wiki/Pyth%6Fn",
])("a page is found by another form of its URL: %s", async (url) => {
  const response = await post(await serve(), "/access", { urls: [url] });

  expect(await response.json()).toMatchObject({ result: [{ url: python.url }] });
});

test.each([
  [{}, 3],
  [{ topk: null }, 3],
  [{ topk: 0 }, 3],
  [{ topk: 7 }, 7],
  [{ topk: 1_000_000 }, 100],
])("of %j the knowledge base is asked for %i passages, whole", async (topk, limit) => {
  const knowledgeBase = knownKnowledgeBase();

  await post(await serve(knowledgeBase), "/retrieve", { queries: ["Python"], ...topk });

  expect(knowledgeBase.searches).toMatchObject([{ query: "Python", limit, form: "passages" }]);
});

test("its health says what it serves", async () => {
  const { url } = await serve();

  const response = await fetch(`${url}/health`);

  expect(await response.text()).toBe(`{"status":"ok","pages":1,"name":"known"}`);
});
