/** A run that was broken off, in its directory: what is mended, what is refused, and who may write it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent, RunResult } from "../core/events.ts";
import { directoryStore } from "./directory-store.ts";
import { Journal } from "./journal.ts";
import { lockDirectory } from "./lock.ts";
import { readJournal } from "./read-journal.ts";
import type { RunConfig } from "./run-config.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-resume-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const config: RunConfig = {
  format: 1,
  version: "0.0.0",
  startedAt: "2026-11-23T08:15:02.000Z",
  task: { kind: "deep", id: "ask", question: "What is the capital of Chad?", language: "en" },
  team: { depth: 1 },
  models: { lead: "scripted", subagent: "scripted" },
  knowledgeBase: "seed",
};

const page = {
  url: "seed://country/chad",
  title: "Chad",
  text: "The capital of Chad is N'Djamena.",
  fetched: { at: "2026-01-02T03:04:05.000Z", by: "cache" },
};
const pageRead: RunEvent = { type: "page-read", agent: "lead", page, at: 3 };
const turnEnd: RunEvent = { type: "turn-end", agent: "lead", turn: 1, at: 4 };

const aborted: RunResult = {
  question: config.task.question,
  kind: "deep",
  answer: "",
  stop: "aborted",
  usage: { promptTokens: 1, sampledTokens: 1 },
  agents: 1,
  elapsedMs: 1,
};

const storeIn = (path: string) => directoryStore({ directory: path, makeSuffix: () => "r001" });

/** A run whose process is gone. */
async function brokenOff(): Promise<{ run: string; path: string }> {
  const recorder = await storeIn(directory).create(config);
  for (const event of [pageRead, turnEnd]) recorder.record(event);
  await recorder.finish(undefined);
  return { run: recorder.run, path: join(directory, recorder.run) };
}

async function goOn(run: string, ...events: readonly RunEvent[]) {
  const { recorded, recorder } = await storeIn(directory).resume(run, config.team);
  for (const event of events) recorder.record(event);
  await recorder.finish(undefined);
  return recorded;
}

