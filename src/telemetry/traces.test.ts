import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { result, scriptedEvents } from "../../test/fixtures/scripted-run.ts";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { directoryStore } from "../run/directory-store.ts";
import type { RunConfig } from "../run/run-config.ts";
import { type Collector, type PostedSpan, startCollector } from "./collector.fixture.ts";
import { tracedModel } from "./model-provider.ts";
import { openTraces } from "./open-traces.ts";
import { traceSettings } from "./trace-settings.ts";
import { tracedStore } from "./traced-store.ts";

const config: RunConfig = {
  format: 1,
  version: "1",
  startedAt: "2026-11-23T08:15:02.000Z",
  task: { kind: "wide", id: "ask", question: result.question, language: "en" },
  team: {},
  models: { lead: "scripted", subagent: "scripted" },
  knowledgeBase: "seed",
};

const BEGUN = Date.UTC(2026, 10, 23, 8, 15, 2);

let collector: Collector | undefined;

afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

interface Sending {
  readonly events?: readonly RunEvent[];
  readonly capturesContent?: boolean;
}

async function sent({ events = scriptedEvents(), capturesContent = false }: Sending = {}) {
  collector = await startCollector();
  const said: string[] = [];
  const url = `${collector.url}/v1/traces`;
  const traces = await openTraces({ url, capturesContent, version: "1.2.3", say: (line) => said.push(line) });
  const run = traces.run(BEGUN);
  for (const event of events) run.record(event);
  run.close();
  await traces.close();
  const { spans } = collector;
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const parentOf = (span: PostedSpan | undefined) => byId.get(span?.parentSpanId ?? "");
  const agent = (id: string) =>
    spans.find(
      ({ name, attributes }) => name.startsWith("invoke_agent") && attributes["gen_ai.agent.id"] === id,
    );
  return { spans, said, parentOf, agent };
}

const accessOf = (spans: readonly PostedSpan[], agent: string) =>
  spans.find(
    ({ name, attributes }) => name === "execute_tool access" && attributes["gen_ai.agent.id"] === agent,
  );

const millis = (nanoseconds: string | undefined) => Number(BigInt(nanoseconds ?? 0) / 1_000_000n) - BEGUN;

