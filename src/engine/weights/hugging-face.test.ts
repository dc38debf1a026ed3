import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { openTokenizer } from "../tokenizer/tokenizer.ts";
import { trainTokenizer } from "../tokenizer/train-tokenizer.ts";
import { writeHuggingFaceFolder } from "./hugging-face.ts";
import { readSafetensors } from "./safetensors.ts";
import { lopsidedWeights, tinyConfig } from "./tiny-model.fixture.ts";

const tokenizer = trainTokenizer(new Map([["Mali Mali", 2]]), { size: 270, special: ["<|pad|>", "<|end|>"] });
const weights = lopsidedWeights(tinyConfig, 1);
const model = { config: tinyConfig, weights, tokenizer, endToken: "<|end|>" };

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-hugging-face-"));
});
afterAll(() => rm(directory, { recursive: true }));

const read = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(join(directory, path), "utf8"));

test("the folder has all files, the weights as they are and the tokenizer that was given", async () => {
  await writeHuggingFaceFolder(join(directory, "a", "whole"), { ...model, chatTemplate: "{{ messages }}" });

  expect((await readdir(join(directory, "a", "whole"))).sort()).toEqual([
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
  ]);
  const file = join(directory, "a", "whole", "model.safetensors");
  const { tensors, metadata } = readSafetensors(await readFile(file), file);
  expect(new Map([...tensors].map(([name, { values }]) => [name, values]))).toEqual(weights);
  expect(tensors.get("model.layers.1.self_attn.k_proj.weight")?.shape).toEqual([64, 64]);
  expect(metadata).toEqual({ format: "pt" });
  expect(openTokenizer(await read("a/whole/tokenizer.json")).encode("Mali")).toEqual(
    openTokenizer(tokenizer).encode("Mali"),
  );
  expect(await read("a/whole/tokenizer_config.json")).toMatchObject({
    chat_template: "{{ messages }}",
    eos_token: "<|end|>",
  });
});

test("the configuration is that of Qwen3, and sampling is from the whole distribution", async () => {
  await writeHuggingFaceFolder(join(directory, "half"), { ...model, precision: "F16" });

  expect(await read("half/config.json")).toMatchObject({
    architectures: ["Qwen3ForCausalLM"],
    model_type: "qwen3",
    vocab_size: 448,
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 32,
    intermediate_size: 96,
    rope_theta: 10_000,
    rms_norm_eps: 1e-6,
    max_position_embeddings: 2048,
    tie_word_embeddings: true,
    eos_token_id: 1,
    torch_dtype: "float16",
  });
  expect(await read("half/generation_config.json")).toMatchObject({ top_k: 0, top_p: 1, temperature: 1 });
});

test("a place that cannot be written and an end token that there is not are said in a line", async () => {
  await writeFile(join(directory, "taken"), "");

  await expect(writeHuggingFaceFolder(join(directory, "taken"), model)).rejects.toThrow(
    /^Cannot write the model to ".*taken": a file of that name is in the way \(EEXIST\)\.$/,
  );
  await expect(writeHuggingFaceFolder(directory, { ...model, endToken: "</s>" })).rejects.toThrow(
    new ConfigError('The tokenizer has no added token "</s>".'),
  );
});
