/** A journal cut off after each of its events in turn, and gone on with. */
import { describe, expect, test } from "vitest";
import { timeless } from "../../../test/fixtures/timeless.ts";
import { SamplerError } from "../../core/errors.ts";
import type { RunEvent } from "../../core/events.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { SampleRequest, Sampler } from "../../core/sampler.ts";
import { rebuildEpisode } from "../../run/rebuild-episode.ts";
import {
  access,
  delegate,
  knowledgeBase,
  NEVER,
  run,
  subtaskOf,
  TABLE,
  task,
  team,
  turnOf,
} from "../run-task.fixture.ts";
import { resultOf } from "../run-task.ts";
import { recordingOf } from "./recording.ts";

type RunOptions = NonNullable<Parameters<typeof run>[1]>;

const countries = ["Peru", "Chile", "Bolivia"];

/** Its calls have the same ids whenever it is asked. */
function stable(parts: Parameters<typeof team>[0]): Sampler {
  const sampler = team(parts);
  return {
    ...sampler,
    sample: async (request) => {
      const sample = await sampler.sample(request);
      const named = sample.message.toolCalls.map((call, index) => ({
        ...call,
        id: `${turnOf(request)}_${index}`,
      }));
      return { ...sample, message: { ...sample.message, toolCalls: named } };
    },
  };
}

const reader = stable({
  lead: (_, turn) => (turn === 1 ? delegate(...countries) : TABLE),
  subagent: (request, turn) => (turn === 1 ? access(subtaskOf(request)) : `read ${subtaskOf(request)}`),
});

/** Two rounds of delegation, several calls a turn, subagents of subagents, an empty reply and a call that cannot be. */
const busy = stable({
  lead: (_, turn) => {
    if (turn === 1) return delegate("north", "south");
    if (turn === 2) return "";
    return turn === 3 ? delegate("Peru") : TABLE;
  },
  subagent: (request, turn) => {
    const subtask = subtaskOf(request);
    if (turn > 1) return `read ${subtask}`;
    if (subtask !== "north") return access("Chile");
    const calls = [
      { id: "a", name: "access", arguments: { url: "seed://country/Peru" } },
      { id: "b", name: "call_subagent", arguments: { subtasks: ["Peru", "Bolivia"] } },
      { id: "c", name: "google", arguments: {} },
      { id: "d", name: "call_subagent", arguments: { subtasks: ["Chile"] } },
    ];
    return { toolCalls: calls };
  },
});

const scenarios: readonly { name: string; sampler: Sampler; options: RunOptions }[] = [
  { name: "a team", sampler: reader, options: {} },
  { name: "a deep team", sampler: busy, options: { settings: { depth: 2 } } },
  { name: "a team with a budget", sampler: busy, options: { settings: { depth: 2, budget: { turns: 12 } } } },
  {
    name: "a single agent",
    sampler: stable({ lead: (_, turn) => (turn < 4 ? access(countries[turn - 1] ?? "") : TABLE) }),
    options: { settings: { maxSubagents: 0 } },
  },
];

/** Events as they come back from disk. */
function fromDisk(events: readonly RunEvent[]): readonly RunEvent[] {
  return JSON.parse(JSON.stringify(events));
}

function keyOf(request: SampleRequest): string {
  return `${subtaskOf(request)} ${turnOf(request)}`;
}

/** Writes down what is asked of a sampler and of the knowledge base. */
function watched(sampler: Sampler, asked: string[]): { sampler: Sampler; knowledgeBase: KnowledgeBase } {
  return {
    sampler: {
      ...sampler,
      sample: (request) => {
        asked.push(`sample ${keyOf(request)}`);
        return sampler.sample(request);
      },
    },
    knowledgeBase: {
      ...knowledgeBase,
      access: (url) => {
        asked.push(`access ${url}`);
        return knowledgeBase.access(url);
      },
    },
  };
}