describe("a run that goes on", () => {
  test("has its events before, and the new ones after them, with each page once", async () => {
    const { run, path } = await brokenOff();

    const recorded = await goOn(run, { ...pageRead, at: 5 });

    expect(recorded.events).toEqual([pageRead, turnEnd]);
    expect((await storeIn(directory).open(run)).events).toEqual([pageRead, turnEnd, { ...pageRead, at: 5 }]);
    expect((await readFile(join(path, "pages.jsonl"), "utf8")).trim().split("\n")).toHaveLength(1);
  });

  test("has another team where that is raised, and no result until it ends again", async () => {
    const first = await storeIn(directory).create(config);
    const { run } = first;
    await first.finish(aborted);

    const { recorder } = await storeIn(directory).resume(run, { depth: 1, deadlineMs: 5 });
    await recorder.finish(undefined);

    const opened = await storeIn(directory).open(run);
    expect(opened.config.team).toEqual({ depth: 1, deadlineMs: 5 });
    expect(opened.result).toBeUndefined();
  });

  test.each([
    ["a line cut off", '{"type":"turn-sta'],
    ["a line cut off before its line break", JSON.stringify({ ...turnEnd, turn: 2 })],
    ["a line of zeros, as a crash may leave it", `${"\0".repeat(40)}\n`],
  ])("loses %s at the end of its journal", async (_, torn) => {
    const { run, path } = await brokenOff();
    await appendFile(join(path, "events.jsonl"), torn);
    await appendFile(join(path, "pages.jsonl"), torn);

    await goOn(run, { ...turnEnd, turn: 2 }, { ...pageRead, page: { ...page, text: "another" } });

    expect((await storeIn(directory).open(run)).events).toHaveLength(4);
    for (const name of ["events.jsonl", "pages.jsonl"]) {
      const lines = (await readFile(join(path, name), "utf8")).trimEnd().split("\n");
      for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  test("is refused where an earlier line is damaged, and left as it is", async () => {
    const { run, path } = await brokenOff();
    const file = join(path, "events.jsonl");
    const damaged = (await readFile(file, "utf8")).replace("{", "oops");
    await writeFile(file, damaged);

    await expect(goOn(run)).rejects.toThrow(/events\.jsonl, line 1: the line is not valid JSON/);
    await expect(goOn(run)).rejects.toThrow(ConfigError);
    expect(await readFile(file, "utf8")).toBe(damaged);
    expect(await readdir(path)).not.toContainEqual(expect.stringMatching(/\.lock$/));
  });

  test("begins anew where it was killed before its first event", async () => {
    const { run, path } = await brokenOff();
    await Promise.all(["events.jsonl", "pages.jsonl"].map((name) => rm(join(path, name))));

    expect((await goOn(run, turnEnd)).events).toEqual([]);
    expect((await storeIn(directory).open(run)).events).toEqual([turnEnd]);
  });

  test("is unknown where there is none", async () => {
    await expect(goOn("no-such-run")).rejects.toThrow(/There is no run "no-such-run"/);
  });

  test("is refused where its directory cannot be written", async () => {
    const { run, path } = await brokenOff();
    // a directory in the way fails for root too, which no permission does
    await mkdir(join(path, `process-${process.pid}.lock`));

    await expect(goOn(run)).rejects.toThrow(/^Cannot go on with the run in .*: it is a directory/);
  });
});

test("a page with line separators of other kinds reads back", async () => {
  const odd = { ...page, text: "one\u2028two\u2029three\rfour" };
  const { run } = await brokenOff();

  await goOn(run, { ...pageRead, page: odd });

  expect((await storeIn(directory).open(run)).events.at(-1)).toMatchObject({ page: odd });
});

describe("a run that is being recorded", () => {
  test("is refused to a second one in the same process", async () => {
    const { run } = await brokenOff();
    const { recorder } = await storeIn(directory).resume(run, config.team);

    await expect(goOn(run)).rejects.toThrow(new RegExp(`in use by process ${process.pid}`));
    await recorder.finish(undefined);
    await expect(goOn(run)).resolves.toBeDefined();
  });

  test("is refused while another process has it, not once that is killed", async () => {
    const { run, path } = await brokenOff();
    const other = spawn("sleep", ["60"]);
    await once(other, "spawn");
    await writeFile(join(path, `process-${other.pid}.lock`), "");

    await expect(goOn(run)).rejects.toThrow(new RegExp(`in use by process ${other.pid}`));
    other.kill("SIGKILL");
    await once(other, "exit");
    await goOn(run);

    expect(await readdir(path)).not.toContainEqual(expect.stringMatching(/\.lock$/));
  });

  test("is not held by a process of the same number that is gone", async () => {
    const { run, path } = await brokenOff();
    await writeFile(join(path, `process-${process.pid}.lock`), "");

    await expect(goOn(run)).resolves.toBeDefined();
  });

  test("lets in at most one of many that come at once", async () => {
    const comers = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)));

    expect(comers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("kept", () => {
  test("resolves once what was recorded can be read by others", async () => {
    const recorder = await storeIn(directory).create(config);
    const path = join(directory, recorder.run);

    for (let turn = 1; turn <= 50; turn++) {
      recorder.record({ ...turnEnd, turn });
      await recorder.kept();
      expect(await readJournal(path)).toHaveLength(turn);
    }
    await recorder.finish(undefined);
  });

  test.skipIf(process.platform !== "linux")("resolves too where the disk is full", async () => {
    await symlink("/dev/full", join(directory, "events.jsonl"));
    const losses: string[] = [];
    const journal = await Journal.open(directory, { onLoss: (loss) => losses.push(loss.message) });

    journal.append(turnEnd);
    await journal.kept();
    await journal.kept();
    await journal.close();

    expect(losses).toEqual([expect.stringContaining("ENOSPC")]);
  });
});
