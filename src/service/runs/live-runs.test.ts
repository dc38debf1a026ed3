/** @file Runs of this process: begun, watched, steered, stopped, and gone on with. */
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  gate,
  type LiveWorld,
  type LiveWorldOptions,
  openLiveWorld,
} from "../../../test/fixtures/live-world.ts";
import { ConfigError } from "../../core/errors.ts";
import type { RunEvent } from "../../core/events.ts";
import { TooManyRunsError } from "./live-runs.ts";

const worlds: LiveWorld[] = [];

async function open(options: LiveWorldOptions = {}): Promise<LiveWorld> {
  const world = await openLiveWorld(options);
  worlds.push(world);
  return world;
}

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** The record says of each page when it was had, too. */
const asWatched = (event: RunEvent): unknown =>
  asJson(event.type === "page-read" ? { ...event, page: { ...event.page, fetched: undefined } } : event);

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const valuesOf = (table: { cells: readonly (readonly { value: string }[])[] } | undefined) =>
  table?.cells.map((row) => row.slice(0, 2).map(({ value }) => value));

describe("a run", () => {
  test("is under way until it has ended, and its record is what its watchers saw", async () => {
    const { runs, store, request } = await open();

    const live = await runs.start(request());
    const seen: RunEvent[] = [];
    live.watch(0, (event) => seen.push(event));
    expect(runs.all()).toEqual([live]);
    const { result } = await live.ended;

    expect(valuesOf(result.table)).toEqual([
      ["Estonia", "Tallinn"],
      ["Kenya", "Nairobi"],
    ]);
    expect(runs.get(live.run)).toBeUndefined();
    expect(seen[0]?.type).toBe("run-start");
    expect(seen.at(-1)?.type).toBe("run-end");
    const recorded = await store.open(live.run);
    expect(recorded.events.map(asWatched)).toEqual(asJson(seen));
    expect(recorded.result?.stop).toBe("answered");
  });

  test("tells a late watcher what it missed, in order and with its number", async () => {
    const { runs, request } = await open();
    const live = await runs.start(request());
    await live.ended;

    const seen: number[] = [];
    live.watch(3, (event, index) => {
      expect(event).toBe(live.events[index]);
      seen.push(index);
    });

    expect(seen).toEqual(Array.from({ length: live.events.length - 3 }, (_, index) => index + 3));
  });

  test("tells a watcher nothing more once it has gone", async () => {
    const held = gate();
    const { runs, request } = await open({ hold: (call) => (call === 0 ? held.passed : undefined) });
    const live = await runs.start(request());
    const seen: RunEvent[] = [];
    const leave = live.watch(0, (event) => seen.push(event));
    const before = seen.length;

    leave();
    held.open();
    await live.ended;

    expect(seen).toHaveLength(before);
  });

  test("hears what the user says to it", async () => {
    const held = gate();
    const { runs, request } = await open({ hold: (call) => (call === 0 ? held.passed : undefined) });
    const live = await runs.start(request());

    live.steer("Leave out islands.");
    held.open();
    await live.ended;

    expect(live.events).toContainEqual(
      expect.objectContaining({ type: "steer", text: "Leave out islands." }),
    );
    expect(live.events).toContainEqual(expect.objectContaining({ told: ["Leave out islands."] }));
  });

  test("is refused where its model is none, and takes no place", async () => {
    const { runs, request, store } = await open({ maxRuns: 1 });
    const wrong = { ...request(), baseUrl: undefined, models: { lead: "nobody", subagent: "nobody" } };

    await expect(runs.start(wrong)).rejects.toThrow(ConfigError);

    expect(await store.names()).toEqual([]);
    await (await runs.start(request())).ended;
  });

  test("is refused where as many are under way as may be", async () => {
    const held = gate();
    const { runs, request } = await open({ maxRuns: 2, hold: () => held.passed });
    const first = await runs.start(request());
    const second = await runs.start(request());

    await expect(runs.start(request())).rejects.toThrow(TooManyRunsError);
    await expect(Promise.all([runs.start(request()), runs.start(request())])).rejects.toThrow("2 runs are");

    held.open();
    await Promise.all([first.ended, second.ended]);
    await (await runs.start(request())).ended;
  });
});

