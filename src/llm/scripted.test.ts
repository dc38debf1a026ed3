import { expect, test } from "vitest";
import { plainText } from "../../test/fixtures/model-protocols.ts";
import { virtualClock } from "../../test/fixtures/virtual-clock.ts";
import { SamplerError } from "../core/errors.ts";
import type { SampleRequest } from "../core/sampler.ts";
import { describeSampler } from "../testing/describe-sampler.ts";
import { type Script, scripted } from "./scripted.ts";

const plain: Script = (request) => {
  const text = request.messages.at(-1)?.content ?? "";
  const mayCall = request.tools.length > 0 && request.toolChoice === "auto";
  if (!mayCall || !text.startsWith("Search")) return plainText(text);
  return { toolCalls: [{ name: "search", arguments: { query: text } }] };
};

describeSampler("a script", {
  create: () => scripted(plain),
  createSlow: () => scripted(plain, { latencyMs: 10_000 }),
});

const request: SampleRequest = {
  messages: [{ role: "user", content: "Hello." }],
  tools: [],
  toolChoice: "auto",
  maxTokens: 100,
};

test("replies come one after another, and a script that has run out is a sampler error", async () => {
  const sampler = scripted(["one", { content: "two", reasoning: "hm" }]);

  expect((await sampler.sample(request)).message.content).toBe("one");
  expect((await sampler.sample(request)).message).toMatchObject({ content: "two", reasoning: "hm" });
  await expect(sampler.sample(request)).rejects.toBeInstanceOf(SamplerError);
});

test("an error in the script is thrown as it is", async () => {
  const error = new SamplerError("the model is down");

  await expect(scripted([error]).sample(request)).rejects.toBe(error);
});

test("arguments given as text are left as they are, however broken", async () => {
  const sample = await scripted([{ toolCalls: [{ name: "search", arguments: '{"query"' }] }]).sample(request);

  expect(sample.message.toolCalls).toEqual([{ id: "call_0_0", name: "search", arguments: '{"query"' }]);
  expect(sample.stop).toBe("tool-calls");
});

test("a simulated latency passes on the clock it is given, for all calls at once", async () => {
  const clock = virtualClock();
  const sampler = scripted(() => "yes", { latencyMs: 200, clock });

  await Promise.all(Array.from({ length: 50 }, () => sampler.sample(request)));

  expect(clock.now()).toBe(200);
});
