import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openAiProtocol, plainReply } from "../../test/fixtures/model-protocols.ts";
import { type ModelServer, startModelServer } from "../../test/fixtures/model-server.ts";
import { ConfigError } from "../core/errors.ts";
import type { SampleRequest } from "../core/sampler.ts";
import { createSampler } from "./create-sampler.ts";
import { PROVIDERS } from "./providers.ts";

const request: SampleRequest = {
  messages: [{ role: "user", content: "Say the word apple." }],
  tools: [],
  toolChoice: "auto",
  maxTokens: 100,
};

let directory = "";
let server: ModelServer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-create-"));
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => server?.close());

async function serve(): Promise<ModelServer> {
  server = await startModelServer(openAiProtocol(plainReply));
  return server;
}

test("a server is reached by its address, with the model behind a hash", async () => {
  const { url, requests } = await serve();
  const sampler = await createSampler(`${url}/v1#Qwen/Qwen3-4B`, { environment: { OPENAI_API_KEY: "mine" } });
  const sample = await sampler.sample(request);

  expect(sample.message.content).toBe("Here it is: apple");
  expect(sample.usage.costUsd).toBeUndefined();
  expect(requests[0]?.path).toBe("/v1/chat/completions");
  expect(requests[0]?.body).toMatchObject({ model: "Qwen/Qwen3-4B" });
  expect(requests[0]?.headers.authorization).toBeUndefined();
});

test("with a base URL the whole name is the model's, and no provider's key is sent there", async () => {
  const { url, requests } = await serve();
  const environment = { OPENAI_API_KEY: "mine", WIDESEEK_API_KEY: "theirs" };
  const sampler = await createSampler("openai/gpt-oss-20b", { environment, baseUrl: `${url}/v1` });
  await sampler.sample(request);

  expect(sampler.model).toBe("openai/gpt-oss-20b");
  expect(requests[0]?.body).toMatchObject({ model: "openai/gpt-oss-20b" });
  expect(requests[0]?.headers.authorization).toBe("Bearer theirs");
});

test("every provider can be opened with its key", async () => {
  for (const [name, provider] of Object.entries(PROVIDERS)) {
    const [variable] = provider.keyVariables;
    const sampler = await createSampler(`${name}/some/model`, { environment: { [variable!]: "k" } });

    expect(sampler.model).toBe(`${name}/some/model`);
  }
});

test("what is sampled is recorded where asked for, and replayed by name", async () => {
  const { url } = await serve();
  const record = join(directory, "samples.jsonl");
  const recorder = await createSampler(`${url}/v1#plain`, { environment: {}, record });
  const sample = await recorder.sample(request);

  const replay = await createSampler(`recorded:${record}`, { environment: {} });
  expect(await replay.sample(request)).toEqual(sample);
});

test.each([
  "gpt-5-mini",
  "openai/",
  "nobody/gpt",
  "constructor/x",
  "http://localhost",
  "ftp://host/v1#m",
  "",
])('the unknown model name "%s" is a config error that lists what would work', async (name) => {
  const failure = await createSampler(name, { environment: {} }).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toMatch(/demonstrator, recorded:<file>.*anthropic.*ollama.*openai/);
  expect(String(failure)).not.toContain("\n");
});

test("a missing key is a config error that names its environment variable", async () => {
  const environment = { OPENAI_API_KEY: " " };

  await expect(createSampler("openai/gpt-5-mini", { environment })).rejects.toThrow(
    'The model "openai/gpt-5-mini" needs a key: set the environment variable OPENAI_API_KEY.',
  );
  await expect(createSampler("google/gemini-3.8-flash", { environment })).rejects.toThrow(
    /GEMINI_API_KEY or GOOGLE/,
  );
});

test("a bad address and a bad limit are config errors", async () => {
  const environment = {};

  await expect(createSampler("m", { environment, baseUrl: "localhost:8000" })).rejects.toThrow(/no address/);
  await expect(createSampler("ollama/m", { environment, limits: { maxAttempts: 0 } })).rejects.toThrow(
    /limit maxAttempts is wrong/,
  );
});
