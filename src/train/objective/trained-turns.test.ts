import { describe, expect, test } from "vitest";
import type { Episode, StopReason, Trajectory } from "../../core/episode.ts";
import { delegating, episodeOf, lead, rewardOfTotal, subagent, turnOf } from "./objective.fixture.ts";
import { trainedTurns } from "./trained-turns.ts";

const paper = { trainedTurns: "paper", repeatTokens: 100 } as const;

/** A lead agent of three turns with two subagents of two; the last turn of each subagent has as many tokens as said. */
function team(stops: { lead?: StopReason; first?: StopReason; second?: StopReason }, lastTokens = 9) {
  const first = subagent("lead.1", [turnOf(5), turnOf(lastTokens)], stops.first);
  const second = subagent("lead.2", [turnOf(6), turnOf(lastTokens)], stops.second);
  const own = lead([delegating([first, second]), turnOf(4), turnOf(2)], { stop: stops.lead ?? "answered" });
  return { episode: episodeOf(own), lead: own, first, second };
}

function trained(episode: Episode, form: "right" | "wrong", stop: StopReason = "answered") {
  const format = Number(form === "right");
  const reward = rewardOfTotal(0, { format, valid: stop === "answered" ? format : 0 });
  return trainedTurns({ episode, reward }, paper);
}

function turnsOf(...agents: readonly Trajectory[]) {
  return new Set(agents.flatMap(({ turns }) => turns));
}

const LIMITS = ["turn-limit", "token-limit", "budget"] satisfies StopReason[];

describe("the paper's rule", () => {
  test("trains every turn where all agents answered in the right form", () => {
    const { episode, lead: own, first, second } = team({});
    expect(trained(episode, "right")).toEqual(turnsOf(own, first, second));
  });

  test.each(LIMITS)("leaves out a subagent that ended by %s where the answer has the right form", (stop) => {
    const { episode, lead: own, second } = team({ first: stop });
    expect(trained(episode, "right")).toEqual(turnsOf(own, second));
  });

  test.each(LIMITS)("trains only the lead agent where it answered in the right form after its %s", (stop) => {
    const { episode, lead: own } = team({ lead: stop, first: "turn-limit" });
    expect(trained(episode, "right", stop)).toEqual(turnsOf(own));
  });

  test("trains repetitions, and the answer of a wrong form", () => {
    const { episode, lead: own, first } = team({ first: "token-limit", second: "turn-limit" }, 100);
    expect(trained(episode, "wrong")).toEqual(new Set([own.turns[2], first.turns[1]]));
  });

  test("trains repetitions alone where the lead agent ran out too", () => {
    const { episode, first, second } = team(
      { lead: "turn-limit", first: "token-limit", second: "token-limit" },
      100,
    );
    expect(trained(episode, "wrong", "turn-limit")).toEqual(new Set([first.turns[1], second.turns[1]]));
  });

  test("sees no repetition in a shorter response or another limit", () => {
    const shorter = team({ first: "token-limit" }, 99);
    expect(trained(shorter.episode, "wrong")).toEqual(
      new Set([shorter.lead.turns[2], ...shorter.first.turns]),
    );
    const turns = team({ first: "turn-limit" }, 100);
    expect(trained(turns.episode, "wrong")).toEqual(new Set([turns.lead.turns[2], ...turns.first.turns]));
  });

  test.each(LIMITS)("trains every agent that ended by %s where there is no answer", (stop) => {
    const { episode, lead: own, second } = team({ lead: stop, second: stop });
    expect(trained(episode, "wrong", stop)).toEqual(turnsOf(own, second));
  });

  test("trains the last turn alone where every agent answered, the lead agent in a wrong form", () => {
    const { episode, lead: own } = team({});
    expect(trained(episode, "wrong")).toEqual(new Set([own.turns[2]]));
  });

  test("trains nothing of a lead agent without a turn", () => {
    const episode = episodeOf(lead([], { stop: "budget" }));
    expect(trained(episode, "wrong", "budget").size).toBe(0);
  });
});

test("the other rule trains every turn of every agent", () => {
  const { episode, lead: own, first, second } = team({ lead: "turn-limit", first: "token-limit" }, 100);
  const reward = rewardOfTotal(0, { format: 0, valid: 0 });
  expect(trainedTurns({ episode, reward }, { ...paper, trainedTurns: "all" })).toEqual(
    turnsOf(own, first, second),
  );
});
