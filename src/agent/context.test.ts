import { expect, test } from "vitest";
import type { ToolMessage } from "../core/message.ts";
import { createContext } from "./context.ts";
import { teamSettings } from "./team.ts";

const LIMITS = { ...teamSettings.parse({}).subagent, maxContextTokens: 1_000, maxTurnTokens: 500 };

function result(content: string): ToolMessage {
  return { role: "tool", toolCallId: "1", name: "access", content, isError: false };
}

test("long results are cut to what fits, short ones stay whole", () => {
  const context = createContext("system", "prompt", LIMITS);

  context.addResults([result("short"), result("long ".repeat(2_000))], "(hint)");

  const [, , short, long] = context.messages;
  expect(short?.content).toBe("short");
  expect(long?.content).toMatch(/^long long [\s\S]*\n\[cut to fit the context\]\n\n\(hint\)$/);
  expect(context.tokens).toBeLessThanOrEqual(LIMITS.maxContextTokens);
  expect(context.isFull()).toBe(true);
});

test("what the model counts replaces the estimate", () => {
  const context = createContext("system", "prompt", LIMITS);

  context.addSample({
    message: { role: "assistant", content: "hi", toolCalls: [] },
    stop: "end",
    usage: { promptTokens: 700, sampledTokens: 50 },
  });

  expect(context.tokens).toBe(750);
  expect(context.turnTokens()).toBe(250);
});

test("messages handed out do not change afterwards", () => {
  const context = createContext("system", "prompt", LIMITS);
  const before = context.messages;

  context.add({ role: "user", content: "more" });

  expect(before).toHaveLength(2);
});
