/**
 * @file The hosted sampler against a real model behind a real server. Runs where `WIDESEEK_REAL_MODEL` names one, as
 * `npm run test:real-model` does; the model may be as small as SmolLM2-135M, so what it says is not looked at.
 */
import { describe, expect, test } from "vitest";
import type { Sampler } from "../src/core/sampler.ts";
import { createSampler } from "../src/llm/create-sampler.ts";
import { describeSampler } from "../src/testing/describe-sampler.ts";

const model = process.env["WIDESEEK_REAL_MODEL"] ?? "";
const open = (): Promise<Sampler> => createSampler(model, { environment: process.env });

describe.skipIf(model === "")("a real model", () => {
  describeSampler(model, {
    create: open,
    skip: { echo: "a model this small does not always say the word it is asked to say" },
  });

  test("a turn with tools, streamed, is a well-formed sample whose pieces make up its text", async () => {
    const heard: string[] = [];
    const sample = await (await open()).sample({
      messages: [
        { role: "system", content: "You can search. Answer in one sentence." },
        { role: "user", content: "What is the capital of Estonia?" },
      ],
      tools: [
        {
          name: "search",
          description: "Finds pages about a query.",
          inputSchema: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
        },
      ],
      toolChoice: "auto",
      maxTokens: 64,
      temperature: 0,
      seed: 1,
      onText: (text) => heard.push(text),
    });

    expect(["end", "tool-calls", "length"]).toContain(sample.stop);
    expect(heard.join("").trim()).toBe(sample.message.content);
    expect(sample.usage.promptTokens).toBeGreaterThan(20);
    expect(sample.usage.sampledTokens).toBeGreaterThan(0);
    expect(sample.usage.sampledTokens).toBeLessThanOrEqual(64);
  });
});
