/** @file Which turns of an episode are trained: those that its reward says something about. */
import { z } from "zod";
import { type Trajectory, type Turn, trajectories } from "../../core/episode.ts";
import type { RewardedEpisode } from "./group.ts";
import { tokenRecord } from "./token-record.ts";

/** `paper`: the rule of WideSeek-R1's code (RLinf `agents/wideseek_r1/utils/reward.py`). `all`: every turn of every agent. */
export const trainedTurnsRule = z.enum(["paper", "all"]);

type TrainedTurns = z.infer<typeof trainedTurnsRule>;

interface TrainedTurnsSettings {
  readonly trainedTurns: TrainedTurns;
  /** Sampled tokens from which the last response of an agent that ran out of context counts as a repetition. */
  readonly repeatTokens: number;
}

/**
 * The rule `paper`, by what the reward says of the answer:
 *
 * | case                                              | trained                                                   |
 * | ------------------------------------------------- | --------------------------------------------------------- |
 * | right form, lead agent answered                   | all turns of all agents that did not run out              |
 * | right form, lead agent ran out                    | the lead agent's turns                                    |
 * | wrong form, some agent repeats itself             | the repetitions, and the lead agent's last turn if it answered |
 * | wrong form otherwise                              | all turns of agents that ran out, and the same last turn  |
 *
 * Its flags in our stop reasons: "ended normally" is `answered`; `max_turn_limit_failed` is `turn-limit`, and `budget`,
 * which it does not have; `context_failed` is `token-limit`; `turn_repeat_failed` is the last turn of an agent with
 * `token-limit` whose response has at least `repeatTokens` tokens. An agent that was made to answer because something
 * ran out has run out. `failed`, `aborted` and `deadline` do not come here: such an episode has no reward.
 */
export function trainedTurns(rewarded: RewardedEpisode, settings: TrainedTurnsSettings): ReadonlySet<Turn> {
  return new Set(RULES[settings.trainedTurns](rewarded, settings.repeatTokens));
}

type Rule = (rewarded: RewardedEpisode, repeatTokens: number) => readonly Turn[];

const RULES: Readonly<Record<TrainedTurns, Rule>> = {
  all: ({ episode }) => turnsOf(trajectories(episode)),
  paper: ({ episode, reward }, repeatTokens) => {
    const { lead } = episode;
    const agents = trajectories(episode);
    if (reward.parts.format === 1) {
      return ranOut(lead) ? lead.turns : turnsOf(agents.filter((agent) => !ranOut(agent)));
    }
    const repetitions = agents.flatMap((agent) => repetition(agent, repeatTokens));
    const blamed = repetitions.length > 0 ? repetitions : turnsOf(agents.filter(ranOut));
    return ranOut(lead) ? blamed : [...lead.turns.slice(-1), ...blamed];
  },
};

function turnsOf(agents: readonly Trajectory[]): readonly Turn[] {
  return agents.flatMap(({ turns }) => turns);
}

function ranOut({ stop }: Trajectory): boolean {
  return stop !== "answered";
}

function repetition({ stop, turns }: Trajectory, repeatTokens: number): readonly Turn[] {
  return stop === "token-limit"
    ? turns.slice(-1).filter((turn) => tokenRecord(turn).sampled.length >= repeatTokens)
    : [];
}
