import { afterEach, expect, test } from "vitest";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { type Behaviour, type FakeService, fakeService } from "../web/fake-service.fixture.ts";
import { buildOpenSearchIndex } from "./build.ts";

const page = { url: "https://example.org/mali", title: "Mali", text: "Mali is landlocked." };
const zeros = async (texts: readonly string[]) => texts.map(() => [0]);
const embedder: Embedder = { model: "m", dimensions: 1, embedQueries: zeros, embedPassages: zeros };

const services: FakeService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

/** A cluster without indexes, which answers to one kind of request as it is told. */
async function cluster(special: RegExp, answer: Behaviour): Promise<FakeService> {
  const service = await fakeService(({ method, path }) => {
    if (special.test(`${method} ${path}`)) return answer;
    return path.startsWith("/_resolve") ? { status: 404 } : { body: { items: [] } };
  });
  services.push(service);
  return service;
}

test.each(["Wiki", "wiki 2018", "_wiki", "", "wiki/2018", "*", "x".repeat(300)])(
  "an index cannot be called '%s'",
  async (index) => {
    const building = buildOpenSearchIndex([page], { node: "http://127.0.0.1:1", index });

    await expect(building).rejects.toThrow(/cannot be called .* use small letters/u);
  },
);

test("a cluster that is out of reach is the user's to start", async () => {
  await expect(buildOpenSearchIndex([page], { node: "http://127.0.0.1:1", index: "wiki" })).rejects.toThrow(
    /^The index wiki cannot be built: no OpenSearch cluster answers at 127\.0\.0\.1:1 .* Start it/u,
  );
});

test("a user who may not write is told so", async () => {
  const { url } = await cluster(/^PUT/u, { status: 403, body: { error: { type: "security_exception" } } });

  await expect(buildOpenSearchIndex([page], { node: url, index: "wiki" })).rejects.toThrow(
    /refuses this user \(403\)/u,
  );
});

test("vectors need the k-NN plugin", async () => {
  const reason = "unknown setting [index.knn] please check that any required plugins are installed";
  const error = { type: "illegal_argument_exception", reason };
  const { url } = await cluster(/^PUT/u, { status: 400, body: { error, status: 400 } });

  await expect(buildOpenSearchIndex([page], { node: url, index: "wiki", embedder })).rejects.toThrow(
    /has no k-NN plugin, .* Install opensearch-knn/u,
  );
});

test("a cluster that stays busy ends the build, and what was begun is removed", async () => {
  const { url, asked } = await cluster(/_bulk/u, { status: 429 });
  const clock = virtualClock();

  const building = buildOpenSearchIndex([page], { node: url, index: "wiki", clock });

  await expect(building).rejects.toThrow(ConfigError);
  await expect(building).rejects.toThrow("status 429");
  expect(clock.slept.length).toBe(11);
  expect(asked.at(-1)).toMatchObject({
    method: "DELETE",
    path: asked.find(({ method }) => method === "PUT")?.path,
  });
});

test("an answer that leaves out a passage is not taken for a success", async () => {
  const { url } = await cluster(/_bulk/u, { body: { items: [] } });

  await expect(buildOpenSearchIndex([page], { node: url, index: "wiki" })).rejects.toThrow(
    "it answered 0 of 1 passages",
  );
});

test("an embedder that gives too few vectors ends the build", async () => {
  const { url } = await cluster(/never/u, {});
  const none = { ...embedder, embedPassages: async () => [] };

  await expect(buildOpenSearchIndex([page], { node: url, index: "wiki", embedder: none })).rejects.toThrow(
    "The embedding model gave 0 vectors for 1 passages.",
  );
});
