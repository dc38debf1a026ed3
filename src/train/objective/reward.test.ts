import { describe, expect, test } from "vitest";
import { callTool } from "../../agent/call-tool.ts";
import type { StopReason } from "../../core/episode.ts";
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { DeepTask } from "../../core/task.ts";
import type { Tool } from "../../core/tool.ts";
import {
  delegating,
  episodeOf,
  lead,
  RIGHT_TABLE,
  subagent,
  task,
  toolResult,
  turn,
  turnOf,
} from "./objective.fixture.ts";
import { rewardOf, rewardSettings } from "./reward.ts";

const settings = rewardSettings.parse({});
const opened = turnOf(1, [toolResult("access", "Page: Peru", { pages: 1 })]);
const HALF_TABLE = "| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Sucre |\n";

const deep: DeepTask = { id: "d", kind: "deep", question: "Who?", language: "en", gold: ["Marie Curie"] };

describe("a reward", () => {
  test("is the item F1 with the bonuses for form and access", () => {
    const reward = rewardOf(task, episodeOf(lead([opened])), settings);
    expect(reward).toMatchObject({
      kind: "reward",
      parts: { valid: 1, answer: 1, format: 1, access: 1, length: 0 },
      score: { kind: "table", success: true },
    });
    expect(reward).toMatchObject({ total: expect.closeTo(1.15, 12) });
  });

  test("counts every cell of a table that is partly right", () => {
    const reward = rewardOf(task, episodeOf(lead([turn()], { answer: HALF_TABLE })), settings);
    expect(reward).toMatchObject({ parts: { answer: 0.75, access: 0 }, score: { row: { f1: 0.5 } } });
    expect(reward).toMatchObject({ total: expect.closeTo(0.85, 12) });
  });

  test("of many copies of the right rows is less than of the rows", () => {
    const copies = `${RIGHT_TABLE}| Peru | Lima |\n| Peru | Lima |\n`;
    const reward = rewardOf(task, episodeOf(lead([turn()], { answer: copies })), settings);
    expect(reward).toMatchObject({ parts: { answer: 2 / 3 } });
  });

  test.each([
    ["no table", "Lima and Santiago."],
    ["a table without a required column", "| Country |\n| --- |\n| Peru |\n"],
    ["nothing", ""],
  ])("of %s is 0, whatever else was done", (_, answer) => {
    const reward = rewardOf(task, episodeOf(lead([opened], { answer })), settings);
    expect(reward).toMatchObject({ total: 0, parts: { valid: 0, format: 0, access: 1 } });
    expect(reward).toHaveProperty("score", undefined);
  });

  test("of a lead agent that was made to answer because something ran out is 0", () => {
    for (const stop of ["turn-limit", "token-limit", "budget"] satisfies StopReason[]) {
      const reward = rewardOf(task, episodeOf(lead([opened], { stop, partial: false })), settings);
      expect(reward).toMatchObject({ total: 0, parts: { valid: 0, format: 1, answer: 1 } });
    }
  });

  test("does not take what was found so far for an answer", () => {
    const reward = rewardOf(task, episodeOf(lead([opened], { stop: "turn-limit" })), settings);
    expect(reward).toMatchObject({ total: 0, parts: { format: 0, answer: 0 } });
  });

  test("pays for access wherever in the team a page was opened", () => {
    const team = (results: Parameters<typeof turnOf>[1]) =>
      rewardOf(
        task,
        episodeOf(lead([delegating([subagent("lead.1", [turnOf(1, results)])]), turn()])),
        settings,
      );
    expect(team([toolResult("access", "Page", { pages: 1 })])).toMatchObject({ parts: { access: 1 } });
    expect(team([toolResult("access", "No page at u.")])).toMatchObject({ parts: { access: 0 } });
    expect(team([toolResult("search", "Hits", { pages: 3 })])).toMatchObject({ parts: { access: 0 } });
    expect(team([toolResult("access", "Error: The arguments", { isError: true })])).toMatchObject({
      parts: { access: 0 },
    });
  });

  test.each([
    [3000, 0],
    [4000, 0.5],
    [5000, 1],
    [9000, 1],
  ])("with a response of %i tokens anywhere loses %d of the length penalty", (tokens, share) => {
    const episode = episodeOf(lead([delegating([subagent("lead.1", [turnOf(tokens)])]), turn()]));
    const reward = rewardOf(task, episode, settings);
    expect(reward).toMatchObject({ parts: { length: share } });
    expect(reward).toMatchObject({ total: expect.closeTo(1.1 - 0.1 * share, 12) });
  });

  test("measures single responses, not their sum", () => {
    const episode = episodeOf(lead([turnOf(2900), turnOf(2900)]));
    expect(rewardOf(task, episode, settings)).toMatchObject({ parts: { length: 0 } });
  });

  test("is the same for more subagents and more turns", () => {
    const alone = rewardOf(task, episodeOf(lead([turn()])), settings);
    const many = Array.from({ length: 9 }, (_, index) => subagent(`lead.${index + 1}`, [turnOf(40)]));
    const team = rewardOf(task, episodeOf(lead([delegating(many), turnOf(20), turn()])), settings);
    expect(team).toEqual(alone);
  });

  test("of a deep task is the exact match of what is boxed, or its token F1", () => {
    const episode = episodeOf(lead([turn()], { answer: "It is \\boxed{Pierre Curie}." }));
    expect(rewardOf(deep, episode, settings)).toMatchObject({
      total: 0.1,
      score: { exact: false, f1: 0.5 },
    });
    const byF1 = rewardSettings.parse({ deepAnswer: "f1" });
    expect(rewardOf(deep, episode, byF1)).toMatchObject({ total: 0.6 });
    const right = episodeOf(lead([turn()], { answer: "\\boxed{Marie Curie}" }));
    expect(rewardOf(deep, right, settings)).toMatchObject({ total: 1.1 });
    const bare = episodeOf(lead([turn()], { answer: "Marie Curie" }));
    expect(rewardOf(deep, bare, settings)).toMatchObject({ total: 0, parts: { valid: 0 } });
  });

  test("cannot be had for a task without a gold answer", () => {
    const episode = episodeOf(lead([turn()]));
    expect(() => rewardOf({ ...task, gold: undefined }, episode, settings)).toThrow(ConfigError);
    expect(() => rewardOf({ ...deep, gold: [] }, episode, settings)).toThrow('Task "d" has no gold answer');
  });

  test("has settings that say what is wrong with them", () => {
    expect(() => rewardSettings.parse({ lengthPenaltyStart: 5000 })).toThrow("must be greater than");
  });
});

