import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ControlledEvaluateInputItem,
  getLlama,
  type Llama,
  LlamaLogLevel,
  type LlamaModel,
  readGgufFileInfo,
  type Token,
} from "node-llama-cpp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { openTokenizer } from "../tokenizer/tokenizer.ts";
import { trainTokenizer } from "../tokenizer/train-tokenizer.ts";
import { writeGguf } from "./gguf.ts";
import { lopsidedWeights, ownLogprobs, tinyConfig } from "./tiny-model.fixture.ts";

const SAMPLES = [
  'Peru | Lima | 1,285,216\nChile | Santiago | 756,102 (2023)\n"What is the capital of Estonia?" — Tallinn.',
  "The 195 countries, in 2024: 北京是中国的首都。 Ελλάδα: Αθήνα. l'état, don't; it's 'there' 'twas",
  '  two  spaces\tand a tab\n\n\n{"name": "search", "arguments": {"query": "x"}}…  ',
  "<|im_start|>user\nnaïve café, Ünïcödé 🙂🙂 −12.5 °C ½ ①",
];
const special = ["<|end|>", "<|im_start|>"];
const tokenizer = trainTokenizer(new Map(SAMPLES.map((text) => [`${text} ${text}`.repeat(3), 1])), {
  size: 400,
  special,
});
const ours = openTokenizer(tokenizer);
const config = tinyConfig;
const weights = lopsidedWeights(config, 7);
const source = { name: "tiny", config, weights, tokenizer, endToken: "<|end|>" };

let directory = "";
let llama: Llama;
let model: LlamaModel;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-gguf-"));
  llama = await getLlama({ gpu: false, build: "never", maxThreads: 1, logLevel: LlamaLogLevel.error });
  model = await load("tiny", writeGguf(source));
  // starting llama.cpp starts a process, which a busy machine may keep waiting
}, 120_000);
afterAll(async () => {
  await model.dispose();
  await llama.dispose();
  await rm(directory, { recursive: true });
});

test("llama.cpp finds the next-token probabilities of our own forward pass, to three digits", async () => {
  const tokens = ours.encode(SAMPLES.join("\n")).slice(0, 48);

  const theirs = await llamaLogprobs(model, tokens);
  const graph = await ownLogprobs(config, weights, tokens);
  expect(Math.max(...graph) - Math.min(...graph)).toBeGreaterThan(2);
  for (const [index, logprob] of graph.entries())
    expect(Math.abs(theirs[index]! - logprob)).toBeLessThan(5e-3);
});

test("a file in half precision is half as long and says the same", async () => {
  const bytes = writeGguf({ ...source, precision: "F16" });
  const half = await load("half", bytes);
  const tokens = ours.encode(SAMPLES[0]!).slice(0, 24);

  expect(bytes.length).toBeLessThan(0.6 * writeGguf(source).length);
  const graph = await ownLogprobs(config, weights, tokens);
  const theirs = await llamaLogprobs(half, tokens);
  for (const [index, logprob] of graph.entries())
    expect(Math.abs(theirs[index]! - logprob)).toBeLessThan(2e-2);
  await half.dispose();
});

test.each(SAMPLES)("llama.cpp's tokens of %j are ours, and give the text back", (text) => {
  expect(model.tokenize(text)).toEqual(ours.encode(text));
  expect(model.detokenize(model.tokenize(text))).toBe(text);
});

test("control tokens are only read where they are asked for, and the end token ends a text", () => {
  const [end, start] = special.map(ours.special);

  expect(model.tokenize("<|im_start|>", true)).toEqual([start]);
  expect(model.tokenize("<|im_start|>").length).toBeGreaterThan(1);
  expect(model.tokens.eos).toBe(end);
  expect(model.tokens.shouldPrependBosToken).toBe(false);
});

test("the file says what it is", async () => {
  const info = await readGgufFileInfo(join(directory, "tiny.gguf"));

  expect(info.metadata.general).toMatchObject({ architecture: "qwen3", name: "tiny", file_type: 0 });
  expect(model.trainContextSize).toBe(2048);
});

test("a tokenizer with more ids than the model is refused", () => {
  expect(() => writeGguf({ ...source, config: { ...config, vocabularySize: 300 } })).toThrow(
    new ConfigError("The tokenizer has ids up to 399, the model only up to 299."),
  );
});

async function load(name: string, bytes: Uint8Array): Promise<LlamaModel> {
  const modelPath = join(directory, `${name}.gguf`);
  await writeFile(modelPath, bytes);
  return llama.loadModel({ modelPath });
}

/** Of each token but the first. */
async function llamaLogprobs(from: LlamaModel, tokens: readonly number[]): Promise<readonly number[]> {
  const context = await from.createContext({ contextSize: 256, threads: 1 });
  const read = tokens
    .filter(isToken)
    .map(
      (token): ControlledEvaluateInputItem => [
        token,
        { generateNext: { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } } },
      ],
    );
  const results = await context.getSequence().controlledEvaluate(read);
  await context.dispose();
  return tokens
    .filter(isToken)
    .slice(1)
    .map((token, index) => Math.log(results[index]?.next.probabilities?.get(token) ?? 0));
}

function isToken(id: number): id is Token {
  return Number.isInteger(id);
}
