/** @file A run in one line, as the list of runs has it. */

import type { StopReason } from "../../../core/episode.ts";
import type { RunEvent } from "../../../core/events.ts";
import { addUsage, NO_USAGE, type Usage } from "../../../core/sampler.ts";
import type { RunConfig } from "../../../run/run-config.ts";
import type { ListedRun } from "../../../run/run-store.ts";
import type { LiveRun } from "../../../service/runs/live-runs.ts";

export interface RunSummary {
  readonly run: string;
  readonly question: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly state: "running" | "ended" | "broken-off";
  readonly stop?: StopReason | undefined;
  readonly rows?: number | undefined;
  readonly agents?: number | undefined;
  readonly tokens?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly elapsedMs?: number | undefined;
  readonly model: string;
  /** The run that it revises. */
  readonly base?: string | undefined;
}

export function recordedSummary({ run, config, result, isUnderWay }: ListedRun): RunSummary {
  const facts = factsOf(run, config);
  if (result === undefined) return { ...facts, state: isUnderWay ? "running" : "broken-off" };
  const { stop, table, agents, usage, elapsedMs } = result;
  return {
    ...facts,
    ...counts(usage),
    state: "ended",
    stop,
    rows: table?.cells.length,
    agents,
    elapsedMs,
  };
}

export function liveSummary({ run, config, events }: LiveRun): RunSummary {
  const last = events.at(-1);
  if (last?.type === "run-end") return recordedSummary({ run, config, result: last.result });
  const usage = events.map(usageOf).reduce(addUsage, NO_USAGE);
  const agents = events.filter(({ type }) => type === "agent-start").length;
  const rows = keysOf(events);
  const elapsedMs = events.at(-1)?.at ?? 0;
  return {
    ...factsOf(run, config),
    ...counts(usage),
    state: "running",
    rows: rows.size,
    agents,
    elapsedMs,
  };
}

function usageOf(event: RunEvent): Usage {
  if (event.type === "sample-end") return event.sample.usage;
  return event.type === "tool-end" ? (event.usage ?? NO_USAGE) : NO_USAGE;
}

/** Of the rows that are known by now. */
function keysOf(events: readonly RunEvent[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const event of events) {
    if (event.type !== "coverage") continue;
    for (const { key } of event.rows) keys.add(key);
    for (const key of event.dropped ?? []) keys.delete(key);
  }
  return keys;
}

function factsOf(run: string, { task, startedAt, models, revision }: RunConfig) {
  const { lead, subagent } = models;
  return {
    run,
    question: task.question,
    startedAt,
    model: lead === subagent ? lead : `${lead} + ${subagent}`,
    base: revision?.base,
  };
}

function counts({ promptTokens, sampledTokens, costUsd }: Usage) {
  return { tokens: promptTokens + sampledTokens, costUsd };
}
