import { expect, test } from "vitest";
import type { Message } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";
import type { TokenRequest, TokenSampler } from "../core/token-sampler.ts";
import { openTokenizer } from "../engine/tokenizer/tokenizer.ts";
import { trainTokenizer } from "../engine/tokenizer/train-tokenizer.ts";
import { qwen3Renderer } from "./qwen3/renderer.ts";
import { tokenLevelSampler } from "./token-level-sampler.ts";

const special = ["<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>"];
const tokenizer = openTokenizer(trainTokenizer(new Map([["Mali Mali", 9]]), { size: 270, special }));
const renderer = qwen3Renderer(tokenizer);
const end = tokenizer.special("<|im_end|>");

const question: Message = { role: "user", content: "Which?" };
const ask: SampleRequest = { messages: [question], tools: [], toolChoice: "auto", maxTokens: 100 };

test("what was sampled is handed back id by id, however a tokenizer would write it", async () => {
  // letter by letter, where the tokenizer would take the whole word
  const spelled = [..."Mali"].flatMap((letter) => tokenizer.encode(letter));
  expect(tokenizer.encode("Mali").length).toBeLessThan(spelled.length);
  const { tokens, requests } = playback([...spelled, end], [end]);
  const sampler = tokenLevelSampler(tokens, renderer);

  const { message } = await sampler.sample(ask);
  const again = { ...ask, messages: [question, message, { role: "user", content: "Sure?" } as const] };
  const second = await sampler.sample(again);

  expect(message.content).toBe("Mali");
  expect(second.tokens?.prompt).toEqual([
    ...renderer.prompt(ask),
    ...spelled,
    end,
    ...renderer.continuation(again),
  ]);
  expect(requests[1]?.prompt).toEqual(second.tokens?.prompt);
});

test("a conversation with somebody else's messages is rendered whole", async () => {
  const { tokens, requests } = playback([end]);
  const other: Message = { role: "assistant", content: "Mali", toolCalls: [] };
  const request = { ...ask, messages: [question, other, question] };
  await tokenLevelSampler(tokens, renderer).sample(request);

  expect(requests[0]?.prompt).toEqual(renderer.prompt(request));
});

test("a sample says what it cost, why it stopped, and which ids it is made of", async () => {
  const call = [
    ...tokenizer.encode("Yes."),
    tokenizer.special("<tool_call>"),
    ...tokenizer.encode('{"name":"a"}'),
  ];
  const { tokens } = playback([...call, end]);
  const tools = [{ name: "a", description: "", inputSchema: {} }];
  const heard: string[] = [];
  const request = { ...ask, tools, onText: (text: string) => heard.push(text) };
  const sample = await tokenLevelSampler(tokens, renderer).sample(request);

  const prompt = renderer.prompt(request);
  expect(sample).toEqual({
    message: {
      role: "assistant",
      content: "Yes.",
      toolCalls: [{ id: "call_1_1", name: "a", arguments: "{}" }],
    },
    stop: "tool-calls",
    usage: { promptTokens: prompt.length, sampledTokens: call.length + 1 },
    tokens: { prompt, sampled: [...call, end], logprobs: [...call, end].map(() => -1) },
  });
  expect(heard).toEqual(["Yes."]);
});

test("a turn that was cut off is ended before the conversation goes on", async () => {
  const { tokens } = playback(tokenizer.encode("Mal"), [end]);
  const sampler = tokenLevelSampler(tokens, renderer);
  const first = await sampler.sample({ ...ask, maxTokens: 3 });
  const again = { ...ask, messages: [question, first.message, question] };
  const { tokens: record } = await sampler.sample(again);

  expect(first.stop).toBe("length");
  expect(record?.prompt).toEqual([
    ...renderer.prompt(ask),
    ...tokenizer.encode("Mal"),
    end,
    ...renderer.continuation(again),
  ]);
});

test("a prompt that leaves no room stops with length before the model is asked", async () => {
  const { tokens, requests } = playback();
  const prompt = renderer.prompt(ask);
  const sample = await tokenLevelSampler({ ...tokens, contextLength: prompt.length }, renderer).sample(ask);

  expect(requests).toEqual([]);
  expect(sample).toEqual({
    message: { role: "assistant", content: "", toolCalls: [] },
    stop: "length",
    usage: { promptTokens: prompt.length, sampledTokens: 0 },
    tokens: { prompt, sampled: [], logprobs: [] },
  });
});

test("no more is asked for than there is room for, at temperature 1 unless told otherwise", async () => {
  const { tokens, requests } = playback([end], [end]);
  const contextLength = renderer.prompt(ask).length + 7;
  const sampler = tokenLevelSampler({ ...tokens, contextLength }, renderer);
  await sampler.sample(ask);
  await sampler.sample({ ...ask, temperature: 0, maxTokens: 5 });

  expect(requests.map(({ maxTokens, temperature }) => [maxTokens, temperature])).toEqual([
    [7, 1],
    [5, 0],
  ]);
});

test("equal requests with a seed differ from each other, not from run to run, whatever else is asked", async () => {
  const seeds = async (...asked: readonly SampleRequest[]) => {
    const { tokens, requests } = playback(...asked.map(() => [end]));
    const sampler = tokenLevelSampler(tokens, renderer);
    for (const request of asked) await sampler.sample(request);
    return requests.map(({ seed }) => seed);
  };
  const seeded = { ...ask, seed: 3 };
  const other = { ...seeded, messages: [{ role: "user", content: "Who?" } as const] };

  const [first, second, third] = await seeds(seeded, seeded, seeded);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(await seeds(seeded, other, seeded, other)).toEqual([first, first, second, second]);
  expect(await seeds({ ...ask, seed: 4 })).not.toEqual([first]);
  expect(await seeds(ask, ask)).toEqual([undefined, undefined]);
});

test("a request that is aborted already does not reach the model", async () => {
  const { tokens, requests } = playback();
  const reason = new Error("no longer wanted");
  const sampling = tokenLevelSampler(tokens, renderer).sample({ ...ask, signal: AbortSignal.abort(reason) });

  await expect(sampling).rejects.toBe(reason);
  expect(requests).toEqual([]);
});

/** A model that writes these ids, one list after another. */
function playback(...written: readonly (readonly number[])[]) {
  const requests: TokenRequest[] = [];
  const tokens: TokenSampler = {
    model: "playback",
    contextLength: 1000,
    async sample(request) {
      const ids = written[requests.length] ?? [];
      requests.push(request);
      return { tokens: ids, logprobs: ids.map(() => -1), stop: ids.at(-1) === end ? "stop" : "length" };
    },
    close: async () => {},
  };
  return { tokens, requests };
}
