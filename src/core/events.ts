/**
 * @file What happens in a run, as it happens. Every face, the run record and replay read these and nothing else:
 *
 * ```
 * run-start
 *   agent-start                      the lead agent
 *     turn-start
 *       sample-end                   one assistant message
 *       tool-start                   one per call, all at once
 *         agent-start … agent-end    subagents, inside a `call_subagent`
 *         page-read                  each page whose text reached the agent
 *       tool-end
 *     turn-end
 *   agent-end
 * run-end
 * ```
 */
import type { Episode, Role, StopReason } from "./episode.ts";
import type { CellState, Completeness, Coverage, RowMerge, Source, SourcedTable } from "./evidence.ts";
import type { Page } from "./knowledge-base.ts";
import type { ToolCall, ToolMessage } from "./message.ts";
import type { Sample, Usage } from "./sampler.ts";
import type { Task } from "./task.ts";

/** What a run hands over. A wide task has a table, if one could be read from the answer; a deep one has an answer. */
export interface RunResult {
  readonly question: string;
  readonly kind: Task["kind"];
  /** The lead agent's final text, or for a deep task the answer it boxed. */
  readonly answer: string;
  readonly table?: SourcedTable | undefined;
  /** The rows of the table that were made of several. */
  readonly merges?: readonly RowMerge[] | undefined;
  readonly coverage?: Coverage | undefined;
  readonly completeness?: Completeness | undefined;
  /** Where a deep task's answer comes from, the nearest to the question first; absent where no answer was boxed. */
  readonly sources?: readonly Source[] | undefined;
  readonly stop: StopReason;
  readonly usage: Usage;
  readonly agents: number;
  readonly elapsedMs: number;
  /** What went wrong, where the run ended `failed`. */
  readonly error?: string | undefined;
}

/** A row as it is known while the run goes on. `key`: the values of its unique columns, joined by ` | `. */
export interface CoveredRow {
  readonly key: string;
  /** In the order of the columns. */
  readonly cells: readonly CoveredCell[];
}

export interface CoveredCell {
  readonly value: string;
  /** `reported`: a subagent reported it, and it has not been checked yet. */
  readonly state: CellState | "reported";
}

export type RunEventBody =
  | {
      readonly type: "run-start";
      readonly run: string;
      readonly task: Task;
      readonly model: string;
      readonly knowledgeBase: string;
    }
  | {
      readonly type: "agent-start";
      readonly agent: string;
      readonly role: Role;
      /** Id of the agent that called it; absent for the lead agent. */
      readonly caller?: string | undefined;
      /** Id of the caller's tool call that asked for it, where known. */
      readonly call?: string | undefined;
      readonly subtask: string;
      readonly model: string;
    }
  /** `turn` counts from 1. */
  | {
      readonly type: "turn-start";
      readonly agent: string;
      readonly turn: number;
      /** What ran out, where the agent may only answer in this turn. */
      readonly forcedBy?: StopReason | undefined;
      /** What the user said to the agent while it worked, told to it in this turn. */
      readonly told?: readonly string[] | undefined;
    }
  /** The user says something to the lead agent, which hears it in its next turn. */
  | { readonly type: "steer"; readonly text: string }
  /** What is known of the table: the rows that are new or changed since the last such event. */
  | {
      readonly type: "coverage";
      readonly columns: readonly string[];
      readonly rows: readonly CoveredRow[];
      /** Keys of rows that are no longer in the table. */
      readonly dropped?: readonly string[] | undefined;
    }
  | { readonly type: "sample-end"; readonly agent: string; readonly turn: number; readonly sample: Sample }
  | { readonly type: "tool-start"; readonly agent: string; readonly turn: number; readonly call: ToolCall }
  | {
      readonly type: "page-read";
      readonly agent: string;
      /** Id of the tool call it came through; where it is absent, the agent's next `tool-end` is that call's. */
      readonly call?: string | undefined;
      readonly page: Page;
    }
  | {
      readonly type: "tool-end";
      readonly agent: string;
      readonly turn: number;
      readonly message: ToolMessage;
      /** What models cost that the tool itself called. */
      readonly usage?: Usage | undefined;
      readonly elapsedMs: number;
    }
  | { readonly type: "turn-end"; readonly agent: string; readonly turn: number }
  | {
      readonly type: "agent-end";
      readonly agent: string;
      readonly stop: StopReason;
      readonly partial: boolean;
      readonly answer: string;
      readonly usage: Usage;
      readonly error?: string | undefined;
    }
  | { readonly type: "run-end"; readonly result: RunResult };

/** What one agent does. */
export type AgentEventBody = Exclude<RunEventBody, { type: "run-start" | "run-end" | "steer" | "coverage" }>;

/** `at` is milliseconds since the run began. */
export type RunEvent = RunEventBody & { readonly at: number };

/** Takes events in the order they happen. It must not throw; a slow reader buffers. */
export type EventSink = (event: RunEvent) => void;

/** An episode with what was made of it. */
export interface FinishedRun {
  readonly episode: Episode;
  readonly result: RunResult;
}
