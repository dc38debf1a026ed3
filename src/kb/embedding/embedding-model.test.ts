/** @file What an embedding model makes of texts, against vectors worked out by hand. */
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { type EmbeddingModel, type EmbeddingModelSettings, openEmbeddingModel } from "./embedding-model.ts";
import { readFolder } from "./folder-files.ts";
import {
  expectVectors,
  makeTinyFolder,
  mean,
  STEP,
  type TinyFolder,
  vectorsOf,
  WIDTH,
} from "./tiny-folder.fixture.ts";

const models: EmbeddingModel[] = [];
const directories: string[] = [];

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
  await Promise.all(directories.splice(0).map((directory) => rm(directory, { recursive: true })));
});

async function folder(options?: TinyFolder): Promise<string> {
  const directory = await makeTinyFolder(options);
  directories.push(directory);
  return directory;
}

async function open(
  settings: Partial<EmbeddingModelSettings>,
  options?: TinyFolder,
): Promise<EmbeddingModel> {
  const files = await readFolder(await folder(options), undefined);
  const model = await openEmbeddingModel({ files, pooling: "mean", maxTokens: 64, threads: 1, ...settings });
  models.push(model);
  return model;
}

async function embed(
  model: EmbeddingModel,
  texts: readonly string[],
): Promise<readonly (readonly number[])[]> {
  const values = await model.embed(texts);
  expect(values).toHaveLength(texts.length * WIDTH);
  return texts.map((_, row) => Array.from(values.subarray(row * WIDTH, (row + 1) * WIDTH)));
}

test.each([
  ["mean", (text: string) => mean(vectorsOf(text))],
  ["cls", (text: string) => vectorsOf(text)[0]!],
  ["last", (text: string) => vectorsOf(text).at(-1)!],
] as const)(
  "%s pooling looks at a text's own tokens only, whatever stands beside it in the batch",
  async (pooling, expected) => {
    const model = await open({ pooling });

    expectVectors(
      await embed(model, ["lake", "Deep river lake", "", "rivers", "snow"]),
      ["lake", "deep river lake", "", "river ##s", "[UNK]"].map(expected),
    );
  },
);

test("a decoder gets its positions and an empty past, and the last token is the text's", async () => {
  const model = await open({ pooling: "last" }, { isDecoder: true });

  expectVectors(await embed(model, ["lake", "deep river lake"]), [
    vectorsOf("lake", STEP).at(-1)!,
    vectorsOf("deep river lake", STEP).at(-1)!,
  ]);
});

test("a model whose vectors are of half precision is read like any other", async () => {
  const model = await open({ pooling: "last" }, { isHalf: true });

  expectVectors(await embed(model, ["lake"]), [vectorsOf("lake").at(-1)!], 2);
});

test("of a long text the end is cut off, but not its special tokens", async () => {
  const model = await open({ maxTokens: 5 });

  expectVectors(await embed(model, [`deep river lake ${"lake ".repeat(500)}`, "lake"]), [
    mean(vectorsOf("deep river lake")),
    mean(vectorsOf("lake")),
  ]);
});

test.each([1, 2])("room for %i tokens is room for special ones only", async (maxTokens) => {
  const model = await open({ maxTokens });

  expectVectors(await embed(model, ["lake river"]), [mean(vectorsOf("").slice(0, maxTokens))]);
});

test.each<[string, TinyFolder, string]>([
  ["asks for what a text does not have", { extraInput: "pixel_values" }, "pixel_values"],
  ["gives one vector a text", { pools: true }, "does not give a vector for each token"],
])("a model that %s is refused", async (_, options, message) => {
  const refused = open({}, options).then((model) => model.embed(["lake"]));

  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toThrow(message);
});

test.each<[string, string, string | undefined]>([
  ["no config.json", "config.json", undefined],
  ["a config.json that is no JSON", "config.json", "{"],
  ["a config.json of something else", "config.json", '{"max_position_embeddings":"many"}'],
  ["no tokenizer.json", "tokenizer.json", undefined],
  ["a tokenizer.json of something else", "tokenizer.json", '{"version":"1.0"}'],
  ["a tokenizer of an unknown kind", "tokenizer.json", '{"model":{"type":"Magic"}}'],
  ["no graph", "onnx/model.onnx", undefined],
  ["a graph that is damaged", "onnx/model.onnx", "not a graph"],
])("a folder with %s is the user's to mend", async (_, file, content) => {
  const directory = await folder();
  if (content === undefined) await rm(join(directory, file));
  else await writeFile(join(directory, file), content);
  const opened = readFolder(directory, undefined).then((files) =>
    openEmbeddingModel({ files, pooling: "mean", maxTokens: 64, threads: 1 }),
  );

  await expect(opened).rejects.toThrow(ConfigError);
});

test("the graph is found wherever it is usual, and named where there are several", async () => {
  const directory = await folder({ file: "onnx/model_quantized.onnx" });
  const quantised = join(directory, "onnx", "model_quantized.onnx");
  const [a, b] = [join(directory, "onnx", "a.onnx"), join(directory, "onnx", "b.onnx")];
  await cp(quantised, a);
  expect((await readFolder(directory, undefined)).graph).toBe(quantised);
  await cp(quantised, b);
  await rm(quantised);

  await expect(readFolder(directory, undefined)).rejects.toThrow("a.onnx, b.onnx");
  expect((await readFolder(directory, "onnx/b.onnx")).graph).toBe(b);
  await rm(b);
  expect((await readFolder(directory, undefined)).graph).toBe(a);
  const bare = await folder({ file: "tiny.onnx" });
  expect((await readFolder(bare, undefined)).graph).toBe(join(bare, "tiny.onnx"));
});
