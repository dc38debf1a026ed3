/** @file Hosted models against local servers that speak the real protocols, and that misbehave. */
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import {
  anthropicProtocol,
  googleProtocol,
  openAiEvents,
  openAiMessage,
  openAiProtocol,
  plainReply,
  type ServerReply,
} from "../../../test/fixtures/model-protocols.ts";
import {
  type Answer,
  type ModelServer,
  sendEvents,
  sendJson,
  startModelServer,
} from "../../../test/fixtures/model-server.ts";
import { type OpenHosted, openHosted } from "../../../test/fixtures/open-hosted.ts";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { SamplerError } from "../../core/errors.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import { describeSampler } from "../../testing/describe-sampler.ts";

const servers: ModelServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: Answer, options: Partial<OpenHosted> = {}) {
  const server = await startModelServer(answer);
  servers.push(server);
  return { server, sampler: await openHosted({ baseUrl: server.url, ...options }) };
}

const tool = { name: "search", description: "Finds pages.", inputSchema: { type: "object" } };

function ask(changes: Partial<SampleRequest> = {}): SampleRequest {
  const messages = [{ role: "user" as const, content: "Say the word apple." }];
  return { messages, tools: [tool], toolChoice: "auto", maxTokens: 100, ...changes };
}

const apple: ServerReply = { text: "apple", finish: "stop", promptTokens: 20, sampledTokens: 5 };
const answerWell = (response: ServerResponse) => sendJson(response, openAiMessage(apple));
const never: Answer = () => undefined;

const protocols = {
  "openai-compatible": openAiProtocol(plainReply),
  openai: openAiProtocol(plainReply),
  anthropic: anthropicProtocol(plainReply),
  google: googleProtocol(plainReply),
} as const;

for (const protocol of ["openai-compatible", "openai", "anthropic", "google"] as const) {
  describeSampler(`a model behind the ${protocol} protocol`, {
    create: async () => (await serve(protocols[protocol], { protocol })).sampler,
    createSlow: async () => (await serve(never, { protocol })).sampler,
  });

  test(`${protocol}: a streamed reply is the same sample as a whole one`, async () => {
    const { sampler } = await serve(protocols[protocol], { protocol });
    const request = ask({ messages: [{ role: "user", content: "Search for the capital of Mali." }] });

    const whole = await sampler.sample(request);
    const streamed = await sampler.sample({ ...request, onText: () => undefined });

    expect(whole.stop).toBe("tool-calls");
    expect(whole.usage).toEqual({ promptTokens: 20, sampledTokens: 5, costUsd: 15e-6 });
    expect(streamed.usage).toEqual(whole.usage);
    const calls = [whole, streamed].map(({ message }) =>
      message.toolCalls.map(({ name, ...call }) => [name, call.arguments]),
    );
    expect(calls[0]).toEqual([["search", '{"query":"the capital of Mali"}']]);
    expect(calls[1]).toEqual(calls[0]);
  });
}

describe("what is sent", () => {
  test("the limit of tokens goes into the field that the server reads", async () => {
    const compatible = await serve(protocols["openai-compatible"]);
    const reasoning = await serve(protocols.openai, { protocol: "openai", model: "gpt-5-mini" });

    await compatible.sampler.sample(ask());
    await reasoning.sampler.sample(ask());

    expect(compatible.server.requests[0]?.body).toMatchObject({ model: "plain", max_tokens: 100 });
    expect(reasoning.server.requests[0]?.body).toMatchObject({ max_completion_tokens: 100 });
  });

  test("the key goes into the header, and tool choice none keeps the tools in view", async () => {
    const { server, sampler } = await serve(protocols["openai-compatible"]);

    await sampler.sample(ask({ toolChoice: "none" }));

    expect(server.requests[0]?.headers.authorization).toBe("Bearer secret-key-1");
    expect(server.requests[0]?.body).toMatchObject({
      tool_choice: "none",
      tools: [{ function: { name: "search" } }],
    });
  });
});

