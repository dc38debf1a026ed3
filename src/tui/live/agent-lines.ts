/** @file The agents of a run under way: each at work on a line, the rest and those that ended in a count. */
import { count, writeTime, writeTokens } from "../amounts.ts";
import { describeCall } from "../describe-call.ts";
import { cut, oneLine, padEnd, padStart, widthOf } from "../fit.ts";
import type { Palette } from "../palette.ts";
import type { AgentView, RunView } from "../run-view.ts";
import type { Frame } from "./frame.ts";

const SPINNER = Array.from("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏");
const SPINNER_STEP_MS = 100;
/** In a narrower terminal an agent's line only says what it is at. */
const AMOUNTS_FROM_COLUMNS = 60;
const BOTH_FROM_COLUMNS = 64;
const MAX_NAME = 18;

/** How many lines the agents would take if there were room for all of them. */
export function agentLinesWanted(view: RunView): number {
  const agents = [...view.agents.values()];
  const working = agents.filter(({ end }) => end === undefined).length;
  return working + (working < agents.length ? 1 : 0);
}

/** At most `room` lines, and never fewer than one agent with the two counts. */
export function agentLines(view: RunView, room: number, frame: Frame): readonly string[] {
  const agents = [...view.agents.values()];
  const working = agents.filter((agent) => agent.end === undefined).sort(inTreeOrder);
  // the lines below the agents: those not shown, those that ended
  const most = Math.max(1, room - 2);
  const shown = working.length <= most ? working : working.slice(0, most);
  const nameWidth = Math.min(
    MAX_NAME,
    Math.max(4, ...shown.map((agent) => indentOf(agent).length + widthOf(agent.agent))),
  );
  const lines = shown.map((agent) => agentLine(agent, workingFor(agent, working), nameWidth, frame));
  const rest = [
    ...(working.length > shown.length
      ? [`… ${count(working.length - shown.length, "more agent")} at work`]
      : []),
    ...endedLine(agents),
  ];
  return [...lines, ...rest.map((line) => frame.palette.dim(cut(`  ${line}`, frame.columns)))];
}

/** `subagents` is how many of its own are at work. */
function agentLine(agent: AgentView, subagents: number, nameWidth: number, frame: Frame): string {
  const { palette, columns, at } = frame;
  const indent = indentOf(agent);
  const name = padEnd(agent.agent, nameWidth - indent.length);
  const amounts =
    columns < AMOUNTS_FROM_COLUMNS
      ? ""
      : [
          padStart(agent.rows > 0 ? count(agent.rows, "row") : "", 9),
          padStart(`${writeTokens(agent.usage.promptTokens + agent.usage.sampledTokens)} tok`, 11),
          padStart(writeTime(at - agent.startedAt), 10),
        ].join("");
  const room = Math.max(0, columns - nameWidth - widthOf(amounts) - 4);
  const paintedName = agent.role === "subagent" ? name : palette.bold(name);
  const activity = subagents > 0 ? `waits for ${count(subagents, "subagent")}` : activityOf(agent);
  return `${indent}${palette.accent(spinner(at))} ${paintedName}  ${doing(agent, activity, room, palette)}${palette.dim(amounts)}`;
}

/** What an agent is at, exactly `room` columns wide; with enough room beside what it was asked for. */
function doing(agent: AgentView, activity: string, room: number, palette: Palette): string {
  const subtask = oneLine(agent.subtask);
  if (agent.role !== "subagent") return padEnd(activity, room);
  if (room < BOTH_FROM_COLUMNS) {
    return agent.calls.length > 0 ? padEnd(activity, room) : palette.dim(padEnd(subtask, room));
  }
  const half = Math.floor((room - 2) / 2);
  return `${palette.dim(padEnd(subtask, half))}  ${padEnd(activity, room - half - 2)}`;
}

function activityOf({ calls, turn }: AgentView): string {
  const [first, ...others] = calls;
  if (first === undefined) return turn <= 1 ? "thinks" : `thinks, turn ${turn}`;
  return oneLine(
    `${describeCall(first)}${others.length > 0 ? ` and ${count(others.length, "more call")}` : ""}`,
  );
}

function workingFor({ agent }: AgentView, working: readonly AgentView[]): number {
  return working.filter(({ caller }) => caller === agent).length;
}

function endedLine(agents: readonly AgentView[]): readonly string[] {
  const ended = agents.flatMap(({ end }) => (end === undefined ? [] : [end]));
  if (ended.length === 0) return [];
  const failed = ended.filter(({ stop }) => stop === "failed").length;
  const partial = ended.filter((end) => end.partial && end.stop !== "failed").length;
  const parts = [
    `✓ ${count(ended.length, "agent")} done`,
    ...(partial > 0 ? [`${partial} with a partial report`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return [parts.join(", ")];
}

function spinner(at: number): string {
  return SPINNER[Math.floor(at / SPINNER_STEP_MS) % SPINNER.length] ?? "";
}

/** Two blanks for each caller above the agent. */
function indentOf({ agent }: AgentView): string {
  return "  ".repeat(agent.split(".").length - 1);
}

/** Callers before those they called, siblings by number. */
function inTreeOrder(left: AgentView, right: AgentView): number {
  return left.agent.localeCompare(right.agent, "en", { numeric: true });
}
