/** @file Answers of our own runs, as their directories hold them. */
import { resultOf } from "../../agent/run-task.ts";
import { rebuildEpisode } from "../../run/rebuild-episode.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";
import { createMeter } from "../run/meter.ts";
import { answerText } from "../run/run-trial.ts";
import type { GivenAnswer } from "./given-answer.ts";

/** Runs of one team at one task are its trials, oldest first. A run that never began to answer is left out. */
export async function readRuns(store: RunStore): Promise<readonly GivenAnswer[]> {
  const trials = new Map<string, number>();
  const answers: GivenAnswer[] = [];
  for (const { run } of (await store.list()).toReversed()) {
    const recorded = await store.open(run);
    if (!recorded.events.some(({ type }) => type === "agent-start")) continue;
    const variant = variantOf(recorded.config);
    const key = JSON.stringify([variant, recorded.config.task.question]);
    const trial = (trials.get(key) ?? 0) + 1;
    trials.set(key, trial);
    answers.push(toAnswer(recorded, variant, trial));
  }
  return answers;
}

function toAnswer({ run, config, events, result }: RecordedRun, variant: string, trial: number): GivenAnswer {
  const { task } = config;
  const ended = result ?? resultOf(task, rebuildEpisode(events));
  const meter = createMeter();
  for (const event of events) meter.read(event);
  return {
    variant,
    task: { id: task.id, question: task.question },
    trial,
    text: answerText(ended),
    table: ended.table,
    place: run,
    known: { stop: ended.stop, run, cost: meter.cost(), agents: meter.agents() },
  };
}

function variantOf({ models, team }: RunConfig): string {
  const { lead, subagent } = models;
  const width = team["maxSubagents"];
  if (width === 0) return `${lead}, single agent`;
  return `${lead === subagent ? lead : `${lead} + ${subagent}`}, width ${String(width)}`;
}
