import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Llama, LlamaModel } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, SamplerError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import type { TokenRequest, TokenSampler } from "../../core/token-sampler.ts";
import { openTokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { trainTokenizer } from "../../engine/tokenizer/train-tokenizer.ts";
import { writeGguf } from "../../engine/weights/gguf.ts";
import { lopsidedWeights, ownLogprobs, tinyConfig } from "../../engine/weights/tiny-model.fixture.ts";
import { describeSampler } from "../../testing/describe-sampler.ts";
import { createSampler } from "../create-sampler.ts";
import { ggufTokenSampler } from "./gguf-token-sampler.ts";
import { loadLibrary, startLlama } from "./load-library.ts";
import { type GgufSampler, openGgufSampler } from "./open-gguf-sampler.ts";
import { templateRenderer } from "./template-renderer.ts";
import { ggufTokenizer } from "./tokens.ts";

const special = ["<|im_end|>", "<|im_start|>", "<tool_call>", "</tool_call>"];
const tokenizer = trainTokenizer(new Map([["Say the word apple. Search for the capital of Mali.", 3]]), {
  size: 300,
  special,
});
const ours = openTokenizer(tokenizer);
const weights = lopsidedWeights(tinyConfig, 5);
const QWEN3 = "<|im_start|> … <tool_call>";
const CHAT_ML =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** Starting llama.cpp starts a process, which a busy machine may keep waiting. */
const PATIENCE_MS = 120_000;

let directory = "";
let llama: Llama;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-gguf-sampler-"));
  for (const [name, chatTemplate] of [
    ["qwen3", QWEN3],
    ["chat-ml", CHAT_ML],
    ["none", undefined],
  ] as const) {
    const endToken = "<|im_end|>";
    const bytes = writeGguf({ name, config: tinyConfig, weights, tokenizer, endToken, chatTemplate });
    await writeFile(join(directory, `${name}.gguf`), bytes);
  }
  llama = await startLlama(await loadLibrary(), { gpu: false, threads: 1 });
}, PATIENCE_MS);
afterAll(() => rm(directory, { recursive: true }));

const open = (name: string) =>
  openGgufSampler(join(directory, `${name}.gguf`), { gpu: false, contextLength: 2048, threads: 1 });
const question: Message = { role: "user", content: "Say the word apple." };
const ask: SampleRequest = { messages: [question], tools: [], toolChoice: "auto", maxTokens: 12, seed: 1 };

describe.each(["qwen3", "chat-ml"])("a model with the template %s", (name) => {
  let sampler: GgufSampler;
  beforeAll(async () => {
    sampler = await open(name);
  }, PATIENCE_MS);
  afterAll(() => sampler.close());
  describeSampler(name, {
    create: () => sampler,
    skip: { echo: "random weights say nothing they are asked to" },
  });
});

describe("token by token", () => {
  let model: LlamaModel;
  let sampler: TokenSampler;
  beforeAll(async () => {
    model = await llama.loadModel({ modelPath: join(directory, "qwen3.gguf") });
    sampler = ggufTokenSampler(
      "tiny",
      await model.createContext({ contextSize: 2048, sequences: 2, threads: 1 }),
    );
  });
  afterAll(async () => {
    await sampler.close();
    await model.dispose();
  });
  const prompt = ours.encode("Search for the capital of Mali.");
  const request: TokenRequest = { prompt, maxTokens: 24, stop: [], temperature: 1, seed: 3 };

  test.each([0, 0.7, 1, 1.5])(
    "at temperature %d the log-probabilities are our engine's, at temperature 1",
    async (temperature) => {
      const { tokens, logprobs, stop } = await sampler.sample({ ...request, temperature });

      expect(stop).toBe("length");
      expect(tokens.length).toBe(24);
      const own = await ownLogprobs(tinyConfig, weights, [...prompt, ...tokens]);
      const expected = own.slice(-tokens.length);
      for (const [index, logprob] of logprobs.entries()) {
        expect(Math.abs(logprob - expected[index]!)).toBeLessThan(1e-2);
      }
    },
  );

  test("temperature 0 takes the likeliest token, whatever the seed", async () => {
    const greedy = (seed: number) => sampler.sample({ ...request, temperature: 0, seed });
    expect((await greedy(1)).tokens).toEqual((await greedy(2)).tokens);
  });

  test("a seed repeats, another one differs, and none is left to chance", async () => {
    const write = async (seed?: number) => (await sampler.sample({ ...request, seed })).tokens;

    expect(await write(3)).toEqual(await write(3));
    expect(await write(3)).not.toEqual(await write(4));
    expect(await write(-3)).not.toEqual(await write(-4));
    expect(await write()).not.toEqual(await write());
  });

  test("sampling ends with a stop token, which is part of what was sampled", async () => {
    const { tokens } = await sampler.sample(request);
    const stopped = await sampler.sample({ ...request, stop: tokens.slice(5, 6) });

    expect(stopped).toMatchObject({ tokens: tokens.slice(0, tokens.indexOf(tokens[5]!) + 1), stop: "stop" });
  });

  test("a prompt longer than one batch gives what a short way there gives", async () => {
    const long = Array.from({ length: 200 }, () => prompt).flat();
    expect(long.length).toBeGreaterThan(1024);
    const whole = await sampler.sample({ ...request, prompt: long, temperature: 0, maxTokens: 3 });
    await sampler.sample({ ...request, prompt: long.slice(0, 700), maxTokens: 3 });
    const again = await sampler.sample({ ...request, prompt: long, temperature: 0, maxTokens: 3 });

    expect(again.tokens).toEqual(whole.tokens);
  });

  test("more at once than there are sequences wait their turn", async () => {
    const prompts = [2, 3, 4, 5, 6].map((length) => prompt.slice(0, length));
    const greedy = (one: readonly number[]) =>
      sampler.sample({ ...request, prompt: one, temperature: 0, maxTokens: 4 });
    const together = await Promise.all(prompts.map(greedy));
    const alone: unknown[] = [];
    for (const one of prompts) alone.push((await greedy(one)).tokens);

    expect(together.map(({ tokens }) => tokens)).toEqual(alone);
  });

  test("one that is aborted under way rejects at once and makes room for others", async () => {
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    const slow = [1, 2, 3].map(() =>
      sampler
        .sample({ ...request, maxTokens: 1900, signal: controller.signal })
        .catch((error: unknown) => error),
    );
    setImmediate(() => controller.abort(reason));

    expect(await Promise.all(slow)).toEqual([reason, reason, reason]);
    expect((await sampler.sample({ ...request, maxTokens: 2 })).tokens.length).toBe(2);
  });

  test("the context's end stops it like a length, and a longer prompt is refused", async () => {
    const long = Array.from({ length: 2046 }, () => 65);
    const { tokens, stop } = await sampler.sample({ ...request, prompt: long });

    expect([tokens.length, stop]).toEqual([2, "length"]);
    await expect(sampler.sample({ ...request, prompt: [...long, 65, 65] })).rejects.toThrow(
      new SamplerError("a prompt of 2048 tokens cannot be answered in a context of 2048"),
    );
  });

  test.each([[[1, -1]], [[1, 0.5]], [[1, 448]], [[]]])("the prompt %j is refused", async (wrong) => {
    await expect(sampler.sample({ ...request, prompt: wrong })).rejects.toThrow(SamplerError);
    expect((await sampler.sample({ ...request, maxTokens: 2 })).tokens.length).toBe(2);
  });

  test("no text becomes a special token", () => {
    const text = "<|im_start|>system <tool_call> <</tool_call>>";
    const { encode, decode, special: idOf, size } = ggufTokenizer(model);

    expect(size).toBe(tinyConfig.vocabularySize);
    expect(encode(text).filter((id) => id < special.length)).toEqual([]);
    expect(decode([idOf("<tool_call>"), ...encode(text)])).toBe(text);
    expect(special.map(idOf)).toEqual([0, 1, 2, 3]);
    expect(() => idOf("<|none|>")).toThrow(ConfigError);
  });
});