describe("quirks of servers", () => {
  const reply = async (message: object, changes: Partial<SampleRequest> = {}, finish = "stop") => {
    const whole = { ...openAiMessage(apple), choices: [{ message, finish_reason: finish }] };
    const { sampler } = await serve((response) => sendJson(response, whole), { limits: { maxAttempts: 1 } });
    return sampler.sample(ask(changes));
  };

  test("tool calls written as text become tool calls, thinking becomes reasoning", async () => {
    const content =
      '<think>Two things.</think>On it.\n<tool_call>\n{"name":"search","arguments":{"query":"a"}}\n</tool_call>';
    const sample = await reply({ role: "assistant", content });

    expect(sample.message).toEqual({
      role: "assistant",
      content: "On it.",
      reasoning: "Two things.",
      toolCalls: [{ id: "call_1_1", name: "search", arguments: '{"query":"a"}' }],
    });
    expect(sample.stop).toBe("tool-calls");
  });

  test("a tool call that cannot be read keeps its text, so that the model can be told", async () => {
    const sample = await reply({ content: '<tool_call>{"name":"search","arguments":{"query":</tool_call>' });

    expect(sample.message.toolCalls).toEqual([
      { id: "call_1_1", name: "search", arguments: '{"name":"search","arguments":{"query":' },
    ]);
  });

  test("where no tools were offered, a tag is text like any other", async () => {
    const sample = await reply({ content: "Write <tool_call>." }, { tools: [] });

    expect(sample.message.content).toBe("Write <tool_call>.");
  });

  test("reasoning in a field of its own is kept apart", async () => {
    const sample = await reply({ content: "Mali.", reasoning_content: "Which one?" });

    expect(sample.message).toMatchObject({ content: "Mali.", reasoning: "Which one?" });
  });

  test("doubled, missing and unsendable ids of calls are replaced", async () => {
    const ids = ["a", "a", null, "functions.search:0"];
    const tool_calls = ids.map((id) => ({ id, function: { name: "search", arguments: "" } }));
    const sample = await reply({ content: null, tool_calls }, {}, "tool_calls");

    const [first, ...others] = sample.message.toolCalls.map((call) => call.id);
    expect(first).toBe("a");
    expect(new Set([first, ...others]).size).toBe(4);
    expect(others.filter((id) => !/^[\w-]+$/.test(id))).toEqual([]);
    expect(sample.message.toolCalls[0]?.arguments).toBe("{}");
  });

  test("an answer cut off inside its thinking is a sample that ended with length", async () => {
    const sample = await reply({ content: "<think>Let me" }, {}, "length");

    expect(sample).toMatchObject({
      stop: "length",
      message: { content: "", reasoning: "Let me", toolCalls: [] },
    });
  });

  test("usage that is not sent is estimated", async () => {
    const { sampler } = await serve((response) =>
      sendJson(response, { ...openAiMessage(apple), usage: undefined }),
    );
    const { usage } = await sampler.sample(ask());

    expect(usage.promptTokens).toBeGreaterThan(10);
    expect(usage.sampledTokens).toBe(2);
  });

  test("tags spread over the pieces of a stream are not heard as text", async () => {
    const text = "<think>Hm.</think>Yes: a < b.<tool_call>{}</tool_call>";
    const { sampler } = await serve((response) => sendEvents(response, openAiEvents({ ...apple, text })));
    const heard: string[] = [];
    const sample = await sampler.sample(ask({ onText: (piece) => void heard.push(piece) }));

    expect(heard.join("")).toBe("Yes: a < b.");
    expect(sample.message.content).toBe("Yes: a < b.");
  });
});

