/** @file Episodes of a team that learns, and what each of them earned. */
import { runTask } from "../../agent/run-task.ts";
import { teamSettings } from "../../agent/team.ts";
import { type Episode, trajectories } from "../../core/episode.ts";
import { SamplerError } from "../../core/errors.ts";
import type { Sample, Sampler } from "../../core/sampler.ts";
import type { Task } from "../../core/task.ts";
import { compactLimits } from "../../llm/compact/limits.ts";
import type { Group, RewardedEpisode } from "../objective/group.ts";
import { type RewardSettings, rewardOf } from "../objective/reward.ts";
import type { World } from "../world.ts";

export interface RolloutOptions {
  readonly world: World;
  readonly sampler: Sampler;
  /** The subagents' sampler, where it is another one. */
  readonly subagentSampler?: Sampler | undefined;
  readonly width: number;
  readonly temperature: number;
  readonly reward: RewardSettings;
  readonly signal?: AbortSignal | undefined;
  /** Called after each episode. */
  readonly onEpisode?: (() => void) | undefined;
}

export interface Rollout {
  readonly task: Task;
  readonly episode: Episode;
  readonly reward: ReturnType<typeof rewardOf>;
}

/** One episode. The same seed gives the same one, as far as the sampler repeats itself. */
export async function rollout(task: Task, seed: number, options: RolloutOptions): Promise<Rollout> {
  const { world, sampler, subagentSampler = sampler, width, temperature, signal, onEpisode } = options;
  const { episode } = await runTask(task, {
    run: "rollout",
    team: teamSettings.parse({ ...compactLimits, maxSubagents: width, temperature, seed }),
    samplers: { lead: recorded(sampler), subagent: recorded(subagentSampler) },
    knowledgeBase: world.knowledgeBase,
    signal,
  });
  signal?.throwIfAborted();
  onEpisode?.();
  return { task, episode, reward: rewardOf(task, episode, options.reward) };
}

/** A turn for which the model's context had no room sampled no tokens: it is known, and there is nothing of it to train. */
function recorded(sampler: Sampler): Sampler {
  const withTokens = (sample: Sample): Sample =>
    sample.usage.sampledTokens === 0
      ? { tokens: { prompt: [], sampled: [], logprobs: [] }, ...sample }
      : sample;
  return { ...sampler, sample: async (request) => withTokens(await sampler.sample(request)) };
}

/**
 * `size` episodes of each task, all at once. Failures are counted, and left out of their groups. Throws SamplerError where
 * every episode failed: then it is not chance.
 */
export async function rolloutGroups(
  tasks: readonly Task[],
  { size, seed, ...options }: RolloutOptions & { readonly size: number; readonly seed: number },
): Promise<{ readonly groups: readonly Group[]; readonly rollouts: readonly Rollout[] }> {
  const rolledOut = await Promise.all(
    tasks.map((task, index) =>
      Promise.all(
        Array.from({ length: size }, (_, member) => rollout(task, seed + index * size + member, options)),
      ),
    ),
  );
  throwIfAllFailed(rolledOut.flat());
  const groups = rolledOut.map((rollouts, index): readonly Group[] => {
    const task = tasks[index];
    return task === undefined ? [] : [{ task, episodes: rollouts.flatMap(rewarded) }];
  });
  return { groups: groups.flat(), rollouts: rolledOut.flat() };
}

function throwIfAllFailed(rollouts: readonly Rollout[]): void {
  const reasons = rollouts.flatMap(({ reward }) => (reward.kind === "failure" ? [reward.reason] : []));
  if (reasons.length < rollouts.length) return;
  throw new SamplerError(`all ${rollouts.length} episodes of the step failed, the first: ${reasons[0]}`);
}

function rewarded({ episode, reward }: Rollout): readonly RewardedEpisode[] {
  return reward.kind === "reward" ? [{ episode, reward }] : [];
}

/** Means over episodes; `undefined` where there is nothing to take the mean of. */
export interface RolloutMetrics {
  readonly episodes: number;
  readonly failures: number;
  readonly reward: number | undefined;
  readonly answer: number | undefined;
  readonly valid: number | undefined;
  readonly format: number | undefined;
  readonly access: number | undefined;
  readonly length: number | undefined;
  /** Of wide tasks; an answer of the wrong form counts 0, as do the next two. */
  readonly itemF1: number | undefined;
  readonly rowF1: number | undefined;
  readonly success: number | undefined;
  /** The share of deep tasks answered exactly. */
  readonly exact: number | undefined;
  readonly subagents: number | undefined;
  readonly turns: number | undefined;
  readonly sampledTokens: number | undefined;
  readonly promptTokens: number | undefined;
}

export function rolloutMetrics(rollouts: readonly Rollout[]): RolloutMetrics {
  const scored = rollouts.flatMap(({ task, episode, reward }) =>
    reward.kind === "reward" ? [{ task, episode, reward }] : [],
  );
  const of = (values: readonly number[]) =>
    values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  const tables = scored.filter(({ task }) => task.kind === "wide").map(({ reward }) => tableScore(reward));
  const agents = scored.map(({ episode }) => trajectories(episode));
  const samples = agents.map((all) => all.flatMap(({ turns }) => turns.map(({ sample }) => sample.usage)));
  const part = (name: "answer" | "valid" | "format" | "access" | "length") =>
    of(scored.map(({ reward }) => reward.parts[name]));
  return {
    episodes: rollouts.length,
    failures: rollouts.length - scored.length,
    reward: of(scored.map(({ reward }) => reward.total)),
    answer: part("answer"),
    valid: part("valid"),
    format: part("format"),
    access: part("access"),
    length: part("length"),
    itemF1: of(tables.map(({ itemF1 }) => itemF1)),
    rowF1: of(tables.map(({ rowF1 }) => rowF1)),
    success: of(tables.map(({ success }) => success)),
    exact: of(scored.filter(({ task }) => task.kind === "deep").map(({ reward }) => exactScore(reward))),
    subagents: of(agents.map((all) => all.length - 1)),
    turns: of(agents.map((all) => all.reduce((sum, { turns }) => sum + turns.length, 0))),
    sampledTokens: of(samples.map((all) => all.reduce((sum, { sampledTokens }) => sum + sampledTokens, 0))),
    promptTokens: of(samples.map((all) => all.reduce((sum, { promptTokens }) => sum + promptTokens, 0))),
  };
}

type Reward = RewardedEpisode["reward"];

/** An invalid episode has no answer, whatever stands in its last text. */
export function tableScore({ score, parts }: Reward): {
  readonly itemF1: number;
  readonly rowF1: number;
  readonly success: number;
} {
  if (score?.kind !== "table" || parts.valid === 0) return { itemF1: 0, rowF1: 0, success: 0 };
  return { itemF1: score.item.f1, rowF1: score.row.f1, success: Number(score.success) };
}

function exactScore({ score, parts }: Reward): number {
  return score?.kind === "short-answer" && parts.valid === 1 ? Number(score.exact) : 0;
}
