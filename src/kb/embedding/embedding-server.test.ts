/** @file Embedding through a server that speaks the protocol of OpenAI. */
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { ConfigError, FetchError } from "../../core/errors.ts";
import { type Asked, type Behaviour, type FakeService, fakeService } from "../web/fake-service.fixture.ts";
import { embeddingRecord, requireSameEmbedding } from "./embedding-record.ts";
import { type embeddingServerSettings, openEmbeddingServer } from "./embedding-server.ts";
import { embeddingPresets } from "./presets.ts";

const servers: FakeService[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const request = z.strictObject({
  model: z.string(),
  input: z.array(z.string().min(1)),
  encoding_format: z.literal("float"),
});

/** A text's vector says how long it is and with what it begins. */
function vectorOf(text: string): readonly number[] {
  return [text.length, text.charCodeAt(0), 1];
}

function replyTo({ body }: Asked): Behaviour {
  const { input, model } = request.parse(body);
  const data = input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
  return {
    body: { object: "list", data: data.toReversed(), model, usage: { prompt_tokens: 5, total_tokens: 5 } },
  };
}

async function serverOf(answers: Parameters<typeof fakeService>[0] = replyTo): Promise<FakeService> {
  const server = await fakeService(answers);
  servers.push(server);
  return server;
}

type Settings = Partial<z.input<typeof embeddingServerSettings>>;

function open(server: FakeService, settings: Settings = {}) {
  return openEmbeddingServer(
    { url: server.url, model: "intfloat/e5-base-v2", normalise: false, ...settings },
    { clock: virtualClock(), chance: () => 0 },
  );
}

const inputsOf = (server: FakeService) => server.asked.map(({ body }) => request.parse(body).input);

test("texts go out with their prefixes and vectors come back in their order, whatever the server's order", async () => {
  const server = await serverOf();
  const embedder = await open(server, {
    ...embeddingPresets.e5,
    normalise: false,
    dimensions: 3,
    apiKey: "sk-1",
  });

  expect(await embedder.embedQueries(["lake", "river bed"])).toEqual([
    vectorOf("query: lake"),
    vectorOf("query: river bed"),
  ]);
  expect(await embedder.embedPassages(["lake"])).toEqual([vectorOf("passage: lake")]);
  expect(server.asked[0]).toMatchObject({
    method: "POST",
    path: "/v1/embeddings",
    headers: { authorization: "Bearer sk-1" },
    body: {
      model: "intfloat/e5-base-v2",
      input: ["query: lake", "query: river bed"],
      encoding_format: "float",
    },
  });
});

test.each(["", "/", "/v1", "/v1/", "/v1/embeddings"])("the address may end with '%s'", async (end) => {
  const server = await serverOf();
  await openEmbeddingServer({ url: `${server.url}/proxy${end}`, model: "m" });

  expect(server.asked.map(({ path }) => path)).toEqual(["/proxy/v1/embeddings"]);
});

test("without a key none is sent", async () => {
  const server = await serverOf();
  await open(server);

  expect(server.asked[0]?.headers["authorization"]).toBeUndefined();
});

test("where the dimensions are not given the server is asked once; else only for what is wanted", async () => {
  const server = await serverOf();

  expect((await open(server)).dimensions).toBe(3);
  expect(server.asked).toHaveLength(1);
  expect((await open(server, { dimensions: 3 })).dimensions).toBe(3);
  expect(server.asked).toHaveLength(1);
});

test("many texts go in batches, as many at once as allowed, and come back in their order", async () => {
  let most = 0;
  const server = await serverOf(async (asked) => {
    most = Math.max(most, server.running());
    await new Promise((resolve) => setImmediate(resolve));
    return replyTo(asked);
  });
  const embedder = await open(server, { dimensions: 3, batchSize: 4, concurrency: 3 });
  const texts = Array.from({ length: 50 }, (_, index) => "x".repeat(index + 1));

  expect(await embedder.embedPassages(texts)).toEqual(texts.map(vectorOf));
  expect(
    inputsOf(server)
      .map((input) => input.length)
      .sort(),
  ).toEqual([2, ...new Array(12).fill(4)]);
  expect(most).toBeLessThanOrEqual(3);
  expect(await embedder.embedPassages([])).toEqual([]);
});

test("vectors are brought to length 1, but for one of zeros", async () => {
  const server = await serverOf([{ body: { data: [{ embedding: [3, 4] }, { embedding: [0, 0] }] } }]);
  const embedder = await open(server, { dimensions: 2, normalise: true });
  const [vector, zeros] = await embedder.embedPassages(["a", "b"]);

  expect(vector![0]).toBeCloseTo(0.6);
  expect(vector![1]).toBeCloseTo(0.8);
  expect(zeros).toEqual([0, 0]);
});

test("an empty text is sent as one that servers take", async () => {
  const server = await serverOf();
  const embedder = await open(server, { dimensions: 3 });
  await embedder.embedPassages(["", "a"]);

  expect(inputsOf(server)).toEqual([[" ", "a"]]);
});

test("vectors of other dimensions are the user's to mend", async () => {
  const server = await serverOf();
  const embedder = await open(server, { dimensions: 768 });
  const embedded = embedder.embedQueries(["lake"]);

  await expect(embedded).rejects.toThrow(ConfigError);
  await expect(embedded).rejects.toThrow("have 3 numbers, not 768");
});

test("a server that cannot be asked for its dimensions is the user's to mend, and its key is not shown", async () => {
  const server = await serverOf([{ status: 401, body: { error: { message: "Incorrect API key: sk-1" } } }]);
  const refused = open(server, { apiKey: "sk-1", keyVariable: "EMBEDDING_API_KEY" });

  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toThrow("EMBEDDING_API_KEY");
  await expect(refused).rejects.not.toThrow("sk-1");
});

test.each<[string, Behaviour]>([
  ["too few vectors", { body: { data: [{ index: 0, embedding: [1] }] } }],
  [
    "one vector twice",
    {
      body: {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [1] },
        ],
      },
    },
  ],
  ["vectors of texts", { body: { data: [{ index: 0, embedding: ["1"] }] } }],
  ["numbers that are none", { body: '{"data":[{"index":0,"embedding":[null]}]}' }],
  ["vectors without numbers", { body: { data: [{ index: 0, embedding: [] }] } }],
  ["no list", { body: { error: "model not loaded" } }],
  ["a failure", { status: 500 }],
])("%s is a failure", async (_, behaviour) => {
  const server = await serverOf([behaviour]);
  const embedder = await open(server, { dimensions: 1 });

  await expect(embedder.embedQueries(["a", "b"])).rejects.toThrow(FetchError);
});

