/** @file Rollout: a task in, an episode and what was made of it out. */
import { type Episode, episodeUsage, pagesRead, trajectories } from "../core/episode.ts";
import type { EventSink, FinishedRun, RunEventBody, RunResult } from "../core/events.ts";
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import type { Task } from "../core/task.ts";
import { sourceAnswer } from "../evidence/source-answer.ts";
import { sourceTable } from "../evidence/source-table.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { boxedAnswer } from "../table/short-answer.ts";
import { Budget } from "../tools/budget.ts";
import { firstAgent, readingTools, type Samplers } from "./build-team.ts";
import { coverageOf, watchCoverage } from "./coverage.ts";
import { NOTHING_RECORDED, type Recording } from "./resume/recording.ts";
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
  readonly knowledgeBase: KnowledgeBase;
  readonly emit?: EventSink | undefined;
  /** Resolves once all that was emitted is kept; each model and tool call waits for it. Default: nothing waits. */
  readonly kept?: (() => Promise<void>) | undefined;
  /** What was done already, where the run goes on after it was broken off: it is neither done nor told again, but it counts. */
  readonly recording?: Recording | undefined;
  /** What the user says to the lead agent while it works. */
  readonly steering?: Steering | undefined;
  /** Aborted: every agent stops at once, and what was found so far is the result. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a team on a task. How it ended stands in the result; what is thrown is a bug. */
export async function runTask(task: Task, options: RunTaskOptions): Promise<FinishedRun> {
  const { run, team, samplers, knowledgeBase, signal = new AbortController().signal } = options;
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
  const coverage = watchCoverage(task, team.coverage, emit);
  const context = { budget: new Budget(team.budget), recording, emit, kept, steering, coverage };
  const spec = firstAgent(
    { task, settings: team, samplers, readingTools: readingTools(knowledgeBase, team, samplers.subagent) },
    context,
  );
  const lead = await runAgent(spec, context, clock).finally(() => clock.release());

  const episode: Episode = { taskId: task.id, lead, stop: lead.stop, elapsedMs: elapsed() };
  const result = resultOf(task, episode);
  if (result.table !== undefined) coverage.settle(result.table);
  emit({ type: "run-end", result });
  return { episode, result };
}

/** What an episode comes to: its table or answer, each value with the pages that state it. */
export function resultOf(task: Task, episode: Episode): RunResult {
  const { lead, stop, elapsedMs } = episode;
  const { question, kind } = task;
  return {
    question,
    kind,
    ...answerOf(task, episode),
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
): Pick<RunResult, "answer" | "table" | "coverage" | "sources"> {
  const { answer, partial } = episode.lead;
  const pages = pagesRead(episode);
  if (task.kind === "deep") {
    const boxed = partial ? undefined : boxedAnswer(answer);
    if (boxed === undefined) return { answer };
    return { answer: boxed, sources: sourceAnswer(boxed, task.question, pages) };
  }
  const found =
    (partial ? undefined : parseMarkdownTable(answer)) ??
    (partial ? salvageTable(episode, task.columns) : undefined);
  if (found === undefined) return { answer, table: undefined };
  const table = sourceTable(found, pages, task.uniqueColumns);
  return { answer, table, coverage: coverageOf(task, episode, table) };
}

function modelName({ lead, subagent }: Samplers): string {
  return lead.model === subagent.model ? lead.model : `${lead.model} + ${subagent.model}`;
}
