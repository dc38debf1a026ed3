import { describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { random } from "../../util/random.ts";
import { advantages } from "./advantages.ts";
import { groupDatums, type ObjectiveSettings, objectiveSettings } from "./datums.ts";
import {
  agentsOf,
  delegating,
  episodeOf,
  lead,
  randomEpisode,
  randomGroup,
  rewardOfTotal,
  subagent,
  summedLoss,
  sumOfWeights,
  task,
  turn,
  turnOf,
} from "./objective.fixture.ts";

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed + 1);
const COMBINATIONS = [true, false].flatMap((perAgent) =>
  [true, false].map((perToken) =>
    objectiveSettings.parse({ weights: { perAgent, perToken }, trainedTurns: "all" }),
  ),
);
const [full = objectiveSettings.parse({})] = COMBINATIONS;

/** The absolute weights of one episode's datums, in a group where the other episode has another reward. */
function absoluteWeight(episode: ReturnType<typeof episodeOf>, settings: ObjectiveSettings = full): number {
  const episodes = [
    { episode, reward: rewardOfTotal(1) },
    { episode: randomEpisode(1, { appends: true }), reward: rewardOfTotal(0) },
  ];
  const { datums } = groupDatums({ task, episodes }, settings);
  return sumOfWeights(datums, (weight) => Math.max(0, weight));
}

describe.each(COMBINATIONS)("with $weights", (settings) => {
  test("the weights of a group, each over its advantage, sum to 1", () => {
    for (const seed of SEEDS) {
      const episodes = randomGroup(seed, { appends: seed % 2 === 0 });
      const { datums, advantages: values = [] } = groupDatums({ task, episodes }, settings);
      const absolute = values.reduce((sum, value) => sum + Math.abs(value), 0);
      expect(sumOfWeights(datums, Math.abs)).toBeCloseTo(absolute / episodes.length, 10);
      expect(sumOfWeights(datums)).toBeCloseTo(0, 10);
    }
  });

  test("the loss is the same however turns are packed", () => {
    for (const seed of SEEDS) {
      const packed = groupDatums({ task, episodes: randomGroup(seed, { appends: true }) }, settings);
      const split = groupDatums({ task, episodes: randomGroup(seed, { appends: false }) }, settings);
      expect(split.datums.length).toBeGreaterThan(packed.datums.length);
      expect(split.trainedTokens).toBe(packed.trainedTokens);
      expect(summedLoss(split.datums)).toBeCloseTo(summedLoss(packed.datums), 12);
    }
  });

  test("the loss is the same in any order and any micro-batches", () => {
    for (const seed of SEEDS) {
      const next = random(seed);
      const { datums } = groupDatums({ task, episodes: randomGroup(seed, { appends: false }) }, settings);
      const shuffled = datums
        .map((datum) => ({ datum, key: next() }))
        .sort((left, right) => left.key - right.key)
        .map(({ datum }) => datum);
      const cut = Math.floor(next() * datums.length);
      const sum = summedLoss(shuffled.slice(0, cut)) + summedLoss(shuffled.slice(cut));
      expect(sum).toBeCloseTo(summedLoss(datums), 12);
    }
  });

  test("more subagents or longer texts give an episode no more weight", () => {
    const [advantage = 0] = advantages([1, 0]) ?? [];
    for (const subagents of [0, 1, 7]) {
      for (const longest of [1, 60]) {
        const episode = randomEpisode(subagents + longest, { appends: true, subagents, longest });
        expect(agentsOf(episode)).toBe(subagents + 1);
        expect(absoluteWeight(episode, settings)).toBeCloseTo(advantage / 2, 12);
      }
    }
  });

  test("a group of equal rewards has no datums", () => {
    const episodes = randomGroup(3, { appends: true }).map((rewarded) => ({
      ...rewarded,
      reward: rewardOfTotal(0.1 + 0.2),
    }));
    const { datums, advantages: values, trainedTokens } = groupDatums({ task, episodes }, settings);
    expect(datums).toEqual([]);
    expect(values).toBeUndefined();
    expect(trainedTokens).toBe(0);
  });
});

test("every token of every agent has its episode's advantage times its token weight", () => {
  const called = subagent("lead.1", [turnOf(10)]);
  const first = lead([delegating([called], 2), turnOf(4)]);
  const episodes = [
    { episode: episodeOf(first), reward: rewardOfTotal(1) },
    { episode: episodeOf(lead([turnOf(5)])), reward: rewardOfTotal(0) },
  ];
  const { datums, sampledTokens } = groupDatums({ task, episodes }, full);
  const [advantage = 0] = advantages([1, 0]) ?? [];
  expect(sampledTokens).toBe(21);
  expect(datums.map(({ weights }) => weights.at(-1))).toEqual([
    expect.closeTo(advantage / (2 * 2 * 6), 12),
    expect.closeTo(advantage / (2 * 2 * 6), 12),
    expect.closeTo(advantage / (2 * 2 * 10), 12),
    expect.closeTo(-advantage / (2 * 1 * 5), 12),
  ]);
});

test("turns that are not trained leave the weight of the others as it is", () => {
  const paper = objectiveSettings.parse({});
  const lost = subagent("lead.1", [turnOf(10)], "turn-limit");
  const episode = episodeOf(lead([delegating([lost], 2), turnOf(4)]));
  expect(absoluteWeight(episode, paper)).toBeCloseTo(absoluteWeight(episode, full) / 2, 12);
});

test("under the paper's rule a group's weights never exceed what they are in all", () => {
  const paper = objectiveSettings.parse({});
  for (const seed of SEEDS) {
    const episodes = randomGroup(seed, { appends: true }).map((rewarded, index) => ({
      ...rewarded,
      reward: rewardOfTotal(index % 3, { format: index % 2, valid: index % 2 }),
    }));
    const some = groupDatums({ task, episodes }, paper);
    const all = groupDatums({ task, episodes }, full);
    expect(sumOfWeights(some.datums, Math.abs)).toBeLessThan(sumOfWeights(all.datums, Math.abs));
    expect(some.sampledTokens).toBe(all.sampledTokens);
  }
});

test("log-probabilities are the sampler's on trained tokens, and entry 0 is never trained", () => {
  const { datums } = groupDatums({ task, episodes: randomGroup(2, { appends: true }) }, full);
  for (const { tokens, weights, logprobs = [] } of datums) {
    expect(weights).toHaveLength(tokens.length);
    expect(logprobs).toHaveLength(tokens.length);
    expect(weights[0]).toBe(0);
    expect(logprobs.every((logprob, index) => (logprob !== 0) === (weights[index] !== 0))).toBe(true);
  }
});

test("a sampler that hides its token ids cannot be trained", () => {
  const { sample, results } = turn();
  const hidden = { sample: { ...sample, tokens: undefined }, results };
  const episodes = [0, 0].map((total) => ({
    episode: episodeOf(lead([hidden])),
    reward: rewardOfTotal(total),
  }));
  expect(() => groupDatums({ task, episodes }, full)).toThrow(ConfigError);
  expect(() => groupDatums({ task, episodes }, full)).toThrow("hides its token ids");
});