function withoutTimes(events: readonly RunEvent[]): unknown {
  return timeless(rebuildEpisode(events));
}

/** Of every agent, turn and call, what may happen only once. */
function onceOnly(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "sample-end" || event.type === "turn-end")
      return [`${event.type} ${event.agent} ${event.turn}`];
    if (event.type === "tool-end")
      return [`tool-end ${event.agent} ${event.turn} ${event.message.toolCallId}`];
    if (event.type === "agent-start" || event.type === "agent-end") return [`${event.type} ${event.agent}`];
    return event.type === "run-start" || event.type === "run-end" ? [event.type] : [];
  });
}

describe.each(scenarios)("$name that was killed after any of its events", ({ sampler, options }) => {
  test("comes to the same table and episode, and does nothing that was done", async () => {
    const whole = await run(sampler, options);
    const events = fromDisk(whole.events);
    const samplesOf = (some: readonly RunEvent[]) => some.filter(({ type }) => type === "sample-end").length;

    for (let end = 0; end < events.length; end++) {
      const before = events.slice(0, end);
      const asked: string[] = [];
      const means = watched(sampler, asked);
      const resumed = await run(means.sampler, {
        ...options,
        recording: recordingOf(before),
        knowledgeBase: means.knowledgeBase,
      });

      const joined = [...before, ...fromDisk(resumed.events)];
      expect(timeless(resumed.result.table)).toEqual(timeless(whole.result.table));
      expect(resumed.result.stop).toBe(whole.result.stop);
      expect(resumed.result.usage).toEqual(whole.result.usage);
      expect(withoutTimes(joined)).toEqual(withoutTimes(events));
      expect(asked.filter((one) => one.startsWith("sample"))).toHaveLength(
        samplesOf(events) - samplesOf(before),
      );
      const once = onceOnly(joined);
      expect(once).toHaveLength(new Set(once).size);
      expect(joined.map(({ at }) => at)).toEqual(joined.map(({ at }) => at).sort((a, b) => a - b));
    }
  });

  test("comes to it too when it is killed again and again, a call further each time", async () => {
    const whole = await run(sampler, options);
    let journal: readonly RunEvent[] = [];

    while (journal.at(-1)?.type !== "run-end") {
      const { events } = await run(sampler, { ...options, recording: recordingOf(journal) });
      const next = events.findIndex(({ type }) => type.endsWith("-end"));
      journal = [...journal, ...fromDisk(events.slice(0, next + 1))];
    }

    expect(withoutTimes(journal)).toEqual(withoutTimes(fromDisk(whole.events)));
  });
});

test("a page that was read is not read again, one that was being read is", async () => {
  const whole = fromDisk((await run(reader)).events);
  const end = whole.findLastIndex(({ type }) => type === "tool-start");
  const before = whole.slice(0, end + 1);
  const done = before.filter((event) => event.type === "tool-end").length;
  const asked: string[] = [];
  const means = watched(reader, asked);

  await run(means.sampler, { recording: recordingOf(before), knowledgeBase: means.knowledgeBase });

  expect(asked.filter((one) => one.startsWith("access"))).toHaveLength(countries.length - done);
});

test("what was used before counts in the budget", async () => {
  const settings = { budget: { turns: 20 } };
  const endless = team({ lead: () => access("Peru") });
  const single = { maxSubagents: 0, ...settings };
  const whole = await run(endless, { settings: single });
  const samples = whole.events.filter(({ type }) => type === "sample-end").length;
  const before = fromDisk(whole.events).slice(0, Math.floor(whole.events.length / 2));
  const asked: string[] = [];

  await run(watched(endless, asked).sampler, { settings: single, recording: recordingOf(before) });

  const done = before.filter(({ type }) => type === "sample-end").length;
  expect(samples).toBe(19);
  expect(asked).toHaveLength(samples - done);
});

