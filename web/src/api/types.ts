/** @file What the server answers: the shapes of its API, which docs/api.md describes. */
import type { Role, StopReason } from "../../../src/core/episode.ts";
import type { RunResult } from "../../../src/core/events.ts";
import type { Cell } from "../../../src/core/evidence.ts";
import type { Estimate, Plan } from "../../../src/core/plan.ts";
import type { CellVersion, Revision } from "../../../src/core/revision.ts";
import type { Usage } from "../../../src/core/sampler.ts";
import type { Table } from "../../../src/core/table.ts";
import type { Task } from "../../../src/core/task.ts";

export interface Effort {
  readonly name: string;
  readonly minutes?: number | undefined;
  readonly tokens?: number | undefined;
  readonly maxSubagents?: number | undefined;
  readonly costUsd?: number | undefined;
}

export interface Example {
  readonly question: string;
  readonly hint?: string | undefined;
}

interface KnowledgeBaseInfo {
  readonly name: string;
  readonly pages?: number | undefined;
}

export interface Settings {
  readonly version: string;
  readonly models: readonly string[];
  readonly defaultModel: string;
  readonly knowledgeBases: readonly KnowledgeBaseInfo[];
  readonly efforts: readonly Effort[];
  readonly examples: readonly Example[];
  readonly limits: { readonly uploadBytes: number; readonly runs: number };
}

export interface Budget {
  readonly turns?: number | undefined;
  readonly toolCalls?: number | undefined;
  readonly tokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

export type RunState = "running" | "ended" | "broken-off";

/** What a run is asked for with. */
export interface Ask {
  readonly question: string;
  readonly plan?: Plan | undefined;
  readonly effort?: string | undefined;
  readonly model?: string | undefined;
  readonly kb?: readonly string[] | undefined;
  readonly budget?: Budget | undefined;
  readonly maxRows?: number | undefined;
  readonly table?: Table | undefined;
}

export interface Planned {
  readonly task: Task;
  readonly plan: Plan;
  readonly estimate: Estimate;
}

export interface Priced {
  readonly cells: number;
  readonly estimate: Estimate;
}

export interface RunSummary {
  readonly run: string;
  readonly question: string;
  readonly startedAt: string;
  readonly state: RunState;
  readonly stop?: StopReason | undefined;
  readonly rows?: number | undefined;
  readonly agents?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly tokens?: number | undefined;
  readonly elapsedMs?: number | undefined;
  readonly model: string;
  readonly base?: string | undefined;
}

export interface RunDetail {
  readonly run: string;
  readonly state: RunState;
  readonly config: {
    readonly task: Task;
    readonly models: { readonly lead: string; readonly subagent: string };
    readonly knowledgeBase: string;
    readonly startedAt: string;
    readonly budget?: Budget | undefined;
    readonly deadlineMs?: number | undefined;
    readonly plan?: Plan | undefined;
    readonly revision?: Revision | undefined;
  };
  readonly result?: RunResult | undefined;
  /** `found 37 of about 40 (38–44)`. */
  readonly line?: string | undefined;
  readonly revisions?: readonly string[] | undefined;
}

interface TracedPage {
  readonly url: string;
  readonly title: string;
  readonly hash?: string | undefined;
}

export interface TracedCall {
  readonly name: string;
  readonly arguments: string;
  readonly result?: string | undefined;
  readonly isError?: boolean | undefined;
  readonly elapsedMs?: number | undefined;
  readonly pages: readonly TracedPage[];
  readonly subagents: readonly string[];
}

export interface AgentTrace {
  readonly agent: string;
  readonly role: Role;
  readonly subtask: string;
  readonly model?: string | undefined;
  readonly stop?: StopReason | undefined;
  readonly turns: readonly {
    readonly content: string;
    readonly reasoning?: string | undefined;
    readonly calls: readonly TracedCall[];
    readonly usage?: Usage | undefined;
  }[];
  readonly usage?: Usage | undefined;
}

export interface StoredPage {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly places?: readonly { readonly start: number; readonly name: string }[] | undefined;
  readonly readAt?: string | undefined;
}

export interface CellDetail {
  readonly cell: Cell;
  readonly history: readonly CellVersion[];
}

export interface NamedReport {
  readonly id: string;
  readonly name?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly summary?: string | undefined;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface Training {
  readonly curves: readonly Curve[];
  readonly summary?: Readonly<Record<string, unknown>> | string | undefined;
}
