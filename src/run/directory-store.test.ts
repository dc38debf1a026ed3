import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { describeRunStore } from "../testing/describe-run-store.ts";
import { directoryStore } from "./directory-store.ts";
import { Journal } from "./journal.ts";
import type { RunConfig } from "./run-config.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-runs-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

let runs = 0;
const makeSuffix = () => `r${(runs++).toString().padStart(4, "0")}`;
const storeIn = (path: string) => directoryStore({ directory: path, makeSuffix });

describeRunStore("directoryStore", async () => storeIn(join(directory, "runs")));

const config: RunConfig = {
  format: 1,
  version: "0.0.0",
  startedAt: "2026-11-23T08:15:02.000Z",
  task: { kind: "deep", id: "ask", question: "What is the capital of Chad?", language: "en" },
  team: {},
  models: { lead: "scripted", subagent: "scripted" },
  knowledgeBase: "seed",
};

const page = {
  url: "seed://country/chad",
  title: "Chad",
  text: "The capital of Chad is N'Djamena.",
  fetched: { at: "2026-01-02T03:04:05.000Z", by: "cache" },
};
const pageRead = { type: "page-read", agent: "lead", page, at: 3 } as const;

async function recordedRun(): Promise<string> {
  const recorder = await storeIn(directory).create(config);
  recorder.record(pageRead);
  recorder.record({ type: "turn-end", agent: "lead", turn: 1, at: 4 });
  await recorder.finish(undefined);
  return recorder.run;
}

describe("the run directory", () => {
  test("is named by time and question and holds config, events and pages", async () => {
    const run = await recordedRun();

    expect(run).toMatch(/^2026-11-23-081502-capital-chad-r\d{4}$/);
    expect((await readdir(join(directory, run))).sort()).toEqual([
      "config.json",
      "events.jsonl",
      "pages.jsonl",
    ]);
  });

  test("holds the text of a page once, however many agents read it", async () => {
    const recorder = await storeIn(directory).create(config);

    for (const agent of ["lead.1", "lead.2", "lead.3"]) recorder.record({ ...pageRead, agent });
    await recorder.finish(undefined);

    const pages = await readFile(join(directory, recorder.run, "pages.jsonl"), "utf8");
    const events = await readFile(join(directory, recorder.run, "events.jsonl"), "utf8");
    expect(pages.trim().split("\n")).toHaveLength(1);
    expect(events.trim().split("\n")).toHaveLength(3);
    expect(events).not.toContain(page.text);
  });

  test("a last line that was cut off is passed over", async () => {
    const run = await recordedRun();

    await appendFile(join(directory, run, "events.jsonl"), '{"type":"turn-sta');

    const { events } = await storeIn(directory).open(run);
    expect(events.map((event) => event.type)).toEqual(["page-read", "turn-end"]);
  });

  test("a page that was cut off takes its reading with it", async () => {
    const run = await recordedRun();

    await writeFile(join(directory, run, "pages.jsonl"), '{"hash":"');

    const { events } = await storeIn(directory).open(run);
    expect(events.map((event) => event.type)).toEqual(["turn-end"]);
  });

  test("a broken line in the middle is named with its file and number", async () => {
    const run = await recordedRun();

    await appendFile(
      join(directory, run, "events.jsonl"),
      'oops\n{"type":"turn-end","agent":"lead","turn":2,"at":5}\n',
    );

    const opening = storeIn(directory).open(run);
    await expect(opening).rejects.toThrow(/events\.jsonl, line 3: the line is not valid JSON/);
    await expect(opening).rejects.toThrow(ConfigError);
  });

  test("a config that is not one is named with its field", async () => {
    const run = await recordedRun();

    await writeFile(join(directory, run, "config.json"), '{"format": 1}');

    await expect(storeIn(directory).open(run)).rejects.toThrow(
      /config\.json is not what a run holds: version/,
    );
  });

  test("what is no run, or cannot be read, is not listed", async () => {
    await mkdir(join(directory, "notes"));
    await mkdir(join(directory, "2026-11-23-081502-empty-0000"));
    const broken = await recordedRun();
    await writeFile(join(directory, broken, "config.json"), "{");
    const run = await recordedRun();

    expect((await storeIn(directory).list()).map((listed) => listed.run)).toEqual([run]);
  });

  test("a store that was never used lists nothing", async () => {
    expect(await storeIn(join(directory, "never")).list()).toEqual([]);
  });
});

describe("a store that cannot be written", () => {
  test("is a configuration error before the run begins", async () => {
    const file = join(directory, "a-file");
    await writeFile(file, "");

    const creating = storeIn(join(file, "runs")).create(config);

    await expect(creating).rejects.toThrow(ConfigError);
    await expect(creating).rejects.toThrow(/Cannot keep runs in .*: a part of the path is not a directory/);
  });

  test("is one too when every name is taken", async () => {
    const store = directoryStore({ directory, makeSuffix: () => "same" });
    const first = await store.create(config);
    await first.finish(undefined);

    await expect(store.create(config)).rejects.toThrow(/every name that was tried is taken/);
  });

  test.skipIf(process.platform !== "linux")("says once during the run that it is full", async () => {
    const losses: string[] = [];
    await symlink("/dev/full", join(directory, "events.jsonl"));
    const journal = await Journal.open(directory, { onLoss: (loss) => losses.push(loss.message) });

    journal.append(pageRead);
    await journal.close();
    journal.append(pageRead);

    expect(losses).toEqual([expect.stringContaining("ENOSPC")]);
  });

  test("keeps what was written before the result could not be", async () => {
    const losses: string[] = [];
    const store = directoryStore({ directory, makeSuffix, onLoss: (loss) => losses.push(loss) });
    const recorder = await store.create(config);
    recorder.record(pageRead);
    await mkdir(join(directory, recorder.run, "result.json.part"));

    await recorder.finish({
      question: config.task.question,
      kind: "deep",
      answer: "N'Djamena",
      stop: "answered",
      usage: { promptTokens: 1, sampledTokens: 1 },
      agents: 1,
      elapsedMs: 1,
    });

    expect(recorder.loss).toMatch(/can no longer be kept in .*: it is a directory/);
    expect(losses).toEqual([recorder.loss]);
    expect((await store.open(recorder.run)).events).toEqual([pageRead]);
  });
});

test("a thousand events in one go are written in a few writes, without waiting", async () => {
  const recorder = await storeIn(directory).create(config);

  for (let turn = 1; turn <= 1000; turn++)
    recorder.record({ type: "turn-end", agent: "lead", turn, at: turn });
  const before = (await stat(join(directory, recorder.run, "events.jsonl"))).size;
  await recorder.finish(undefined);

  expect(before).toBe(0);
  const { events } = await storeIn(directory).open(recorder.run);
  expect(events.map((event) => event.at)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
});

test("a page that does not say how it was had was had from the run's knowledge base, when it was read", async () => {
  const { fetched: _, ...unsaid } = page;
  const store = storeIn(directory);
  const before = Date.now();
  const recorder = await store.create(config);
  recorder.record({ ...pageRead, page: unsaid });
  await recorder.finish(undefined);

  const [event] = (await store.open(recorder.run)).events;

  const fetched = event?.type === "page-read" ? event.page.fetched : undefined;
  expect(fetched?.by).toBe(config.knowledgeBase);
  expect(Date.parse(fetched?.at ?? "")).toBeGreaterThanOrEqual(before);
});