describe("a run that was stopped", () => {
  test("goes on to the table it would have had, with its events from the first, and asks no sample twice", async () => {
    const held = gate();
    const world = await open({ hold: (call) => (call === 3 ? held.passed : undefined) });
    const { runs, request, samples } = world;
    const live = await runs.start(request());
    await sampled(live.events, 2, live.watch);
    live.stop();
    const { result } = await live.ended;
    expect(result.stop).toBe("aborted");
    const before = [...live.events];
    held.open();

    const again = await runs.resume(live.run);
    const seen: RunEvent[] = [];
    again.watch(0, (event) => seen.push(event));
    const finished = await again.ended;

    expect(asJson(seen.slice(0, before.length))).toEqual(asJson(before));
    expect(valuesOf(finished.result.table)).toEqual([
      ["Estonia", "Tallinn"],
      ["Kenya", "Nairobi"],
    ]);
    // those that were under way when it stopped are asked again
    expect(samples()).toBeLessThanOrEqual(8 + 2);
    expect((await world.store.open(live.run)).events).toHaveLength(seen.length);
  });

  test("goes on when the whole program was closed and opened again", async () => {
    const held = gate();
    const world = await open({ hold: () => held.passed });
    const live = await world.runs.start(world.request());

    await world.runs.close();

    expect((await live.ended).result.stop).toBe("aborted");
    await expect(world.runs.start(world.request())).rejects.toThrow("closing");
    held.open();
    const again = await world.reopened().resume(live.run);
    expect((await again.ended).result.stop).toBe("answered");
  });

  test("hears what was said to it before", async () => {
    const held = gate();
    const world = await open({ hold: () => held.passed });
    const live = await world.runs.start(world.request());
    live.steer("Only islands.");
    live.stop();
    await live.ended;
    held.open();

    const again = await world.runs.resume(live.run);
    await again.ended;

    expect(again.events).toContainEqual(expect.objectContaining({ told: ["Only islands."] }));
  });
});

describe("going on is refused", () => {
  test("for a run that has come to its end", async () => {
    const { runs, request } = await open();
    const live = await runs.start(request());
    await live.ended;

    await expect(runs.resume(live.run)).rejects.toThrow(/has come to its end/);
  });

  test("for a run that is under way", async () => {
    const held = gate();
    const { runs, request } = await open({ hold: () => held.passed });
    const live = await runs.start(request());

    await expect(runs.resume(live.run)).rejects.toThrow(ConfigError);
    held.open();
  });

  test.each(["nowhere", "../../etc", ""])("for %j, which is no run", async (name) => {
    await expect((await open()).runs.resume(name)).rejects.toThrow(ConfigError);
  });

  test("for a used-up budget that is not raised; raised, it goes on", async () => {
    const world = await open();
    const request = world.request();
    const scarce = { ...request, team: { ...request.team, budget: { turns: 2 } } };
    const live = await world.runs.start(scarce);
    expect((await live.ended).result.stop).toBe("budget");

    await expect(world.runs.resume(live.run)).rejects.toThrow(/budget of the run .* is used up/);

    const again = await world.runs.resume(live.run, { budget: { turns: 50 } });
    expect((await again.ended).result.stop).toBe("answered");
    expect((await world.store.open(live.run)).config.team).toMatchObject({ budget: { turns: 50 } });
  });
});

test("a run whose result was lost after its journal ended has it again", async () => {
  const { runs, request, store, directory } = await open();
  const live = await runs.start(request());
  const { result } = await live.ended;
  await rm(join(directory, live.run, "result.json"));

  const again = await runs.resume(live.run);

  expect((await again.ended).result).toEqual(asJson(result));
  expect((await store.open(live.run)).result).toBeDefined();
});

test("paths of a run that was begun in another directory mean what they meant there", async () => {
  const { runs, request, directory } = await open();
  const held = await runs.start(request());
  held.stop();
  await held.ended;
  const file = join(directory, held.run, "config.json");
  const config = JSON.parse(await readFile(file, "utf8"));
  config.reach.directory = "/nowhere/else";
  config.reach.knowledge.kb = ["notes"];
  await writeFile(file, JSON.stringify(config));

  await expect(runs.resume(held.run)).rejects.toThrow('"/nowhere/else/notes"');
});

test("a damaged journal is refused and stays as it is", async () => {
  const { runs, request, directory } = await open();
  const live = await runs.start(request());
  live.stop();
  await live.ended;
  await appendFile(join(directory, live.run, "events.jsonl"), "oops\noops\n");

  await expect(runs.resume(live.run)).rejects.toThrow(/events\.jsonl, line/);
});

/** Once so many samples are there. */
function sampled(
  events: readonly RunEvent[],
  count: number,
  watch: (from: number, sink: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve) => {
    watch(0, () => {
      if (events.filter(({ type }) => type === "sample-end").length >= count) resolve();
    });
  });
}