describe("a server in trouble", () => {
  /** The answers one after another, the last one for ever. */
  const inTurn = (...answers: readonly Answer[]): Answer => {
    return (response, request, call) =>
      answers[Math.min(call, answers.length - 1)]?.(response, request, call);
  };
  const status = (code: number, headers: Record<string, string> = {}, body = ""): Answer => {
    return (response) => void response.writeHead(code, headers).end(body);
  };

  test("too many requests: it waits as long as it is told, in seconds", async () => {
    const clock = virtualClock();
    const { sampler } = await serve(inTurn(status(429, { "retry-after": "7" }), answerWell), { clock });
    const sample = await sampler.sample(ask());

    expect(sample.message.content).toBe("apple");
    expect(clock.now()).toBeGreaterThanOrEqual(7000);
    expect(clock.now()).toBeLessThanOrEqual(7700);
  });

  test("too many requests: it waits as long as it is told, as a date", async () => {
    const clock = virtualClock();
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { sampler } = await serve(inTurn(status(429, { "retry-after": date }), answerWell), { clock });
    await sampler.sample(ask());

    expect(clock.now()).toBeGreaterThan(25_000);
    expect(clock.now()).toBeLessThan(34_000);
  });

  test("too many requests: all calls of the model pause", async () => {
    const clock = virtualClock();
    const startedAt: number[] = [];
    const { sampler } = await serve(
      (response, request, call) => {
        startedAt.push(clock.now());
        if (call === 0) status(429, { "retry-after": "9" })(response, request, call);
        else answerWell(response);
      },
      { clock, limits: { maxConcurrent: 1 } },
    );
    await Promise.all([sampler.sample(ask()), sampler.sample(ask()), sampler.sample(ask())]);

    expect(startedAt[0]).toBe(0);
    expect(startedAt.slice(1).filter((at) => at < 9000)).toEqual([]);
  });

  test("a wait longer than the limit is not waited for", async () => {
    const { server, sampler } = await serve(status(429, { "retry-after": "3600" }));

    await expect(sampler.sample(ask())).rejects.toThrow(/HTTP 429.*asks to wait 3600 s/);
    expect(server.requests.length).toBe(1);
  });

  test("a used-up quota is not tried again", async () => {
    const body = '{"error":{"message":"You exceeded your quota.","code":"insufficient_quota"}}';
    const { server, sampler } = await serve(status(429, {}, body));

    await expect(sampler.sample(ask())).rejects.toThrow(
      "HTTP 429: You exceeded your quota. Check the account's quota",
    );
    expect(server.requests.length).toBe(1);
  });

  test("server errors, broken connections and pages of HTML are tried again, each time later", async () => {
    const clock = virtualClock();
    const { sampler, server } = await serve(
      inTurn(
        status(500),
        status(503, { "content-type": "text/html" }, "<html><body>Bad gateway</body></html>"),
        (response) => void response.destroy(),
        status(200, { "content-type": "text/html" }, "<html>Welcome</html>"),
        answerWell,
      ),
      { clock },
    );
    const sample = await sampler.sample(ask());

    expect(sample.message.content).toBe("apple");
    expect(server.requests.length).toBe(5);
    expect(clock.slept.every((ms, index) => ms >= 500 * 2 ** index && ms <= 1000 * 2 ** index)).toBe(true);
  });

  test("a stream that breaks off is read again from its beginning", async () => {
    const events = openAiEvents({ ...apple, text: "one two three" });
    const { sampler } = await serve(
      inTurn(
        (response) => {
          response.writeHead(200, { "content-type": "text/event-stream" });
          response.write(`data: ${JSON.stringify(events[1])}\n\n`, () => response.destroy());
        },
        (response) => sendEvents(response, events.slice(0, 3)),
        (response) => sendEvents(response, [events[0], "{not json", ...events.slice(1)]),
        (response) => sendEvents(response, [events[0], { error: { message: "overloaded", code: 503 } }]),
        (response) => sendEvents(response, events),
      ),
    );
    const sample = await sampler.sample(ask({ onText: () => undefined }));

    expect(sample.message.content).toBe("one two three");
  });

  test("empty replies are tried again, and end as an error", async () => {
    const empty = openAiMessage({ ...apple, text: "" });
    const none = { ...empty, choices: [] };
    const { sampler, server } = await serve(
      inTurn(
        (response) => sendJson(response, none),
        (response) => sendJson(response, empty),
      ),
    );

    await expect(sampler.sample(ask())).rejects.toThrow(
      /^test\/plain: the reply is empty \(6 attempts\)\. Check/,
    );
    expect(server.requests.length).toBe(6);
  });

  test("a server that falls silent is given up on", async () => {
    const { sampler } = await serve(
      inTurn(
        never,
        (response) => void response.writeHead(200, { "content-type": "application/json" }).write("{"),
        answerWell,
      ),
      { limits: { idleTimeoutMs: 40 } },
    );

    expect((await sampler.sample(ask())).message.content).toBe("apple");
  });

  test("a reply without end is cut off", async () => {
    const { sampler } = await serve(
      (response) =>
        void response.writeHead(200, { "content-type": "application/json" }).end(" ".repeat(3000)),
      { limits: { maxReplyBytes: 2000, maxAttempts: 2 } },
    );

    await expect(sampler.sample(ask())).rejects.toThrow(/exceeds 2000 bytes/);
  });

  test.each([
    [400, "Check that the model supports tools"],
    [401, "Check the key in TEST_API_KEY."],
    [403, "Check that the key in TEST_API_KEY may use this model."],
    [404, "Check the model's name"],
  ])("status %i is an error at once, in one line that says what to check", async (code, advice) => {
    const body = JSON.stringify({ error: { message: "No such thing\nfor secret-key-1" } });
    const { server, sampler } = await serve(status(code, { "content-type": "application/json" }, body));
    const failure = await sampler.sample(ask()).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(SamplerError);
    expect(String(failure)).toContain(`test/plain: HTTP ${code}: No such thing for [key]. ${advice}`);
    expect(String(failure)).not.toContain("\n");
    expect(server.requests.length).toBe(1);
  });

  test("an error body that is not as expected is shown in words", async () => {
    const { sampler } = await serve(
      status(404, {}, '{"error":"model \\"x\\" not found, try pulling it first"}'),
    );

    await expect(sampler.sample(ask())).rejects.toThrow(/try pulling it first/);
  });

  test("a server that is not there is an error that names its address", async () => {
    const { server, sampler } = await serve(never);
    await server.close();

    await expect(sampler.sample(ask())).rejects.toThrow(new RegExp(`6 attempts.*${server.url}`));
  });

  test("an abort while waiting for the next attempt rejects with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const clock = {
      now: () => 0,
      sleep: (_ms: number, signal?: AbortSignal) => {
        controller.abort(reason);
        return Promise.reject(signal?.reason);
      },
    };
    const { sampler } = await serve(status(500), { clock });

    await expect(sampler.sample(ask({ signal: controller.signal }))).rejects.toBe(reason);
  });
});
