/** @file The learning objective: a group of episodes as the datums whose summed policy loss is its loss. */
import { z } from "zod";
import { type Episode, trajectories } from "../../core/episode.ts";
import type { Datum } from "../../core/trainer.ts";
import { advantages } from "./advantages.ts";
import type { Group, RewardedEpisode } from "./group.ts";
import { packTurns } from "./pack-turns.ts";
import { tokenRecord } from "./token-record.ts";
import { tokenWeight, tokenWeighting } from "./token-weight.ts";
import { trainedTurns, trainedTurnsRule } from "./trained-turns.ts";

/** The defaults are those of WideSeek-R1. */
export const objectiveSettings = z
  .strictObject({
    weights: tokenWeighting.prefault({}),
    trainedTurns: trainedTurnsRule.default("paper"),
    repeatTokens: z.int().min(1).default(8000),
  })
  .readonly();

export type ObjectiveSettings = z.infer<typeof objectiveSettings>;

export interface GroupDatums {
  readonly datums: readonly Datum[];
  /** One per episode, in their order; `undefined` where the group teaches nothing, and so has no datums. */
  readonly advantages: readonly number[] | undefined;
  /** By all agents of all episodes. */
  readonly sampledTokens: number;
  /** Those of them with a weight. */
  readonly trainedTokens: number;
}

/**
 * `L = -Σ_i Σ_a Σ_tokens w · min(r·A_i, clip(r)·A_i)`, `w = 1 / (G · N_i · T_a)` (arXiv 2602.04634): an episode's advantage
 * holds for every trained token of its lead agent and subagents alike. Positive factors pass through min and clip, so a
 * datum's weights are `w · A_i`, and the trainer's plain sum is the loss whatever the order and grouping of the data.
 *
 * G counts the group's episodes, N and T what they sampled, before anything is left out. For the mean over the groups of
 * a batch, divide by their number. Throws `ConfigError` for a turn without token ids.
 */
export function groupDatums({ episodes }: Group, settings: ObjectiveSettings): GroupDatums {
  const sampledTokens = episodes.reduce((sum, { episode }) => sum + sampledIn(episode), 0);
  const values = advantages(episodes.map(({ reward }) => reward.total));
  const datums = episodes.flatMap((rewarded, index) => {
    const advantage = values?.[index];
    if (advantage === undefined) return [];
    return episodeDatums(rewarded, { advantage, groupSize: episodes.length }, settings);
  });
  const trainedTokens = datums.reduce((sum, { weights }) => sum + weights.filter((w) => w !== 0).length, 0);
  return { datums, advantages: values, sampledTokens, trainedTokens };
}

interface Standing {
  readonly advantage: number;
  readonly groupSize: number;
}

function episodeDatums(
  rewarded: RewardedEpisode,
  { advantage, groupSize }: Standing,
  settings: ObjectiveSettings,
): readonly Datum[] {
  const { episode } = rewarded;
  const trained = trainedTurns(rewarded, settings);
  const weight = tokenWeight(groupSize, episode, settings.weights);
  return trajectories(episode).flatMap((agent) =>
    packTurns(
      agent.turns.map((turn) => ({
        tokens: tokenRecord(turn),
        weight: trained.has(turn) ? advantage * weight(agent, turn) : 0,
      })),
    ),
  );
}

function sampledIn(episode: Episode): number {
  return trajectories(episode)
    .flatMap(({ turns }) => turns)
    .reduce((sum, turn) => sum + tokenRecord(turn).sampled.length, 0);
}
