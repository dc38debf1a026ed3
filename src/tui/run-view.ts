/** @file What a viewer knows of a run, reduced from its events. Every face renders this and nothing else. */
import { countRows } from "../agent/salvage-table.ts";
import type { Role, StopReason } from "../core/episode.ts";
import type { AgentEventBody, RunEvent, RunResult } from "../core/events.ts";
import type { ToolCall } from "../core/message.ts";
import { addUsage, NO_USAGE, type Usage } from "../core/sampler.ts";
import type { Task } from "../core/task.ts";

export interface AgentView {
  /** `lead`, `lead.1`, … */
  readonly agent: string;
  readonly role: Role;
  /** Id of the agent that called it; absent for the first agent. */
  readonly caller?: string | undefined;
  readonly subtask: string;
  readonly turn: number;
  /** The calls that are under way; none while the model thinks. */
  readonly calls: readonly ToolCall[];
  /** Rows in its answer or, while it works, in the reports of its subagents. */
  readonly rows: number;
  readonly usage: Usage;
  /** Milliseconds since the run began. */
  readonly startedAt: number;
  /** Absent while the agent works. */
  readonly end?: AgentEnd | undefined;
}

interface AgentEnd {
  readonly at: number;
  readonly stop: StopReason;
  readonly partial: boolean;
}

export interface RunView {
  readonly run?: string | undefined;
  readonly task?: Task | undefined;
  /** In the order in which they began. */
  readonly agents: ReadonlyMap<string, AgentView>;
  /** URLs of the pages that an agent read whole. */
  readonly pages: ReadonlySet<string>;
  readonly usage: Usage;
  /** Milliseconds from the run's beginning to its last event. */
  readonly at: number;
  /** Present once the run has ended. */
  readonly result?: RunResult | undefined;
}

export const emptyRunView: RunView = { agents: new Map(), pages: new Set(), usage: NO_USAGE, at: 0 };

/** The view after `events`. Takes many at once: its cost is one copy of the view, and a step for each event. */
export function advanceRunView(view: RunView, events: readonly RunEvent[]): RunView {
  if (events.length === 0) return view;
  const draft: Draft = { ...view, agents: new Map(view.agents), pages: new Set(view.pages) };
  for (const event of events) step(draft, event);
  return draft;
}

interface Draft extends RunView {
  run?: string | undefined;
  task?: Task | undefined;
  readonly agents: Map<string, AgentView>;
  readonly pages: Set<string>;
  usage: Usage;
  at: number;
  result?: RunResult | undefined;
}

function step(draft: Draft, event: RunEvent): void {
  draft.at = event.at;
  switch (event.type) {
    case "run-start":
      draft.run = event.run;
      draft.task = event.task;
      return;
    case "run-end":
      draft.result = event.result;
      return;
    case "steer":
    case "coverage":
      return;
    case "agent-start":
      draft.agents.set(event.agent, {
        agent: event.agent,
        role: event.role,
        caller: event.caller,
        subtask: event.subtask,
        turn: 0,
        calls: [],
        rows: 0,
        usage: NO_USAGE,
        startedAt: event.at,
      });
      return;
    case "page-read":
      if (!event.page.excerpt) draft.pages.add(event.page.url);
      return;
    case "sample-end":
      draft.usage = addUsage(draft.usage, event.sample.usage);
      break;
    default:
  }
  const agent = draft.agents.get(event.agent);
  if (agent === undefined) return;
  const changed = { ...agent, ...change(agent, event) };
  draft.agents.set(event.agent, changed);
  if (event.type === "agent-end") report(draft, changed);
}

/** What a subagent found counts for its caller at once. */
function report(draft: Draft, { caller, rows }: AgentView): void {
  const agent = caller === undefined ? undefined : draft.agents.get(caller);
  if (agent !== undefined) draft.agents.set(agent.agent, { ...agent, rows: agent.rows + rows });
}

type AgentEvent = Exclude<AgentEventBody, { type: "agent-start" | "page-read" }> & Pick<RunEvent, "at">;

/** What an event changes of its agent. */
function change(agent: AgentView, event: AgentEvent): Partial<AgentView> {
  switch (event.type) {
    case "turn-start":
      return { turn: event.turn };
    case "sample-end":
      return { usage: addUsage(agent.usage, event.sample.usage) };
    case "tool-start":
      return { calls: [...agent.calls, event.call] };
    case "tool-end":
      return { calls: agent.calls.filter((call) => call.id !== event.message.toolCallId) };
    case "turn-end":
      return { calls: [] };
    case "agent-end":
      return {
        calls: [],
        rows: countRows(event.answer) || agent.rows,
        end: { at: event.at, stop: event.stop, partial: event.partial },
      };
  }
}