describe("a run as a trace", () => {
  test("hangs agents under the tool calls that asked for them, and model and tool calls under their agents", async () => {
    const { spans, parentOf, agent } = await sent();

    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.map(({ name }) => name)).toEqual(["invoke_workflow wideseek"]);
    expect(parentOf(agent("lead"))?.name).toBe("invoke_workflow wideseek");
    const call = parentOf(agent("lead.2"));
    expect(call?.name).toBe("execute_tool call_subagent");
    expect(call?.attributes["gen_ai.tool.call.id"]).toBe("a2");
    expect(parentOf(call)).toBe(agent("lead"));
    const below = (id: string) =>
      spans.filter((span) => parentOf(span) === agent(id)).map(({ name }) => name);
    expect(below("lead.2").toSorted()).toEqual([
      "chat scripted",
      "chat scripted",
      "execute_tool access",
      "execute_tool search",
    ]);
  });

  test("has the attributes of the conventions", async () => {
    const { spans, agent } = await sent();

    expect(agent("lead.1")?.attributes).toMatchObject({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.id": "lead.1",
      "gen_ai.agent.name": "subagent",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "scripted",
      "gen_ai.usage.input_tokens": 200,
      "gen_ai.usage.output_tokens": 20,
      "wideseek.stop": "answered",
    });
    const chat = spans.find(({ name }) => name === "chat scripted");
    expect(chat?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.response.finish_reasons": ["tool_call"],
      "gen_ai.usage.input_tokens": 200,
    });
    expect(accessOf(spans, "lead.2")?.attributes).toMatchObject({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "access",
      "gen_ai.tool.type": "function",
      "wideseek.pages": 1,
    });
    const run = spans.find(({ parentSpanId }) => parentSpanId === undefined);
    expect(run?.attributes).toMatchObject({
      "gen_ai.operation.name": "invoke_workflow",
      "wideseek.run": "ab12",
      "wideseek.rows": 2,
      "wideseek.agents": 4,
      "wideseek.cost_usd": 0.0123,
    });
    expect(collector?.resources[0]).toMatchObject({ "service.name": "wideseek", "service.version": "1.2.3" });
  });

  test("has the times of the events", async () => {
    const events = scriptedEvents();
    const { spans, agent } = await sent({ events });

    const run = spans.find(({ parentSpanId }) => parentSpanId === undefined);
    expect([millis(run?.startTimeUnixNano), millis(run?.endTimeUnixNano)]).toEqual([0, events.at(-1)?.at]);
    const started = events.find((event) => event.type === "agent-start" && event.agent === "lead.3");
    expect(millis(agent("lead.3")?.startTimeUnixNano)).toBe(started?.at);
  });

  test("says nothing of what was asked, written and read, unless it is told to", async () => {
    const words = ["altic", "Tallinn", "Estonia"];
    const { spans } = await sent();
    const whole = JSON.stringify(spans);
    expect(words.filter((word) => whole.includes(word))).toEqual([]);
  });

  test("with contents has messages, arguments and results as the conventions write them", async () => {
    const { spans, agent } = await sent({ capturesContent: true });

    expect(JSON.parse(String(agent("lead.1")?.attributes["gen_ai.input.messages"]))).toEqual([
      { role: "user", parts: [{ type: "text", content: "List the Baltic countries." }] },
    ]);
    const chat = spans.find(({ name }) => name === "chat scripted");
    expect(JSON.parse(String(chat?.attributes["gen_ai.output.messages"]))).toMatchObject([
      { role: "assistant", parts: [{ type: "text" }, { type: "tool_call" }], finish_reason: "tool_call" },
    ]);
    const tool = accessOf(spans, "lead.2");
    expect(tool?.attributes["gen_ai.tool.call.arguments"]).toContain("seed://country/estonia");
    expect(tool?.attributes["gen_ai.tool.call.result"]).toContain("Tallinn");
  });
});

describe("what goes wrong", () => {
  const usage = { promptTokens: 0, sampledTokens: 0 };

  test("in a tool or a model is an error of its span and no other", async () => {
    const start = {
      type: "agent-start",
      agent: "lead",
      role: "lead",
      subtask: "x",
      model: "openai/m",
      at: 1,
    } as const;
    const call = { id: "c", name: "access", arguments: "{}" };
    const message = { role: "tool", toolCallId: "c", name: "access", content: "no", isError: true } as const;
    const { spans } = await sent({
      events: [
        ...scriptedEvents().slice(0, 1),
        start,
        { type: "tool-start", agent: "lead", turn: 1, call, at: 2 },
        { type: "tool-end", agent: "lead", turn: 1, message, elapsedMs: 1, at: 3 },
        { type: "turn-start", agent: "lead", turn: 2, at: 4 },
        {
          type: "agent-end",
          agent: "lead",
          stop: "failed",
          partial: true,
          answer: "",
          usage,
          error: "503",
          at: 5,
        },
        ...scriptedEvents().slice(-1),
      ],
    });

    const errors = new Map(
      spans.map(({ name, attributes, status }) => [
        name,
        [attributes["error.type"], status.code, status.message],
      ]),
    );
    expect(Object.fromEntries(errors)).toEqual({
      "execute_tool access": ["tool_error", 2, undefined],
      "chat m": ["sampler_error", 2, "503"],
      "invoke_agent lead": ["sampler_error", 2, "503"],
      "invoke_workflow wideseek": [undefined, 0, undefined],
    });
  });

  test("and a run that is broken off ends its spans", async () => {
    const { spans } = await sent({ events: scriptedEvents().slice(0, 8) });

    expect(spans.length).toBeGreaterThan(3);
    expect(spans.find(({ parentSpanId }) => parentSpanId === undefined)?.attributes["error.type"]).toBe(
      "broken_off",
    );
  });

  test("a run that goes on is one trace of what is done now", async () => {
    const { spans, parentOf, agent } = await sent({ events: scriptedEvents().slice(12) });

    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(parentOf(agent("lead"))?.name).toBe("invoke_workflow wideseek");
  });

  test("a collector that is not there, or refuses, is one line, and the run goes on", async () => {
    for (const status of [undefined, 400]) {
      const refusing = await startCollector(status ?? 200);
      const url = `${refusing.url}/v1/traces`;
      if (status === undefined) await refusing.close();
      const said: string[] = [];
      const traces = await openTraces({
        url,
        capturesContent: false,
        version: "1",
        say: (line) => said.push(line),
      });
      const run = traces.run(BEGUN);
      for (const event of scriptedEvents()) run.record(event);
      await traces.close();
      await refusing.close();
      expect(said).toEqual([expect.stringMatching(/^Traces cannot be sent to http:\/\/127.+\.$/u)]);
    }
  }, 20_000);
});

