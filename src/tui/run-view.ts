/** @file What a viewer knows of a run, reduced from its events. Every face renders this and nothing else. */
import type { Role, StopReason } from "../core/episode.ts";
import type { AgentEventBody, CoveredRow, RunEvent, RunResult } from "../core/events.ts";
import type { ToolCall } from "../core/message.ts";
import { addUsage, NO_USAGE, type Usage } from "../core/sampler.ts";
import type { Task } from "../core/task.ts";
import { countRows } from "../table/read-records.ts";

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

/** The table as far as it is known while the run goes on. */
export interface Covered {
  readonly columns: readonly string[];
  /** By key, in the order in which they were found. */
  readonly rows: ReadonlyMap<string, CoveredRow>;
  /** Keys of the rows that were found or changed last, the newest last; at most a hundred. */
  readonly newest: readonly string[];
}

/** Something that the user said to the lead agent while it worked. */
export interface Said {
  readonly text: string;
  /** Milliseconds since the run began. */
  readonly at: number;
  /** Whether a turn has begun that knows of it. */
  readonly heard: boolean;
}

export interface RunView {
  readonly run?: string | undefined;
  readonly task?: Task | undefined;
  /** In the order in which they began. */
  readonly agents: ReadonlyMap<string, AgentView>;
  /** URLs of the pages that an agent read whole. */
  readonly pages: ReadonlySet<string>;
  readonly covered: Covered;
  /** In the order in which it was said. */
  readonly said: readonly Said[];
  readonly usage: Usage;
  /** Milliseconds from the run's beginning to its last event. */
  readonly at: number;
  /** Present once the run has ended. */
  readonly result?: RunResult | undefined;
}

export const emptyRunView: RunView = {
  agents: new Map(),
  pages: new Set(),
  covered: { columns: [], rows: new Map(), newest: [] },
  said: [],
  usage: NO_USAGE,
  at: 0,
};

/**
 * The view after `events`. Takes many at once: its cost is a step for each event, and one copy of what they change; the agents,
 * the pages and the rows that none of them is about stay the same objects.
 */
export function advanceRunView(view: RunView, events: readonly RunEvent[]): RunView {
  if (events.length === 0) return view;
  const draft = draftOf(view);
  for (const event of events) step(draft, event);
  return draft.done();
}

const MOST_NEWEST = 100;

/** Maps and sets are copied when they are first changed. */
function draftOf(view: RunView) {
  const { run, task, usage, at, result, said } = view;
  let agents: Map<string, AgentView> | undefined;
  let pages: Set<string> | undefined;
  let rows: Map<string, CoveredRow> | undefined;
  let newest: Set<string> | undefined;
  let { columns } = view.covered;
  const changed: Scalars = { run, task, usage, at, result, said };
  return {
    changed,
    agent: (name: string) => (agents ?? view.agents).get(name),
    setAgent(agent: AgentView) {
      agents ??= new Map(view.agents);
      agents.set(agent.agent, agent);
    },
    addPage(url: string) {
      pages ??= new Set(view.pages);
      pages.add(url);
    },
    cover(event: CoverageEvent) {
      rows ??= new Map(view.covered.rows);
      newest ??= new Set(view.covered.newest);
      columns = event.columns;
      for (const key of event.dropped ?? []) {
        rows.delete(key);
        newest.delete(key);
      }
      for (const row of event.rows) {
        rows.set(row.key, row);
        // once more at the end
        newest.delete(row.key);
        newest.add(row.key);
      }
    },
    done(): RunView {
      return {
        ...changed,
        agents: agents ?? view.agents,
        pages: pages ?? view.pages,
        covered:
          rows === undefined || newest === undefined
            ? view.covered
            : { columns, rows, newest: [...newest].slice(-MOST_NEWEST) },
      };
    },
  };
}

type Scalars = {
  -readonly [Field in "run" | "task" | "usage" | "at" | "result" | "said"]: RunView[Field];
};

type Draft = ReturnType<typeof draftOf>;
type CoverageEvent = Extract<RunEvent, { type: "coverage" }>;

function step(draft: Draft, event: RunEvent): void {
  const { changed } = draft;
  changed.at = event.at;
  switch (event.type) {
    case "run-start":
      changed.run = event.run;
      changed.task = event.task;
      return;
    case "run-end":
      changed.result = event.result;
      return;
    case "steer":
      changed.said = [...changed.said, { text: event.text, at: event.at, heard: false }];
      return;
    case "coverage":
      draft.cover(event);
      return;
    case "agent-start":
      draft.setAgent(begun(event));
      return;
    case "page-read":
      if (!event.page.excerpt) draft.addPage(event.page.url);
      return;
    case "turn-start":
      if (event.told !== undefined) changed.said = heard(changed.said, event.told.length);
      break;
    case "sample-end":
      changed.usage = addUsage(changed.usage, event.sample.usage);
      break;
    default:
  }
  const agent = draft.agent(event.agent);
  if (agent === undefined) return;
  const after = { ...agent, ...change(agent, event) };
  draft.setAgent(after);
  if (event.type === "agent-end") report(draft, after);
}

function begun({ agent, role, caller, subtask, at }: Extract<RunEvent, { type: "agent-start" }>): AgentView {
  return {
    agent,
    role,
    caller,
    subtask,
    turn: 0,
    calls: [],
    rows: 0,
    usage: NO_USAGE,
    startedAt: at,
  };
}

/** Whatever is said is heard in the order in which it was said. */
function heard(said: readonly Said[], count: number): readonly Said[] {
  const first = said.findIndex((one) => !one.heard);
  return said.map((one, index) =>
    first >= 0 && index >= first && index < first + count ? { ...one, heard: true } : one,
  );
}

/** What a subagent found counts for its caller at once. */
function report(draft: Draft, { caller, rows }: AgentView): void {
  const agent = caller === undefined ? undefined : draft.agent(caller);
  if (agent !== undefined) draft.setAgent({ ...agent, rows: agent.rows + rows });
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
