import { expect, test } from "vitest";
import { trajectories } from "../../core/episode.ts";
import { delegating, episodeOf, lead, randomEpisode, subagent, turnOf } from "./objective.fixture.ts";
import { tokenWeight, tokenWeighting } from "./token-weight.ts";

const COMBINATIONS = [
  { perAgent: true, perToken: true },
  { perAgent: true, perToken: false },
  { perAgent: false, perToken: true },
  { perAgent: false, perToken: false },
];

test.each([
  [true, true, 1 / (8 * 2 * 6), 1 / (8 * 2 * 10)],
  [true, false, 1 / (8 * 2 * 2 * 4), 1 / (8 * 2 * 1 * 10)],
  [false, true, 1 / (8 * 16), 1 / (8 * 16)],
  [false, false, 1 / (8 * 3 * 4), 1 / (8 * 3 * 10)],
])(
  "with perAgent %s and perToken %s a token weighs as its formula says",
  (perAgent, perToken, own, other) => {
    const called = subagent("lead.1", [turnOf(10)]);
    const last = turnOf(4);
    const first = lead([delegating([called], 2), last]);
    const weight = tokenWeight(8, episodeOf(first), { perAgent, perToken });
    expect(weight(first, last)).toBeCloseTo(own, 15);
    expect(weight(called, called.turns[0]!)).toBeCloseTo(other, 15);
  },
);

test.each(COMBINATIONS)("the weights of an episode's tokens sum to 1/G with %o", (weighting) => {
  for (let seed = 0; seed < 40; seed += 1) {
    const episode = randomEpisode(seed, { appends: true });
    const weight = tokenWeight(5, episode, weighting);
    const sum = trajectories(episode)
      .flatMap((agent) =>
        agent.turns.map((turn) => weight(agent, turn) * (turn.sample.tokens?.sampled.length ?? 0)),
      )
      .reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1 / 5, 12);
  }
});

test.each(COMBINATIONS)(
  "agents and turns without a token take no weight from the others with %o",
  (weighting) => {
    const last = turnOf(4);
    const silent = subagent("lead.2", [turnOf(0)], "turn-limit");
    const called = subagent("lead.1", [], "budget");
    const first = lead([delegating([called, silent], 2), turnOf(0), last]);
    const alone = lead([turnOf(2), last]);
    expect(tokenWeight(2, episodeOf(first), weighting)(first, last)).toBe(
      tokenWeight(2, episodeOf(alone), weighting)(alone, last),
    );
  },
);

test("both weightings are on unless somebody says otherwise", () => {
  expect(tokenWeighting.parse({})).toEqual({ perAgent: true, perToken: true });
});
