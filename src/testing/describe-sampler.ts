/** @file The suite every sampler passes. */
import { describe, expect, test } from "vitest";
import type { Message } from "../core/message.ts";
import type { Sample, SampleRequest, Sampler, ToolSpec } from "../core/sampler.ts";

/** The tests that a sampler may have a reason to skip. */
export type SkippableSamplerTest = "echo" | "length" | "abort-under-way";

export interface SamplerSuite {
  /** Makes a sampler; called once for each test. */
  readonly create: () => Sampler | Promise<Sampler>;
  /** Makes one whose samples take at least ten seconds, for the test of an abort under way. */
  readonly createSlow?: (() => Sampler | Promise<Sampler>) | undefined;
  /** Tests that do not apply, each with the reason. */
  readonly skip?: Readonly<Partial<Record<SkippableSamplerTest, string>>> | undefined;
}

const search: ToolSpec = {
  name: "search",
  description: "Finds pages about a query.",
  inputSchema: {
    type: "object",
    properties: { query: { type: "string" } },
    required: ["query"],
  },
};

const PROMPT_LIMIT_MS = 1000;

export function describeSampler(name: string, suite: SamplerSuite): void {
  describe(`${name} is a sampler`, () => {
    const create = async () => suite.create();

    function testUnlessSkipped(id: SkippableSamplerTest, title: string, body: () => Promise<void>): void {
      const reason = suite.skip?.[id];
      if (reason === undefined) test(title, body);
      else test.skip(`${title} (skipped: ${reason})`, body);
    }

    test("it has a name", async () => {
      expect((await create()).model).not.toBe("");
    });

    test("a sample is an assistant message with words or tool calls, and its usage is counted", async () => {
      const sample = await (await create()).sample(ask("Say the word apple."));

      expectWellFormed(sample);
    });

    test("tool calls have ids of their own, and JSON text for arguments", async () => {
      const sample = await (await create()).sample(
        ask("Search for the capital of Mali.", { tools: [search] }),
      );

      expectWellFormed(sample);
      expect(sample.stop === "tool-calls").toBe(
        sample.stop !== "length" && sample.message.toolCalls.length > 0,
      );
    });

    test("without tools it calls none", async () => {
      const sample = await (await create()).sample(ask("Search for the capital of Mali."));

      expect(sample.message.toolCalls).toEqual([]);
      expect(sample.message.content).not.toBe("");
    });

    test("with tool choice none it answers in words", async () => {
      const request = ask("Search for the capital of Mali.", { tools: [search], toolChoice: "none" });
      const sample = await (await create()).sample(request);

      expect(sample.message.toolCalls).toEqual([]);
      expect(sample.message.content).not.toBe("");
    });

    test("it goes on after tool results, failed ones and calls it wrote badly", async () => {
      const request = ask("Say the word apple.", { tools: [search] });
      const sample = await (await create()).sample({ ...request, messages: afterHistory(request) });

      expectWellFormed(sample);
    });

    test("the pieces of a streamed text make up the message's text", async () => {
      let heard = "";
      const onText = (text: string) => {
        heard += text;
      };
      const sample = await (await create()).sample(ask("Say the word apple.", { onText }));

      // a sampler may be one that does not stream
      if (heard !== "") expect(heard.trim()).toBe(sample.message.content.trim());
    });

    test("it leaves the request as it was", async () => {
      const request = ask("Say the word apple.", { tools: [search] });
      const before = JSON.stringify(request);
      await (await create()).sample(deepFreeze(request));

      expect(JSON.stringify(request)).toBe(before);
    });

    testUnlessSkipped("echo", "calls under way at once do not mix", async () => {
      const sampler = await create();
      const words = ["apple", "brick", "cloud", "drum", "eagle", "flute", "grape", "hinge"];
      const samples = await Promise.all(words.map((word) => sampler.sample(ask(`Say the word ${word}.`))));

      const said = samples.map((sample) => words.filter((word) => sample.message.content.includes(word)));
      expect(said).toEqual(words.map((word) => [word]));
    });

    testUnlessSkipped("length", "a text longer than maxTokens ends with length", async () => {
      const sample = await (await create()).sample(ask("Count from 1 to 200.", { maxTokens: 8 }));

      expect(sample.stop).toBe("length");
    });

    test("a request that is aborted already rejects with the signal's reason", async () => {
      const sampler = await create();
      const reason = new Error("no longer wanted");
      const signal = AbortSignal.abort(reason);

      await expect(sampler.sample(ask("Say the word apple.", { signal }))).rejects.toBe(reason);
    });

    testUnlessSkipped("abort-under-way", "an abort under way rejects at once with the reason", async () => {
      const sampler = await (suite.createSlow ?? suite.create)();
      const controller = new AbortController();
      const reason = new Error("no longer wanted");
      const sampling = sampler.sample(ask("Say the word apple.", { signal: controller.signal }));
      const startedAt = performance.now();
      setImmediate(() => controller.abort(reason));

      await expect(sampling).rejects.toBe(reason);
      expect(performance.now() - startedAt).toBeLessThan(PROMPT_LIMIT_MS);
    });
  });
}

const history: readonly Message[] = [
  { role: "user", content: "Search for the capital of Chad." },
  {
    role: "assistant",
    content: "",
    toolCalls: [
      { id: "call_a", name: "search", arguments: '{"query":"capital of Chad"}' },
      { id: "call_b", name: "find it", arguments: '{"query": "capital' },
    ],
  },
  { role: "tool", toolCallId: "call_a", name: "search", content: "N'Djamena", isError: false },
  { role: "tool", toolCallId: "call_b", name: "find it", content: "There is no such tool.", isError: true },
  { role: "assistant", content: "It is N'Djamena.", reasoning: "The page says so.", toolCalls: [] },
];

/** The same request at the end of a longer conversation. */
function afterHistory(request: SampleRequest): readonly Message[] {
  const [system, ...others] = request.messages;
  return system === undefined ? history : [system, ...history, ...others];
}

function ask(question: string, changes: Partial<SampleRequest> = {}): SampleRequest {
  return {
    messages: [
      { role: "system", content: "You are a careful assistant." },
      { role: "user", content: question },
    ],
    tools: [],
    toolChoice: "auto",
    maxTokens: 256,
    temperature: 0,
    seed: 1,
    ...changes,
  };
}

function expectWellFormed(sample: Sample): void {
  const { message, stop, usage, tokens } = sample;
  expect(message.role).toBe("assistant");
  expect(message.content !== "" || message.toolCalls.length > 0 || stop === "length").toBe(true);
  const ids = message.toolCalls.map((call) => call.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(message.toolCalls.filter((call) => call.id === "" || call.name === "")).toEqual([]);
  for (const call of message.toolCalls) expect(typeof call.arguments).toBe("string");
  expect(usage.promptTokens).toBeGreaterThan(0);
  expect(usage.sampledTokens).toBeGreaterThan(0);
  expect([usage.promptTokens, usage.sampledTokens].every(Number.isInteger)).toBe(true);
  if (usage.costUsd !== undefined) expect(usage.costUsd).toBeGreaterThanOrEqual(0);
  if (tokens !== undefined) expect(tokens.logprobs.length).toBe(tokens.sampled.length);
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
