/** @file Token weight: a sampled token's share of its group's loss. */
import { z } from "zod";
import { type Episode, type Trajectory, type Turn, trajectories } from "../../core/episode.ts";
import { tokenRecord } from "./token-record.ts";

/** Both on is WideSeek-R1; the others are its ablations. */
export const tokenWeighting = z
  .strictObject({
    perAgent: z.boolean().default(true).describe("every agent of an episode weighs the same"),
    perToken: z.boolean().default(true).describe("every token weighs the same, else every turn does"),
  })
  .readonly();

export type TokenWeighting = z.infer<typeof tokenWeighting>;

/**
 * With G episodes in the group, N agents in the episode, `n` sampled tokens in the turn, and for an agent `a` its sampled
 * tokens `T_a` and its turns `K_a`:
 *
 * | perAgent | perToken | weight of a token       | what weighs the same                                           |
 * | -------- | -------- | ----------------------- | -------------------------------------------------------------- |
 * | true     | true     | `1 / (G · N · T_a)`     | an episode's agents, an agent's tokens (arXiv 2602.04634)      |
 * | true     | false    | `1 / (G · N · K_a · n)` | an episode's agents, an agent's turns: long turns are diluted  |
 * | false    | true     | `1 / (G · Σ_a T_a)`     | an episode's tokens: an agent weighs as much as it writes      |
 * | false    | false    | `1 / (G · Σ_a K_a · n)` | an episode's turns, as in GRPO with each turn as one sequence  |
 *
 * The weights of an episode's sampled tokens sum to 1/G, so that neither more agents nor longer texts give it more
 * weight. N, T and K count everything that was sampled, whatever is trained of it: leaving turns out never makes others
 * weigh more. Agents and turns without a sampled token do not count.
 */
export function tokenWeight(
  groupSize: number,
  episode: Episode,
  { perAgent, perToken }: TokenWeighting,
): (agent: Trajectory, turn: Turn) => number {
  const unitsOfTurn = (turn: Turn) => (perToken ? sampledTokens(turn) : Math.min(1, sampledTokens(turn)));
  const unitsOf = ({ turns }: Trajectory) => turns.reduce((sum, turn) => sum + unitsOfTurn(turn), 0);
  const units = trajectories(episode)
    .map(unitsOf)
    .filter((count) => count > 0);
  const all = units.reduce((sum, count) => sum + count, 0);
  return (agent, turn) => {
    const total = groupSize * (perAgent ? units.length * unitsOf(agent) : all);
    return unitsOfTurn(turn) / (total * sampledTokens(turn));
  };
}

function sampledTokens(turn: Turn): number {
  return tokenRecord(turn).sampled.length;
}
