/** @file Chat completions as the official client of OpenAI sees them. */
import OpenAI from "openai";
import { afterEach, expect, test, vi } from "vitest";
import {
  type LiveServer,
  type LiveServerOptions,
  openLiveServer,
} from "../../../test/fixtures/live-server.ts";
import { gate, QUESTION } from "../../../test/fixtures/live-world.ts";

const servers: LiveServer[] = [];

async function open(options: LiveServerOptions = {}): Promise<{ server: LiveServer; client: OpenAI }> {
  const server = await openLiveServer(options);
  servers.push(server);
  const { token = "none" } = options;
  return { server, client: new OpenAI({ baseURL: `${server.url}/v1`, apiKey: token, maxRetries: 0 }) };
}

afterEach(async () => {
  const opened = servers.splice(0);
  await Promise.all(opened.map((server) => server.close()));
  expect(opened.flatMap(({ failures }) => failures)).toEqual([]);
});

const messages = [
  { role: "system" as const, content: "You are helpful." },
  { role: "user" as const, content: "Hello" },
  { role: "assistant" as const, content: "Ask away." },
  { role: "user" as const, content: QUESTION },
];

test("the last message of the user is the question, and the table with its footnotes is the reply", async () => {
  const { server, client } = await open();

  const { id, choices, usage, model } = await client.chat.completions.create({ model: "wideseek", messages });

  const [choice] = choices;
  expect(choice?.message.content).toMatch(/\| Estonia\S* \| Tallinn\S* \|/);
  expect(choice?.message.content).toContain("seed://country/estonia");
  expect(choice?.finish_reason).toBe("stop");
  expect(model).toBe("wideseek");
  expect(usage?.total_tokens).toBeGreaterThan(1_000);
  const { json } = await server.call("GET", `/api/runs/${id.replace("chatcmpl-", "")}`);
  expect(json.config.task.question).toBe(QUESTION);
});

test("streamed, it says what its agents do, then gives the table and what it took", async () => {
  const { client } = await open();

  const stream = await client.chat.completions.create({
    model: "team",
    messages: [{ role: "user", content: [{ type: "text", text: QUESTION }] }],
    stream: true,
    stream_options: { include_usage: true },
  });
  let content = "";
  let reasoning = "";
  const finishes: unknown[] = [];
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    const delta: { content?: string | null; reasoning_content?: string } = choices[0]?.delta ?? {};
    content += delta.content ?? "";
    reasoning += delta.reasoning_content ?? "";
    if (choices[0]?.finish_reason) finishes.push(choices[0].finish_reason);
    tokens += usage?.total_tokens ?? 0;
  }

  expect(content).toMatch(/\| Kenya\S* \| Nairobi\S* \|/);
  expect(reasoning).toContain("lead.1: Find the capital of Estonia.");
  expect(finishes).toEqual(["stop"]);
  expect(tokens).toBeGreaterThan(1_000);
});

test.each([true, false])("a client that hangs up stops its run (streaming: %s)", async (stream) => {
  const held = gate();
  const { server, client } = await open({ hold: () => held.passed });
  const leaving = new AbortController();
  const asked = client.chat.completions.create(
    { model: "wideseek", messages, stream },
    { signal: leaving.signal },
  );
  asked.catch(() => undefined);
  await vi.waitFor(() => expect(server.world.samples()).toBe(1));
  const [live] = server.world.runs.all();

  leaving.abort();

  expect((await live?.ended)?.result.stop).toBe("aborted");
  held.open();
});

test("the models that can be named are listed", async () => {
  const { server, client } = await open();
  await server.call("GET", "/v1/models");

  const models = await client.models.list();

  expect(models.data.map(({ id }) => id)).toEqual(["wideseek", "team"]);
});

test("what cannot be asked is refused in a form that the client reads", async () => {
  const { server, client } = await open({ settings: { maxBodyBytes: 100_000 } });
  const create = (content: string) =>
    client.chat.completions.create({ model: "wideseek", messages: [{ role: "user", content }] });

  await expect(create("  ")).rejects.toMatchObject({ status: 422, code: "invalid" });
  await expect(create("x".repeat(20_000))).rejects.toMatchObject({ status: 422 });
  await expect(create("x".repeat(200_000))).rejects.toMatchObject({ status: 413 });
  const refused = await server.call("POST", "/v1/chat/completions", {
    json: { model: "wideseek", messages: [] },
  });
  expect(refused.json.error.message).toMatch(/messages/);
});

test("a wrong token is refused, the right one is the client's key", async () => {
  const { server, client } = await open({ token: "a-token-that-is-long" });
  const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "wrong", maxRetries: 0 });

  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  expect((await client.models.list()).data).toHaveLength(2);
});

test.each([true, false])(
  "a model that cannot be reached is an error, never an answer (streaming: %s)",
  async (stream) => {
    // no model answers there
    const { server, client } = await open({ modelAt: ({ knowledgeBase }) => knowledgeBase });
    const read = async () => {
      const asked = await client.chat.completions.create({ model: "wideseek", messages, stream });
      if (!("choices" in asked)) for await (const _ of asked);
    };

    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);

    server.failures.splice(0);
  },
);
