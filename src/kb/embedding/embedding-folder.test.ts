/** @file An embedder that runs a model folder in a thread of its own. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { OpenEmbedder } from "./embedder.ts";
import { openEmbeddingFolder } from "./embedding-folder.ts";
import { embeddingRecord } from "./embedding-record.ts";
import { embeddingPresets } from "./presets.ts";
import { expectVectors, makeTinyFolder, mean, vectorsOf, WIDTH, WORDS } from "./tiny-folder.fixture.ts";

const settings = { ...embeddingPresets.e5, maxTokens: 64, threads: 1, batchSize: 3 };
let directory: string;
let embedder: OpenEmbedder;

beforeAll(async () => {
  directory = await makeTinyFolder();
  embedder = await openEmbeddingFolder(directory, settings);
});

afterAll(async () => {
  await embedder.close();
  await rm(directory, { recursive: true });
});

function unit(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

test("E5's preset takes the mean of the tokens with its prefixes, at length 1", async () => {
  expect(embedder).toMatchObject({ model: "tiny", dimensions: WIDTH });
  expectVectors(await embedder.embedQueries(["Lake", "deep rivers"]), [
    unit(mean(vectorsOf("query : lake"))),
    unit(mean(vectorsOf("query : deep river ##s"))),
  ]);
  expectVectors(await embedder.embedPassages(["lake"]), [unit(mean(vectorsOf("passage : lake")))]);
});

test("batches give what each text gives alone, in the order of the texts", async () => {
  const texts = Array.from({ length: 20 }, (_, index) => WORDS[4 + (index % 5)]!);
  const together = await embedder.embedPassages(texts);

  for (const [index, text] of texts.entries())
    expectVectors([together[index]!], await embedder.embedPassages([text]));
  expect(await embedder.embedPassages([])).toEqual([]);
});

test("calls at once each get their own vectors", async () => {
  const found = await Promise.all(
    Array.from({ length: 30 }, (_, index) => embedder.embedQueries([WORDS[4 + (index % 5)]!])),
  );

  for (const [index, vectors] of found.entries()) {
    expectVectors(vectors, [unit(mean(vectorsOf(`query : ${WORDS[4 + (index % 5)]!}`)))]);
  }
});

test("an abort ends a call with its reason and leaves the others alone", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const stopped = Array.from({ length: 5 }, () => embedder.embedQueries(["lake"], controller.signal));
  const other = embedder.embedQueries(["lake"]);
  controller.abort(reason);

  for (const one of stopped) await expect(one).rejects.toBe(reason);
  expect(await other).toHaveLength(1);
});

test("what an index must remember of it is complete", () => {
  expect(embeddingRecord(embedder)).toEqual({
    model: "tiny",
    dimensions: WIDTH,
    queryPrefix: "query: ",
    passagePrefix: "passage: ",
    pooling: "mean",
    normalise: true,
    maxTokens: 64,
  });
});

test("what its thread finds wrong with a model reaches the user", async () => {
  const wrong = await makeTinyFolder({ pools: true });
  const opened = openEmbeddingFolder(wrong, settings);

  await expect(opened).rejects.toThrow(ConfigError);
  await expect(opened).rejects.toThrow("does not give a vector for each token");
  await rm(wrong, { recursive: true });
});

test("no folder, and more tokens than the model has positions for, are the user's to mend", async () => {
  await expect(openEmbeddingFolder(join(directory, "none"), settings)).rejects.toThrow(ConfigError);
  await expect(openEmbeddingFolder(directory, { ...settings, maxTokens: 65 })).rejects.toThrow("64 or less");
});

test("once closed it refuses, and may be closed again", async () => {
  const running = embedder.embedQueries(["lake"]);
  const refused = expect(running).rejects.toThrow(FetchError);
  await embedder.close();
  await embedder.close();

  await refused;
  await expect(embedder.embedQueries(["lake"])).rejects.toThrow(FetchError);
});