describe("a failure", () => {
  const failing = (results: Parameters<typeof turnOf>[1]) => [
    episodeOf(lead([turnOf(1, results)])),
    episodeOf(lead([delegating([subagent("lead.1", [turnOf(1, results)])]), turn()])),
  ];

  test("is a model that failed, in whatever agent", () => {
    const own = episodeOf(lead([opened], { stop: "failed", error: "503" }));
    expect(rewardOf(task, own, settings)).toEqual({ kind: "failure", reason: "lead: the model failed: 503" });
    const team = episodeOf(lead([delegating([subagent("lead.1", [turn()], "failed")]), turn()]));
    expect(rewardOf(task, team, settings)).toMatchObject({
      kind: "failure",
      reason: expect.stringContaining("lead.1"),
    });
  });

  test("is an abort or a deadline, in whatever agent, even with an answer", () => {
    for (const stop of ["aborted", "deadline"] satisfies StopReason[]) {
      const own = episodeOf(lead([opened], { stop, partial: false }));
      expect(rewardOf(task, own, settings)).toEqual({ kind: "failure", reason: `lead: ${stop}` });
      const team = episodeOf(lead([delegating([subagent("lead.1", [turn()], stop)]), turn()]));
      expect(rewardOf(task, team, settings).kind).toBe("failure");
      expect(rewardOf(task, { ...episodeOf(lead([opened])), stop }, settings).kind).toBe("failure");
    }
  });

  test("is a tool that was down", async () => {
    const down: Tool = {
      name: "search",
      description: "",
      inputSchema: {},
      call: async () => {
        throw new FetchError("connection refused");
      },
    };
    const call = { id: "c1", name: "search", arguments: "{}" };
    const result = await callTool([down], call, new AbortController().signal);
    const [own, team] = failing([result]).map((episode) => rewardOf(task, episode, settings));
    const outage = "Error: search failed: connection refused";
    expect(own).toEqual({ kind: "failure", reason: `lead: ${outage}` });
    expect(team).toEqual({ kind: "failure", reason: `lead.1: ${outage}` });
  });

  test("is not what the model did wrong itself, nor a page that says it failed", () => {
    const results = [
      toolResult("search", "Error: The arguments of search do not fit: …", { isError: true }),
      toolResult("fly", 'Error: There is no tool "fly". Tools: search.', { isError: true }),
      toolResult("access", "Error: access failed: so runs the story", { pages: 1 }),
    ];
    for (const episode of failing(results)) expect(rewardOf(task, episode, settings).kind).toBe("reward");
  });
});
