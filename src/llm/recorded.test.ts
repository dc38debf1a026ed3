import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainText } from "../../test/fixtures/model-protocols.ts";
import { ConfigError, SamplerError } from "../core/errors.ts";
import type { SampleRequest } from "../core/sampler.ts";
import { describeSampler } from "../testing/describe-sampler.ts";
import { recordSamples, replaySamples } from "./recorded.ts";
import { scripted } from "./scripted.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-recorded-"));
});
afterAll(() => rm(directory, { recursive: true }));

const plain = () => scripted((request) => plainText(request.messages.at(-1)?.content ?? ""));
const slow = () => scripted(() => "late", { latencyMs: 10_000 });

// the second suite replays what the first one recorded
describeSampler("a recorder", {
  create: () => recordSamples(plain(), join(directory, "suite.jsonl")),
  createSlow: () => recordSamples(slow(), join(directory, "slow.jsonl")),
});
describeSampler("a replay", {
  create: () => replaySamples(join(directory, "suite.jsonl")),
  skip: { "abort-under-way": "a replayed sample is there at once" },
});

const ask = (content: string): SampleRequest => ({
  messages: [{ role: "user", content }],
  tools: [],
  toolChoice: "auto",
  maxTokens: 100,
});

test("equal requests get their samples in recorded order, whatever was asked between", async () => {
  const path = join(directory, "order.jsonl");
  const recorder = await recordSamples(scripted(["one", "two", "three"]), path);
  for (const text of ["a", "b", "a"]) await recorder.sample(ask(text));

  const replay = await replaySamples(path);
  const replayed = [
    await replay.sample(ask("b")),
    await replay.sample(ask("a")),
    await replay.sample(ask("a")),
  ];

  expect(replayed.map((sample) => sample.message.content)).toEqual(["two", "one", "three"]);
});

test("a request that was not recorded is a sampler error that says which", async () => {
  const path = join(directory, "miss.jsonl");
  await (await recordSamples(plain(), path)).sample(ask("Say the word apple."));
  const replay = await replaySamples(path);

  await expect(replay.sample(ask("Who\nare you?"))).rejects.toThrow(
    /^recorded:.*request [0-9a-f]{12} of 1 messages ending "Who are you\?" was not recorded\.$/,
  );
  await replay.sample(ask("Say the word apple."));
  const failure = await replay.sample(ask("Say the word apple.")).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SamplerError);
  expect(String(failure)).toContain("was recorded 1 times and asked for once more");
});

test("other settings are another request, another order of a schema's keys is not", async () => {
  const path = join(directory, "settings.jsonl");
  const tool = { name: "search", description: "Finds.", inputSchema: { type: "object", properties: {} } };
  const turned = { name: "search", description: "Finds.", inputSchema: { properties: {}, type: "object" } };
  await (await recordSamples(plain(), path)).sample({ ...ask("x"), tools: [tool], seed: 1 });
  const replay = await replaySamples(path);

  await expect(replay.sample({ ...ask("x"), tools: [tool], seed: 2 })).rejects.toBeInstanceOf(SamplerError);
  await replay.sample({ ...ask("x"), tools: [turned], seed: 1 });
});

test("a request with a seed is passed on once, also when it is repeated at once, later, or after a restart", async () => {
  const path = join(directory, "once.jsonl");
  const model = scripted([new SamplerError("down"), "one", "two"]);
  const seeded = { ...ask("a"), seed: 7 };
  const recorder = await recordSamples(model, path);
  const atOnce = await Promise.allSettled([recorder.sample(seeded), recorder.sample(seeded)]);
  const later = await recorder.sample(seeded);
  const restarted = await recordSamples(model, path);
  const replay = await replaySamples(path);

  expect(atOnce).toMatchObject([{ status: "rejected" }, { value: { message: { content: "one" } } }]);
  expect(later.message.content).toBe("one");
  expect((await restarted.sample(seeded)).message.content).toBe("one");
  for (const _ of [1, 2]) expect((await replay.sample(seeded)).message.content).toBe("one");
  expect((await restarted.sample({ ...seeded, seed: 8 })).message.content).toBe("two");
});

test("several recorders may write at once, and go on after a line that was cut off", async () => {
  const path = join(directory, "writers.jsonl");
  await appendFile(path, '{"key":"abc","sam');
  const long = "x".repeat(50_000);
  const recorders = await Promise.all(
    [1, 2, 3].map(() =>
      recordSamples(
        scripted(() => long),
        path,
      ),
    ),
  );
  const questions = Array.from({ length: 30 }, (_, index) => `question ${index}`);
  await Promise.all(questions.map((question, index) => recorders[index % 3]!.sample(ask(question))));
  await appendFile(path, '{"key":"abc","sam');

  const replay = await replaySamples(path);
  for (const question of questions) await replay.sample(ask(question));
});

test("failures are not recorded", async () => {
  const path = join(directory, "failures.jsonl");
  const recorder = await recordSamples(scripted([new SamplerError("down"), "up"]), path);
  await expect(recorder.sample(ask("a"))).rejects.toThrow("down");
  await recorder.sample(ask("a"));

  expect((await (await replaySamples(path)).sample(ask("a"))).message.content).toBe("up");
});

test("a file that cannot be read, or is something else, is a config error", async () => {
  const other = join(directory, "other.jsonl");
  await writeFile(other, '{"type":"run-start"}\n');

  await expect(replaySamples(join(directory, "none.jsonl"))).rejects.toThrow(/no such file/);
  await expect(replaySamples(other)).rejects.toThrow(/line 1 is not a recorded sample/);
  await expect(recordSamples(plain(), join(directory, "no", "such.jsonl"))).rejects.toBeInstanceOf(
    ConfigError,
  );
});
