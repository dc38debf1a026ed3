/** @file What a run leaves on disk is the run: read back, it is the same episode. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { access, delegate, NEVER, run, subtaskOf, TABLE, task, team } from "../src/agent/run-task.fixture.ts";
import { SamplerError } from "../src/core/errors.ts";
import type { Sampler } from "../src/core/sampler.ts";
import { directoryStore } from "../src/run/directory-store.ts";
import { rebuildEpisode } from "../src/run/rebuild-episode.ts";
import { without } from "./fixtures/timeless.ts";

let directory = "";
let runs = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-record-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Runs the team with its events recorded, and gives the episode as it was and as it reads back. */
async function recorded(sampler: Sampler, options: Parameters<typeof run>[1] = {}) {
  const store = directoryStore({ directory, makeSuffix: () => `r${runs++}` });
  const recorder = await store.create({
    format: 1,
    version: "0.0.0",
    startedAt: new Date().toISOString(),
    task,
    team: {},
    models: { lead: "scripted", subagent: "scripted" },
    knowledgeBase: "three countries",
  });
  const { episode, result } = await run(sampler, { ...options, run: recorder.run, emit: recorder.record });
  await recorder.finish(result);
  const read = await store.open(recorder.run);
  // the record says of each page, too, when and by what it was read
  const rebuilt = without(rebuildEpisode(read.events), "fetched");
  return { episode, result, read, rebuilt };
}

const countries = ["Peru", "Chile", "Bolivia"];
const reader = team({
  lead: (_, turn) => (turn === 1 ? delegate(...countries) : TABLE),
  subagent: (request, turn) => (turn === 1 ? access(subtaskOf(request)) : `read ${subtaskOf(request)}`),
});

test("an answered run reads back as the same episode and result", async () => {
  const { episode, result, read, rebuilt } = await recorded(reader);

  expect(rebuilt).toEqual(episode);
  expect(read.result).toEqual(result);
});

test("a run with several calls a turn and deeper subagents reads back as the same episode", async () => {
  const deep = team({
    lead: (_, turn) => (turn === 1 ? delegate("north", "south") : TABLE),
    subagent: (request, turn) => {
      if (turn > 1) return `read ${subtaskOf(request)}`;
      if (subtaskOf(request) !== "north") return access("Chile");
      const calls = [
        { id: "a", name: "access", arguments: { url: "seed://country/Peru" } },
        { id: "b", name: "call_subagent", arguments: { subtasks: ["Peru", "Bolivia"] } },
        { id: "c", name: "search", arguments: { query: "Lima" } },
      ];
      return { toolCalls: calls };
    },
  });

  const { episode, rebuilt } = await recorded(deep, { settings: { depth: 2 } });

  expect(rebuilt).toEqual(episode);
});

test("a run that was aborted reads back with all that its agents had done", async () => {
  const controller = new AbortController();
  const hanging = team({
    lead: (_, turn) => (turn === 1 ? delegate(...countries) : TABLE),
    subagent: (request, turn) => {
      if (turn === 1) return access(subtaskOf(request));
      if (subtaskOf(request) === "Bolivia") setImmediate(() => controller.abort());
      return NEVER;
    },
  });

  const { episode, rebuilt } = await recorded(hanging, { signal: controller.signal });

  expect(rebuilt).toEqual(episode);
});

test("a run whose model failed reads back as the same episode", async () => {
  const failing = team({
    lead: (_, turn) => (turn === 1 ? delegate(...countries) : new SamplerError("no such key")),
    subagent: (request) => (subtaskOf(request) === "Chile" ? new SamplerError("too many") : "done"),
  });

  const { episode, rebuilt } = await recorded(failing);

  expect(rebuilt).toEqual(episode);
});