test("time that was used before counts in the deadlines, and what was found in it is not lost", async () => {
  const whole = fromDisk((await run(reader)).events);
  const before = whole.slice(0, -4).map((event, index) => (index === 0 ? event : { ...event, at: 60_000 }));
  const asked: string[] = [];

  const { result, events } = await run(watched(reader, asked).sampler, {
    settings: { deadlineMs: 50_000 },
    recording: recordingOf(before),
  });

  expect(asked).toEqual([]);
  expect(result).toMatchObject({ stop: "deadline", agents: 4 });
  expect(events.every(({ at }) => at >= 60_000)).toBe(true);
});

describe("a run that was ended", () => {
  async function resumedAfter(first: Awaited<ReturnType<typeof run>>, options: RunOptions) {
    const before = fromDisk(first.events);
    const asked: string[] = [];
    const sampler = watched(reader, asked).sampler;
    const { result, events } = await run(sampler, { ...options, recording: recordingOf(before) });
    const joined = [...before, ...fromDisk(events)];
    return { asked, result, rebuilt: rebuildEpisode(joined) };
  }

  test("by Ctrl-C goes on where its agents stood", async () => {
    const controller = new AbortController();
    const hanging = stable({
      lead: (_, turn) => (turn === 1 ? delegate(...countries) : TABLE),
      subagent: (request, turn) => {
        if (turn === 1) return access(subtaskOf(request));
        if (subtaskOf(request) !== "Bolivia") return `read ${subtaskOf(request)}`;
        setImmediate(() => controller.abort());
        return NEVER;
      },
    });
    const first = await run(hanging, { signal: controller.signal });
    expect(first.result.stop).toBe("aborted");

    const { asked, result, rebuilt } = await resumedAfter(first, {});

    expect(asked).toEqual(["sample Bolivia 2", "sample  2"]);
    expect(result.stop).toBe("answered");
    const whole = await run(reader);
    expect(timeless(result.table)).toEqual(timeless(whole.result.table));
    expect(timeless(rebuilt)).toEqual(withoutTimes(fromDisk(whole.events)));
  });

  test("by its budget goes on without the answer that was forced", async () => {
    const first = await run(reader, { settings: { budget: { turns: 8 } } });
    expect(first.result).toMatchObject({ stop: "budget", answer: expect.stringContaining("Lima") });

    const { asked, result, rebuilt } = await resumedAfter(first, { settings: { budget: { turns: 20 } } });

    expect(asked).toEqual(["sample  2"]);
    expect(result.stop).toBe("answered");
    expect(rebuilt.lead.turns).toHaveLength(2);
    expect(resultOf(task, rebuilt).table).toEqual(result.table);
  });

  test("by a model that could not be reached asks it again", async () => {
    const failing = team({
      lead: (_, turn) => (turn === 1 ? delegate(...countries) : new SamplerError("no key")),
      subagent: (request) => `read ${subtaskOf(request)}`,
    });
    const first = await run(failing);
    expect(first.result.stop).toBe("failed");

    const { asked, result } = await resumedAfter(first, {});

    expect(asked).toEqual(["sample  2"]);
    expect(result.stop).toBe("answered");
  });
});

test("every call waits until what came before it is kept", async () => {
  const kept = new Set<RunEvent>();
  let emitted: RunEvent[] = [];
  let unkept: string[] = [];
  const sampler: Sampler = {
    ...reader,
    sample: (request) => {
      const agent = subtaskOf(request);
      const own = emitted.filter((event) => event.type === "sample-end" || event.type === "tool-end");
      unkept = [...unkept, ...own.filter((event) => !kept.has(event)).map(({ type }) => `${agent} ${type}`)];
      return reader.sample(request);
    },
  };

  await run(sampler, {
    emit: (event) => {
      emitted = [...emitted, event];
    },
    kept: async () => {
      const before = emitted;
      await new Promise(setImmediate);
      for (const event of before) kept.add(event);
    },
    settings: { maxSubagents: 1 },
  });

  expect(unkept).toEqual([]);
});
