/** @file Has the teacher play teams on tasks, and keeps what its agents did in the episodes that went well. */
import { runTask } from "../../agent/run-task.ts";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import { type Episode, type StopReason, trajectories } from "../../core/episode.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Task } from "../../core/task.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { createTeacher, type Teacher } from "../../llm/compact/teacher/teacher.ts";
import { random } from "../../util/random.ts";
import { scoreLead } from "../objective/answer-score.ts";
import { packTurns } from "../objective/pack-turns.ts";
import { tokenRecord } from "../objective/token-record.ts";
import { type Demonstration, fromDatum } from "./demonstration.ts";
import { unreliable } from "./unreliable.ts";

export interface DemonstrateOptions {
  readonly knowledgeBase: KnowledgeBase;
  readonly tokenizer: Tokenizer;
  readonly team: TeamSettings;
  readonly seed: number;
  /** Longer ones are left out: the policy could not take their last turns. */
  readonly contextLength: number;
  /** Numbers of subagents that run at once, of which one is drawn for each episode; 0 is a single agent. */
  readonly widths?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Two of nine are single agents: they have room for fewer tasks, so fewer of theirs go well. */
const WIDTHS = [0, 0, 2, 3, 5, 10, 10, 10];

/** Questions that name their columns only in words. */
const WITHOUT_COLUMNS = 0.4;

const TOOL_FAILURES = 0.02;

/** How often the teacher overlooks a fact, so that somebody has to ask again; such a turn is not learnt. */
const SLIPS = 0.03;

/**
 * The demonstrations of one episode; none where it did not go well. The same options and task give the same ones.
 */
export async function demonstrate(
  task: Task,
  options: DemonstrateOptions,
): Promise<readonly Demonstration[]> {
  const next = random(options.seed);
  const { widths = WIDTHS } = options;
  const width = widths[Math.floor(next() * widths.length)] ?? 0;
  const asked = next() < WITHOUT_COLUMNS && task.kind === "wide" ? { ...task, columns: undefined } : task;
  const teacher = createTeacher(options.tokenizer, { slips: SLIPS, next });
  const { episode } = await runTask(asked, {
    run: "demonstration",
    team: teamSettings.parse({ ...options.team, maxSubagents: width }),
    samplers: { lead: teacher.sampler, subagent: teacher.sampler },
    knowledgeBase: unreliable(options.knowledgeBase, TOOL_FAILURES, next),
    signal: options.signal,
  });
  return wentWell(task, episode, width) ? demonstrationsOf(episode, teacher, options.contextLength) : [];
}

const CUT_SHORT: readonly StopReason[] = ["failed", "aborted", "deadline"];

/**
 * All that was asked for was found; of what a single agent had room for, all is right. A tool that failed on the way is
 * no hindrance: how to go on from there is to be learnt as well.
 */
function wentWell(task: Task, episode: Episode, width: number): boolean {
  if ([episode, ...trajectories(episode)].some(({ stop }) => CUT_SHORT.includes(stop))) return false;
  const score = scoreLead(task, episode.lead);
  if (score === undefined) return false;
  if (score.kind === "short-answer") return score.exact;
  const { f1, precision } = score.item;
  return width === 0 ? precision > 0.99 : f1 > 0.99;
}

function demonstrationsOf(
  episode: Episode,
  teacher: Teacher,
  contextLength: number,
): readonly Demonstration[] {
  return trajectories(episode).flatMap(({ role, turns }) => {
    const weighted = turns.map((turn) => ({
      tokens: tokenRecord(turn),
      weight: teacher.slipped(turn.sample.message) ? 0 : 1,
    }));
    return packTurns(weighted)
      .filter(({ tokens }) => tokens.length <= contextLength)
      .map((datum) => fromDatum(role, datum));
  });
}
