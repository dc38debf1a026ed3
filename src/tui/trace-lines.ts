/** @file What each agent of an episode did: a few lines a turn, or everything one agent read and wrote. */
import {
  type Episode,
  type ToolResult,
  type Trajectory,
  type Turn,
  trajectories,
  trajectoryUsage,
} from "../core/episode.ts";
import type { ToolCall } from "../core/message.ts";
import { count, writeMoney, writeTokens } from "./amounts.ts";
import { describeCall } from "./describe-call.ts";
import { cut, harmless, oneLine, wrap } from "./fit.ts";
import type { Palette } from "./palette.ts";
import { paintOf } from "./summary-line.ts";

interface Look {
  /** The terminal's width. */
  readonly columns: number;
  readonly palette: Palette;
}

/** Every agent, callers before those they called: its subtask, its turns with their calls, its cost and its end. */
export function traceLines(episode: Episode, look: Look): readonly string[] {
  return trajectories(episode).flatMap((trajectory, index) => [
    ...(index === 0 ? [] : [""]),
    ...headingLines(trajectory, look),
    ...trajectory.turns.flatMap((turn, at) => turnLines(turn, at + 1, look)),
  ]);
}

/** Everything one agent thought, wrote, called and read, and its answer. */
export function agentLines(trajectory: Trajectory, look: Look): readonly string[] {
  const { palette, columns } = look;
  const paragraph = (text: string | undefined, paint = (line: string) => line): readonly string[] => {
    if (text === undefined || text.trim() === "") return [];
    const lines = harmless(text.trim()).split("\n");
    return lines.flatMap((line) => wrap(line, columns - 2)).map((line) => paint(`  ${line}`.trimEnd()));
  };
  return [
    ...headingLines(trajectory, look),
    ...trajectory.turns.flatMap(({ sample, results }, index) => [
      "",
      palette.accent(`Turn ${index + 1}`),
      ...paragraph(sample.message.reasoning, palette.dim),
      ...paragraph(sample.message.content),
      ...sample.message.toolCalls.flatMap((call) => [
        "",
        ...wrap(`${palette.bold(call.name)} ${oneLine(call.arguments)}`, columns),
        ...paragraph(resultOf(call, results)?.message.content, palette.dim),
      ]),
    ]),
    ...(trajectory.partial
      ? ["", palette.accent("What it had found when it ran out"), ...paragraph(trajectory.answer)]
      : []),
  ];
}

/** How many pages were read whole, each counted once. */
export function wholePages(agents: readonly Trajectory[]): number {
  const pages = agents.flatMap(({ turns }) =>
    turns.flatMap(({ results }) => results.flatMap((result) => result.pages)),
  );
  return new Set(pages.filter((page) => !page.excerpt).map(({ url }) => url)).size;
}

function headingLines(trajectory: Trajectory, { columns, palette }: Look): readonly string[] {
  const { agent, subtask, turns, stop, partial, error } = trajectory;
  const usage = trajectoryUsage(trajectory);
  const pages = wholePages([trajectory]);
  const amounts = [
    count(turns.length, "turn"),
    ...counted(pages, "page"),
    `${writeTokens(usage.promptTokens + usage.sampledTokens)} tokens`,
    ...(usage.costUsd === undefined ? [] : [writeMoney(usage.costUsd)]),
  ];
  const ending = `${stop}${partial ? ", partial" : ""}`;
  return [
    `${palette.bold(agent)}  ${palette.accent(cut(oneLine(subtask), columns - agent.length - 2))}`,
    `  ${palette.dim(amounts.join(" · "))} · ${paintOf(stop, palette)(ending)}`,
    ...(error === undefined ? [] : [`  ${palette.bad(cut(oneLine(error), columns - 2))}`]),
  ];
}

function turnLines({ sample, results }: Turn, turn: number, { columns, palette }: Look): readonly string[] {
  const { reasoning, content, toolCalls } = sample.message;
  const number = `${String(turn).padStart(3)}  `;
  const thought = oneLine(reasoning ?? content);
  const shown = thought === "" ? palette.dim("(no words)") : cut(thought, columns - number.length);
  return [
    `${palette.dim(number)}${shown}`,
    ...toolCalls.map((call) => {
      const outcome = outcomeOf(resultOf(call, results));
      const room = columns - number.length - outcome.length - 5;
      const arrow = palette.dim(`→ ${outcome}`);
      return `     ${palette.accent("·")} ${cut(oneLine(describeCall(call)), room)} ${arrow}`;
    }),
  ];
}

function outcomeOf(result: ToolResult | undefined): string {
  if (result === undefined) return "not carried out";
  const { message, pages, subagents } = result;
  if (message.isError) return "refused";
  return [
    `${message.content.length.toLocaleString("en-US")} characters`,
    ...counted(pages.filter((page) => page.excerpt).length, "passage"),
    ...counted(pages.filter((page) => !page.excerpt).length, "page"),
    ...counted(subagents.length, "subagent"),
  ].join(", ");
}

function counted(number: number, noun: string): readonly string[] {
  return number > 0 ? [count(number, noun)] : [];
}

function resultOf(call: ToolCall, results: readonly ToolResult[]): ToolResult | undefined {
  return results.find(({ message }) => message.toolCallId === call.id);
}
