import { describe, expect, test } from "vitest";
import { episode, scriptedEvents } from "../../test/fixtures/scripted-run.ts";
import { timeless } from "../../test/fixtures/timeless.ts";
import { trajectories } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { rebuildEpisode } from "./rebuild-episode.ts";

const events = scriptedEvents();

function until(isLast: (event: RunEvent) => boolean): readonly RunEvent[] {
  return events.slice(0, events.findIndex(isLast) + 1);
}

describe("rebuildEpisode", () => {
  test("gives the episode back, with results in the order of their calls", () => {
    expect(timeless(rebuildEpisode(events))).toEqual(timeless(episode));
  });

  test("needs no call ids on pages and subagents where one call ends at a time", () => {
    const unnamed = events.map((event) =>
      event.type === "agent-start" || event.type === "page-read" ? { ...event, call: undefined } : event,
    );

    expect(trajectories(rebuildEpisode(unnamed)).map(({ agent }) => agent)).toEqual([
      "lead",
      "lead.1",
      "lead.2",
      "lead.3",
    ]);
  });

  test("of a run killed while subagents worked has them aborted, with the turns they had", () => {
    const killed = rebuildEpisode(until((event) => event.type === "tool-start" && event.agent === "lead.3"));

    const [lead, lister, estonian, latvian] = trajectories(killed);
    expect([lead, lister, estonian, latvian].map((agent) => agent?.stop)).toEqual([
      "aborted",
      "answered",
      "aborted",
      "aborted",
    ]);
    expect(latvian?.turns[0]?.results[0]?.message).toMatchObject({ isError: true, name: "access" });
    expect(killed.stop).toBe("aborted");
    expect(killed.elapsedMs).toBe(
      events.find((event) => "agent" in event && event.agent === "lead.3" && event.type === "tool-start")?.at,
    );
  });

  test("of every beginning of a run holds the agents that had started", () => {
    const first = events.findIndex((event) => event.type === "agent-start") + 1;

    for (let end = first; end <= events.length; end++) {
      const started = events.slice(0, end).filter((event) => event.type === "agent-start");
      const rebuilt = trajectories(rebuildEpisode(events.slice(0, end)));
      expect(rebuilt.map(({ agent }) => agent)).toEqual(started.map(({ agent }) => agent));
    }
  });

  test.each([
    ["no events", []],
    ["no agent", events.slice(0, 1)],
  ])("of %s is a configuration error", (_, few) => {
    expect(() => rebuildEpisode(few)).toThrow(ConfigError);
  });
});
