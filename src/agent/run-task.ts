/** @file Rollout: a task in, an episode and what was made of it out. */
import { type Episode, episodeUsage, pageReads, pagesRead, trajectories } from "../core/episode.ts";
import type { EventSink, FinishedRun, RunEventBody, RunResult } from "../core/events.ts";
import type { Plan } from "../core/plan.ts";
import type { Table } from "../core/table.ts";
import type { Task, WideTask } from "../core/task.ts";
import { completenessOf } from "../evidence/completeness/completeness-of.ts";
import { mergeSameRows } from "../evidence/entities/merge-same-rows.ts";
import { sourceAnswer } from "../evidence/source-answer.ts";
import { sourceTable } from "../evidence/source-table.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { boxedAnswer } from "../table/short-answer.ts";
import { Budget } from "../tools/budget.ts";
import type { KnowledgeBaseWithTools } from "../tools/knowledge-base-with-tools.ts";
import { withinBudget } from "../tools/within-budget.ts";
import { firstAgent, readingTools, type Samplers } from "./build-team.ts";
import { coverageOf, watchCoverage } from "./coverage.ts";
import { NOTHING_RECORDED, type Recording } from "./resume/recording.ts";
import { type Revise, revisedResult, revisers, withReadAgain } from "./revise/revise.ts";
import { runAgent } from "./run-agent.ts";
import { salvageTable } from "./salvage-table.ts";
import { createSteering, type Steering } from "./steering.ts";
import { startClock } from "./stopped.ts";
import type { TeamSettings } from "./team.ts";

export interface RunTaskOptions {
  /** The run's id, for its record. */
  readonly run: string;
  readonly team: TeamSettings;
  readonly samplers: Samplers;
  readonly knowledgeBase: KnowledgeBaseWithTools;
  readonly emit?: EventSink | undefined;
  /** Resolves once all that was emitted is kept; each model and tool call waits for it. Default: nothing waits. */
  readonly kept?: (() => Promise<void>) | undefined;
  /** What was done already, where the run goes on after it was broken off: it is neither done nor told again, but it counts. */
  readonly recording?: Recording | undefined;
  /** What the first agent is to follow. */
  readonly plan?: Plan | undefined;
  /** What of another run's table is changed, in place of answering the question anew; of wide tasks only. */
  readonly revise?: Revise | undefined;
  /** What the user says to the lead agent while it works. */
  readonly steering?: Steering | undefined;
  /** Aborted: every agent stops at once, and what was found so far is the result. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a team on a task. How it ended stands in the result; what is thrown is a bug. */
export async function runTask(task: Task, options: RunTaskOptions): Promise<FinishedRun> {
  const { run, team, knowledgeBase, plan, revise, signal = new AbortController().signal } = options;
  const samplers = revise === undefined ? options.samplers : revisers(options.samplers, revise, task);
  const { recording = NOTHING_RECORDED, kept = async () => undefined } = options;
  const { steering = createSteering(recording.unheard) } = options;
  const startedAt = performance.now() - recording.elapsedMs;
  const elapsed = () => Math.round(performance.now() - startedAt);
  const emit = (event: RunEventBody) => {
    const at = elapsed();
    if (!recording.has(event)) options.emit?.({ ...event, at });
    return at;
  };
  emit({ type: "run-start", run, task, model: modelName(samplers), knowledgeBase: knowledgeBase.name });

  steering.listen((text) => emit({ type: "steer", text }));
  const clock = startClock({ work: signal, all: signal }, team.deadlineMs, recording.elapsedMs);
  const coverage = watchCoverage(task, team.coverage, emit, plan?.maxRows);
  const budget = new Budget(team.budget);
  const reading = readingTools(knowledgeBase, team, withinBudget(samplers.subagent, budget));
  const context = { budget, recording, emit, kept, steering, coverage };
  const spec = firstAgent({ task, settings: team, samplers, plan, readingTools: reading }, context);
  const first = revise === undefined ? spec : withReadAgain(spec, revise, { task, knowledgeBase });
  const lead = await runAgent(first, context, clock).finally(() => clock.release());

  const episode: Episode = { taskId: task.id, lead, stop: lead.stop, elapsedMs: elapsed() };
  const result = resultOf(task, episode, plan, revise);
  if (result.table !== undefined) coverage.settle(result.table);
  emit({ type: "run-end", result });
  return { episode, result };
}

/**
 * What an episode comes to: its table or answer, each value with the pages that state it. A plan may limit the rows; of a revision it
 * is the whole revised table.
 */
export function resultOf(task: Task, episode: Episode, plan?: Plan, revise?: Revise): RunResult {
  const { lead, stop, elapsedMs } = episode;
  const { question, kind } = task;
  return {
    question,
    kind,
    ...(revise === undefined
      ? answerOf(task, episode, plan?.maxRows)
      : { answer: lead.answer, ...revisedResult(task, episode, revise) }),
    stop,
    usage: episodeUsage(episode),
    agents: trajectories(episode).length,
    elapsedMs,
    error: lead.error,
  };
}

function answerOf(
  task: Task,
  episode: Episode,
  maxRows: number | undefined,
): Pick<RunResult, "answer" | "table" | "merges" | "coverage" | "completeness" | "sources"> {
  const { answer, partial } = episode.lead;
  const pages = pagesRead(episode);
  if (task.kind === "deep") {
    const boxed = partial ? undefined : boxedAnswer(answer);
    if (boxed === undefined) return { answer };
    return { answer: boxed, sources: sourceAnswer(boxed, task.question, pages) };
  }
  const written = partial ? undefined : parseMarkdownTable(answer);
  const found = written ?? (episode.stop === "answered" ? undefined : bestTable(task, episode));
  if (found === undefined) return { answer, table: undefined };
  const limited = { ...found, rows: found.rows.slice(0, maxRows) };
  const reads = pageReads(episode);
  const { table, merges } = mergeSameRows(sourceTable(limited, reads, task.uniqueColumns), reads);
  return {
    answer,
    table,
    ...(merges.length > 0 && { merges }),
    coverage: coverageOf(task, episode, table),
    // a preview was told to stop looking: how many it did not find says nothing
    completeness: limited.rows.length === maxRows ? undefined : completenessOf(episode, table, task),
  };
}

/** Of a run that was cut short: what its agents had found. A run that kept to its limits has a table, if it is one without rows. */
function bestTable(task: WideTask, episode: Episode): Table | undefined {
  const found = salvageTable(episode, task.columns);
  if (found !== undefined || episode.stop === "failed" || episode.stop === "aborted") return found;
  return { columns: task.columns ?? [task.language === "zh" ? "名称" : "Name"], rows: [] };
}

function modelName({ lead, subagent }: Samplers): string {
  return lead.model === subagent.model ? lead.model : `${lead.model} + ${subagent.model}`;
}