test("an overload passes", async () => {
  const server = await serverOf((asked, call) => (call < 2 ? { status: 429 } : replyTo(asked)));
  const embedder = await open(server, { dimensions: 3 });

  expect(await embedder.embedQueries(["lake"])).toEqual([vectorOf("lake")]);
});

test("where one batch fails the others are not asked for any more", async () => {
  const server = await serverOf([{ status: 400, body: "too long" }]);
  const embedder = await open(server, { dimensions: 3, batchSize: 1, concurrency: 1 });

  await expect(embedder.embedPassages(new Array(100).fill("a"))).rejects.toThrow("too long");
  expect(server.asked.length).toBeLessThan(5);
});

test("an abort ends a call with its reason", async () => {
  const server = await serverOf(["silent"]);
  const embedder = await open(server, { dimensions: 3 });
  const reason = new Error("enough");
  const controller = new AbortController();
  const embedded = embedder.embedQueries(["lake"], controller.signal);
  controller.abort(reason);

  await expect(embedded).rejects.toBe(reason);
  await embedder.close();
});

const record = {
  model: "intfloat/e5-base-v2",
  dimensions: 768,
  queryPrefix: "query: ",
  passagePrefix: "passage: ",
  pooling: "mean",
  normalise: true,
  maxTokens: 256,
} as const;

test("an index is searched with what it was built with", () => {
  expect(() => requireSameEmbedding(record, { ...record })).not.toThrow();
  // what a server does with tokens is not known
  const { pooling: _, maxTokens: __, ...served } = record;
  expect(() => requireSameEmbedding(record, served)).not.toThrow();
  expect(() => requireSameEmbedding(served, record)).not.toThrow();
});

test.each([
  { model: "BAAI/bge-base-en" },
  { dimensions: 384 },
  { queryPrefix: "" },
  { passagePrefix: "" },
  { pooling: "cls" },
  { normalise: false },
  { maxTokens: 512 },
] as const)("an embedder with another %j is refused, and both are named", (change) => {
  const [field] = Object.keys(change);
  const check = () => requireSameEmbedding(record, { ...record, ...change });

  expect(check).toThrow(ConfigError);
  expect(check).toThrow(new RegExp(`built with ${field} .+, and the embedder given has ${field} `));
});

test("an embedder that says nothing of itself has no prefixes and does not normalise", () => {
  const embedder = {
    model: "own",
    dimensions: 2,
    embedQueries: async () => [],
    embedPassages: async () => [],
  };

  expect(embeddingRecord(embedder)).toEqual({
    model: "own",
    dimensions: 2,
    queryPrefix: "",
    passagePrefix: "",
    normalise: false,
  });
});