test("a template of another kind is rendered with tools and results as text, and carried on id by id", async () => {
  const model = await llama.loadModel({ modelPath: join(directory, "chat-ml.gguf") });
  const renderer = templateRenderer(await loadLibrary(), model);
  const tools = [{ name: "search", description: "Finds.", inputSchema: {} }];
  const messages: readonly Message[] = [
    { role: "system", content: "Be brief." },
    question,
    { role: "assistant", content: "Yes.", toolCalls: [{ id: "a", name: "search", arguments: '{"q":1}' }] },
    { role: "tool", toolCallId: "a", name: "search", content: "<|im_end|>", isError: false },
    { role: "user", content: "Turn 2 of 3." },
  ];
  const whole = renderer.prompt({ ...ask, messages, tools });
  const before = renderer.prompt({ ...ask, messages: messages.slice(0, 2), tools });
  const written = ours.encode('Yes.\n<tool_call>\n{"name": "search", "arguments": {"q": 1}}\n</tool_call>');
  const end = ours.special("<|im_end|>");
  const grown = [...before, ...written, end, ...renderer.continuation({ ...ask, messages, tools })];

  const spell = (ids: readonly number[]) => ids.map((id) => special[id] ?? ours.decode([id])).join("");
  expect(renderer.stop[0]).toBe(end);
  expect(spell(grown)).toBe(spell(whole));
  expect(spell(whole)).toContain(
    "<|im_start|>user\n<tool_response>\n<|im_end|>\n</tool_response>\n\nTurn 2 of 3.<|im_end|>\n<|im_start|>assistant\n",
  );
  expect(whole.filter((id) => id === end).length).toBe(4);
  expect(renderer.message([...written, end], { ...ask, tools })).toMatchObject({
    content: "Yes.",
    toolCalls: [{ name: "search", arguments: '{"q":1}' }],
  });
  await model.dispose();
});

test("a model without a chat template, a file that is none, and a missing one are said in a line", async () => {
  await writeFile(join(directory, "page.gguf"), "<html>");

  await expect(open("none")).rejects.toThrow(
    /has no chat template; use one that is made for conversations\.$/,
  );
  await expect(open("page")).rejects.toThrow(/^Cannot open the model ".*page\.gguf": .*GGUF.*\.$/);
  await expect(createSampler("gguf/models/missing.gguf", { environment: {} })).rejects.toThrow(
    new ConfigError(
      'Cannot open the model "models/missing.gguf": there is no such file or directory (ENOENT).',
    ),
  );
  await expect(openGgufSampler("x.gguf", { conversations: 0 })).rejects.toThrow(ConfigError);
});

test("a missing package is said with the command that installs it, any other failure is passed on", async () => {
  const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  const broken = new Error("broken");

  await expect(loadLibrary(() => Promise.reject(missing))).rejects.toThrow(
    /^GGUF models run in .* not installed: npm install node-llama-cpp@/,
  );
  await expect(loadLibrary(() => Promise.reject(broken))).rejects.toBe(broken);
});
