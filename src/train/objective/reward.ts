/** @file What an episode earns. A failure is never a reward. */
import { z } from "zod";
import { type Episode, type Trajectory, trajectories } from "../../core/episode.ts";
import type { Task } from "../../core/task.ts";
import { type AnswerScore, scoreLead } from "./answer-score.ts";
import { failureOf } from "./failure.ts";

/** The defaults are those of WideSeek-R1 (arXiv 2602.04634). */
export const rewardSettings = z
  .strictObject({
    formatBonus: z.number().min(0).default(0.1),
    accessBonus: z.number().min(0).default(0.05),
    lengthPenalty: z.number().min(0).default(0.1).describe("the most that long responses cost"),
    lengthPenaltyStart: z.int().min(0).default(3000).describe("tokens of a response from which it costs"),
    lengthPenaltyEnd: z.int().min(1).default(5000).describe("tokens from which it costs no more"),
    deepAnswer: z.enum(["exact-match", "f1"]).default("exact-match"),
  })
  .refine(({ lengthPenaltyStart: start, lengthPenaltyEnd: end }) => start < end, {
    error: "lengthPenaltyEnd must be greater than lengthPenaltyStart",
  })
  .readonly();

export type RewardSettings = z.infer<typeof rewardSettings>;

/** Each in [0, 1], before it is multiplied by its setting. `answer`, `access` and `length` are known of invalid episodes too. */
interface RewardParts {
  /** 1 where the lead or single agent ended `answered` and `format` is 1; else the episode earns 0. */
  readonly valid: number;
  /** A wide task's item F1; a deep task's exact match, or its token F1. 0 where there is no answer. */
  readonly answer: number;
  /** 1 for an answer in the right form: a table with the required columns, or a boxed text. */
  readonly format: number;
  /** 1 where any agent opened at least one page. */
  readonly access: number;
  /** How far the longest response of any agent is on its way from `lengthPenaltyStart` to `lengthPenaltyEnd`. */
  readonly length: number;
}

export interface Reward {
  readonly kind: "reward";
  /** In [-lengthPenalty, 1 + formatBonus + accessBonus]. */
  readonly total: number;
  readonly parts: RewardParts;
  /** Absent where the answer has not the right form. */
  readonly score?: AnswerScore | undefined;
}

interface Failure {
  readonly kind: "failure";
  /** Which agent, and what happened to it. */
  readonly reason: string;
}

/**
 * `R = valid · (answer + formatBonus · format + accessBonus · access - lengthPenalty · length)`, with
 * `length = clip((Lmax - start) / (end - start), 0, 1)` and `Lmax` the sampled tokens of the longest single response
 * (WideSeek-R1; RLinf `agents/wideseek_r1/utils/reward.py`). Answers are compared by rules alone, so that the reward is
 * free, the same each time, and no judge can fail. Throws `ConfigError` for a task without a gold answer.
 */
export function rewardOf(task: Task, episode: Episode, settings: RewardSettings): Reward | Failure {
  const score = scoreLead(task, episode.lead);
  const reason = failureOf(episode);
  if (reason !== undefined) return { kind: "failure", reason };

  const agents = trajectories(episode);
  const format = Number(score !== undefined);
  const parts: RewardParts = {
    valid: episode.lead.stop === "answered" ? format : 0,
    answer: score === undefined ? 0 : worthOf(score, settings),
    format,
    access: Number(agents.some(openedPage)),
    length: lengthShare(Math.max(0, ...agents.flatMap(responseLengths)), settings),
  };
  return { kind: "reward", total: totalOf(parts, settings), parts, score };
}

function totalOf({ valid, answer, format, access, length }: RewardParts, settings: RewardSettings): number {
  if (valid === 0) return 0;
  const { formatBonus, accessBonus, lengthPenalty } = settings;
  return answer + formatBonus * format + accessBonus * access - lengthPenalty * length;
}

function worthOf(score: AnswerScore, { deepAnswer }: RewardSettings): number {
  if (score.kind === "table") return score.item.f1;
  return deepAnswer === "f1" ? score.f1 : Number(score.exact);
}

function openedPage({ turns }: Trajectory): boolean {
  return turns.some(({ results }) =>
    results.some(({ message, pages }) => message.name === "access" && !message.isError && pages.length > 0),
  );
}

function responseLengths({ turns }: Trajectory): readonly number[] {
  return turns.map(({ sample }) => sample.tokens?.sampled.length ?? sample.usage.sampledTokens);
}

function lengthShare(longest: number, settings: RewardSettings): number {
  const { lengthPenaltyStart: start, lengthPenaltyEnd: end } = settings;
  return Math.min(1, Math.max(0, (longest - start) / (end - start)));
}
