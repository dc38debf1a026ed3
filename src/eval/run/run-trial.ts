/** @file One trial: a task run once, recorded, and its answer scored. */
import type { Samplers } from "../../agent/build-team.ts";
import { runTask } from "../../agent/run-task.ts";
import type { TeamSettings } from "../../agent/team.ts";
import type { EventSink, FinishedRun, RunResult } from "../../core/events.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Task } from "../../core/task.ts";
import type { RunStore } from "../../run/run-store.ts";
import { writeMarkdownTable } from "../../table/write-markdown.ts";
import type { BenchmarkTask } from "../benchmarks/benchmark.ts";
import { scoreAnswer } from "../score-answer.ts";
import type { ScoringContext } from "../score-by-widesearch.ts";
import type { Trial } from "../trial.ts";
import { createMeter } from "./meter.ts";
import type { Variant } from "./sweep.ts";

export interface PlannedTrial {
  readonly variant: Variant;
  readonly task: BenchmarkTask;
  readonly trial: number;
}

export interface TrialMeans extends ScoringContext {
  readonly samplers: Samplers;
  readonly knowledgeBase: KnowledgeBase;
  readonly store: RunStore;
  readonly version: string;
}

/** Throws the signal's reason when it was aborted while the answer was scored. */
export async function runTrial({ variant, task, trial }: PlannedTrial, means: TrialMeans): Promise<Trial> {
  const team = { ...variant.team, seed: (variant.team.seed ?? 0) + trial };
  const meter = createMeter();
  const { run, result } = await runRecorded({ task: task.task, team, emit: meter.read }, means);
  const { stop, error, table } = result;
  const answer = answerText(result);
  const outcome =
    stop === "failed"
      ? ({ kind: "failed", error: error ?? "The model failed." } as const)
      : await scoreAnswer(task, { text: answer, table }, means);
  const supported = table && supportedShare(table);
  return {
    variant: variant.name,
    task: task.task.id,
    trial,
    outcome,
    answer,
    ...(supported !== undefined && { supported }),
    stop,
    run,
    cost: meter.cost(),
    agents: meter.agents(),
  };
}

/** An answer that the judge left without a score, scored anew. */
export async function scoreAgain(
  earlier: Trial,
  task: BenchmarkTask,
  context: ScoringContext,
): Promise<Trial> {
  return { ...earlier, outcome: await scoreAnswer(task, { text: earlier.answer }, context) };
}

interface Episode {
  readonly task: Task;
  readonly team: TeamSettings;
  readonly emit: EventSink;
}

async function runRecorded(
  { task, team, emit }: Episode,
  { samplers, knowledgeBase, store, version, signal }: TrialMeans,
): Promise<{ run: string; result: RunResult }> {
  const recorder = await store.create({
    format: 1,
    version,
    startedAt: new Date().toISOString(),
    task,
    team,
    models: { lead: samplers.lead.model, subagent: samplers.subagent.model },
    knowledgeBase: knowledgeBase.name,
  });
  const { run } = recorder;
  let finished: FinishedRun | undefined;
  try {
    const record: EventSink = (event) => {
      recorder.record(event);
      emit(event);
    };
    finished = await runTask(task, { run, team, samplers, knowledgeBase, emit: record, signal });
    return { run, result: finished.result };
  } finally {
    await recorder.finish(finished?.result);
  }
}

/** Where an agent ran out, its text is what it had found; the table put together from that is then the answer. */
export function answerText({ answer, stop, table }: RunResult): string {
  if (stop === "answered" || table === undefined) return answer;
  const rows = table.cells.map((row) => row.map(({ value }) => value));
  return `\`\`\`markdown\n${writeMarkdownTable({ columns: table.columns, rows })}\n\`\`\``;
}

function supportedShare({ cells }: SourcedTable): number | undefined {
  const filled = cells.flat().filter(({ value }) => value !== "");
  return filled.length === 0
    ? undefined
    : filled.filter(({ state }) => state === "supported").length / filled.length;
}