describe("a store whose runs are traced", () => {
  test("traces a run as it is recorded, and one that goes on", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wideseek-traced-"));
    collector = await startCollector();
    const settings = { url: `${collector.url}/v1/traces`, capturesContent: false, version: "1" };
    const traces = await openTraces({ ...settings, say: () => undefined });
    const store = tracedStore(directoryStore({ directory: folder, makeSuffix: () => "ab12" }), traces);
    const events = scriptedEvents();
    const first = await store.create(config);
    for (const event of events.slice(0, 20)) first.record(event);
    await first.finish(undefined);
    const { recorder, recorded } = await store.resume(first.run, config.team);
    for (const event of events.slice(20)) recorder.record(event);
    await recorder.finish(result);
    await traces.close();

    expect(recorded.events).toHaveLength(20);
    expect((await store.open(first.run)).events).toHaveLength(events.length);
    const roots = collector.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.map(({ attributes }) => attributes["error.type"])).toEqual(["broken_off", undefined]);
    expect(new Date(Number(roots[0]?.startTimeUnixNano) / 1e6).toISOString()).toBe(config.startedAt);
    await rm(folder, { recursive: true });
  });
});

describe("where traces go", () => {
  test.each([
    [undefined, {}, undefined],
    ["http://localhost:4318", {}, "http://localhost:4318/v1/traces"],
    ["http://localhost:4318/v1/traces/", {}, "http://localhost:4318/v1/traces"],
    ["https://c.example/otlp", {}, "https://c.example/otlp/v1/traces"],
    [undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, "http://c:4318/v1/traces"],
    [undefined, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://c/x" }, "http://c/x"],
    [undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_SDK_DISABLED: "true" }, undefined],
    [undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: "" }, undefined],
    ["http://a", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://b" }, "http://a/v1/traces"],
  ])("with --otel %j and %j: %j", (endpoint, variables, url) => {
    expect(traceSettings(endpoint, variables)?.url).toBe(url);
  });

  test("is an address, or the user is told", () => {
    expect(() => traceSettings("localhost:4318", {})).toThrow(ConfigError);
    expect(() => traceSettings(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: "c" })).toThrow(
      /OTEL_EXPORTER_OTLP_ENDPOINT/u,
    );
  });

  test.each([
    ["demonstrator", "wideseek", "demonstrator", true],
    ["policy:./p", "wideseek", "policy:./p", true],
    ["gguf/m.gguf", "llama.cpp", "gguf/m.gguf", true],
    ["google/gemini-x", "gcp.gemini", "gemini-x", false],
    ["openrouter/meta/llama", "openrouter", "meta/llama", false],
    ["http://h:1/v1#qwen", "openai", "qwen", false],
  ])("the model %s is served by %s", (name, provider, model, isHere) => {
    expect(tracedModel(name)).toEqual({ provider, model, isHere });
  });
});
