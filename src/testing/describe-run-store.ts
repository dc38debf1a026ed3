/** @file The suite every run store passes. */

import { describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent, RunEventBody, RunResult } from "../core/events.ts";
import { cellOf } from "../core/evidence.ts";
import type { Decision } from "../core/revision.ts";
import type { RunConfig } from "../run/run-config.ts";
import type { RunStore } from "../run/run-store.ts";

const config: RunConfig = {
  format: 1,
  version: "0.0.0",
  startedAt: "2026-11-23T08:15:02.000Z",
  task: {
    kind: "wide",
    id: "ask",
    question: "Which countries are landlocked?",
    language: "en",
    columns: ["Country", "Capital"],
  },
  team: { depth: 1 },
  models: { lead: "scripted", subagent: "scripted" },
  knowledgeBase: "seed",
};

const page = {
  url: "seed://country/mali",
  title: "Mali",
  text: "Mali is landlocked.\nIts capital is Bamako.",
  fetched: { at: "2026-01-02T03:04:05.000Z", by: "fetcher" },
};

const result: RunResult = {
  question: config.task.question,
  kind: "wide",
  answer: "| Country | Capital |",
  table: {
    columns: ["Country", "Capital"],
    uniqueColumns: ["Country"],
    cells: [
      [
        cellOf("Mali", [{ url: page.url, title: page.title, quote: "Mali is landlocked." }]),
        cellOf("马里", []),
      ],
    ],
  },
  stop: "answered",
  usage: { promptTokens: 10, sampledTokens: 2, costUsd: 0.25 },
  agents: 1,
  elapsedMs: 20,
};

/** `makeStore` makes an empty store at each call; its runs must get names of their own. */
export function describeRunStore(name: string, makeStore: () => Promise<RunStore>): void {
  describe(`${name} is a run store`, () => {
    test("a finished run reads back whole and in order", async () => {
      const store = await makeStore();
      const recorder = await store.create(config);
      const events = eventsOf(recorder.run, 500);

      for (const event of events) recorder.record(event);
      await recorder.finish(result);

      expect(await store.open(recorder.run)).toEqual({ run: recorder.run, config, events, result });
      expect(recorder.loss).toBeUndefined();
    });

    test("a run that has not finished shows what is there", async () => {
      const store = await makeStore();
      const recorder = await store.create(config);

      recorder.record(eventsOf(recorder.run, 0)[0]!);
      await recorder.finish(undefined);

      const opened = await store.open(recorder.run);
      expect(opened.events.map((event) => event.type)).toEqual(["run-start"]);
      expect(opened.result).toBeUndefined();
    });

    test("runs are listed newest first", async () => {
      const store = await makeStore();
      const later: RunConfig = { ...config, startedAt: "2026-11-23T09:00:00.000Z" };
      const first = await store.create(config);
      await first.finish(result);
      const second = await store.create(later);
      await second.finish(undefined);

      expect(await store.list()).toEqual([
        { run: second.run, config: later, result: undefined },
        { run: first.run, config, result },
      ]);
      expect(await store.names()).toEqual([second.run, first.run]);
      expect(await store.look(first.run)).toEqual({ run: first.run, config, result });
    });

    test("runs of the same question and second get names of their own", async () => {
      const store = await makeStore();

      const recorders = await Promise.all([1, 2, 3].map(() => store.create(config)));
      await Promise.all(recorders.map((recorder) => recorder.finish(undefined)));

      expect(new Set(recorders.map((recorder) => recorder.run)).size).toBe(3);
    });

    test("what a user decides stands beside the run, in the order in which it was decided", async () => {
      const store = await makeStore();
      const recorder = await store.create(config);
      await recorder.finish(result);
      const choose: Decision = {
        at: "2026-11-23T10:00:00.000Z",
        kind: "choose",
        row: "Mali",
        column: "Capital",
        value: "Bamako",
      };
      const split: Decision = { at: "2026-11-23T10:00:01.000Z", kind: "split", row: "Mali" };

      await store.decide(recorder.run, choose);
      await store.decide(recorder.run, split);

      const opened = await store.open(recorder.run);
      expect(opened.decisions).toEqual([choose, split]);
      expect(opened.result).toEqual(result);
      await expect(store.decide("no-such-run", split)).rejects.toThrow(ConfigError);
    });

    test("a run that is being recorded says so, and nobody decides about it", async () => {
      const store = await makeStore();
      const recorder = await store.create(config);
      const { run } = recorder;

      expect((await store.open(run)).isUnderWay).toBe(true);
      const decision: Decision = { at: "2026-11-23T10:00:00.000Z", kind: "split", row: "Mali" };
      await expect(store.decide(run, decision)).rejects.toThrow(/in use by process/);
      await recorder.finish(undefined);

      expect((await store.open(run)).isUnderWay).toBeUndefined();
    });

    test("a recorder knows the store that the runs it builds on are in", async () => {
      const store = await makeStore();
      const base = await store.create(config);
      await base.finish(result);
      const recorder = await store.create({
        ...config,
        revision: { base: base.run, change: { kind: "repair" } },
      });
      await recorder.finish(undefined);

      const { revision } = (await recorder.store.open(recorder.run)).config;
      expect((await recorder.store.open(revision?.base ?? "")).result).toEqual(result);
    });

    test("an unknown run is a configuration error", async () => {
      const store = await makeStore();

      await expect(store.open("no-such-run")).rejects.toThrow(ConfigError);
    });
  });
}

/** The events of a run whose lead agent reads one page `reads` times. */
function eventsOf(run: string, reads: number): readonly RunEvent[] {
  const bodies: RunEventBody[] = [
    { type: "run-start", run, task: config.task, model: "scripted", knowledgeBase: "seed" },
    { type: "agent-start", agent: "lead", role: "lead", subtask: config.task.question, model: "scripted" },
    ...Array.from({ length: reads }, (_, index) => ({
      type: "page-read" as const,
      agent: "lead",
      page: index % 2 === 0 ? page : { ...page, text: "an excerpt", excerpt: true as const },
    })),
    { type: "run-end", result },
  ];
  return bodies.map((body, at) => ({ ...body, at }));
}
