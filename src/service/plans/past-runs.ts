/** @file What earlier runs tell about one that is planned. */
import type { ListedRun } from "../../run/run-store.ts";
import { knowledgePlanSchema } from "../knowledge/knowledge-plan.ts";
import type { RunRequest } from "../runs/run-request.ts";

export interface PastRun {
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
  readonly seconds: number;
  /** Subagents at once. */
  readonly width: number;
  readonly costUsd?: number | undefined;
  /** What it read, to be compared. */
  readonly knowledge: string;
}

/** Of more, only the newest tell. */
const MOST = 200;

/** Runs of the same models that came to a table of their own; only those over the same knowledge bases where there are such. */
export function pastRuns(request: RunRequest, earlier: readonly ListedRun[]): readonly PastRun[] {
  const { models, knowledge } = request;
  const past = earlier
    .filter(({ config }) => config.models.lead === models.lead && config.models.subagent === models.subagent)
    .flatMap(pastRun);
  const here = writtenKnowledge(knowledge);
  const same = past.filter((run) => run.knowledge === here);
  return (same.length > 0 ? same : past).slice(0, MOST);
}

function pastRun({ config, result }: ListedRun): readonly PastRun[] {
  const table = result?.table;
  const isWhole = result?.stop === "answered" && config.revision === undefined;
  if (!isWhole || table === undefined || table.cells.length === 0) return [];
  const { promptTokens, sampledTokens, costUsd } = result.usage;
  const tokens = promptTokens + sampledTokens;
  const width = Number(config.team["maxSubagents"]);
  if (tokens === 0 || !Number.isFinite(width)) return [];
  const seconds = result.elapsedMs / 1_000;
  const size = { rows: table.cells.length, columns: table.columns.length };
  return [{ ...size, tokens, seconds, width, costUsd, knowledge: writtenKnowledge(config.reach?.knowledge) }];
}

function writtenKnowledge(knowledge: unknown): string {
  const read = knowledgePlanSchema.safeParse(knowledge);
  return read.success ? JSON.stringify([read.data.kb, read.data.web]) : "";
}
