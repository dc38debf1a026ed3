/** @file A plan as a person reads it before anything is spent: rows, columns, subtasks, and what it may take. */
import type { Estimate, Plan, PlannedColumn, Range } from "../../../core/plan.ts";
import type { Usage } from "../../../core/sampler.ts";
import type { RunRequest } from "../../../service/runs/run-request.ts";
import { count, writeMoney, writeTime, writeTokens } from "../../../tui/amounts.ts";
import { oneLine, padEnd, widthOf, wrap } from "../../../tui/fit.ts";
import type { Palette } from "../../../tui/palette.ts";

export interface PlanCard {
  readonly plan: Plan;
  readonly estimate: Estimate;
  readonly limits: RunRequest["team"];
  /** What making the plan took; absent where it was made before. */
  readonly planning?: Usage | undefined;
}

interface Look {
  /** Of the terminal. */
  readonly columns: number;
  readonly palette: Palette;
}

export function planCard(card: PlanCard, look: Look): readonly string[] {
  const { plan, estimate, limits, planning } = card;
  const { palette } = look;
  const entries: readonly Entry[] = [
    ["Rows", [rowsLine(plan, estimate)]],
    ["Must be", plan.criteria.map(oneLine)],
    ["Columns", columnLines(plan)],
    ["Subtasks", plan.subtasks.map((subtask, index) => `${index + 1}. ${oneLine(subtask)}`)],
    ["Estimate", [estimateLine(estimate), `from ${estimate.basis}`]],
    ["Limits", [limitsLine(limits)]],
  ];
  const excess = excessOf(estimate, limits);
  return [
    palette.bold("Plan"),
    ...entries.flatMap((entry) => entryLines(entry, look)),
    ...(excess === undefined ? [] : wrap(palette.warning(excess), look.columns)),
    ...(planning === undefined ? [] : [palette.dim(`Making this plan took ${writeUsage(planning)}.`)]),
  ];
}

/** `about 45.0k tokens (20.0k–90.0k) · $0.12 ($0.0500–$0.30) · 2 min (50 s–6 min)`. */
export function estimateLine({ tokens, costUsd, seconds }: Estimate): string {
  return [
    `about ${writeRange(tokens, writeTokens, " tokens")}`,
    ...(costUsd === undefined ? [] : [writeRange(costUsd, writeMoney)]),
    writeRange(seconds, roughTime),
  ].join(" · ");
}

export function writeRange(range: Range, write: (amount: number) => string, unit = ""): string {
  const [low, likely, high] = [write(range.low), write(range.likely), write(range.high)];
  return low === high ? `${likely}${unit}` : `${likely}${unit} (${low}–${high})`;
}

/** Seconds, as exact as an estimate is. */
function roughTime(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 99.5 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function writeUsage({ promptTokens, sampledTokens, costUsd }: Usage): string {
  const tokens = `${writeTokens(promptTokens + sampledTokens)} tokens`;
  return costUsd === undefined ? tokens : `${tokens}, ${writeMoney(costUsd)}`;
}

type Entry = readonly [name: string, lines: readonly string[]];

const NAME_WIDTH = 10;
const INDENT = 2;

function entryLines([name, lines]: Entry, { columns, palette }: Look): readonly string[] {
  const room = Math.max(20, columns - INDENT - NAME_WIDTH);
  return lines
    .flatMap((line) => wrap(line, room))
    .map((line, index) => {
      const label = padEnd(index === 0 ? name : "", NAME_WIDTH);
      return `${" ".repeat(INDENT)}${palette.dim(label)}${line}`;
    });
}

function rowsLine({ rows, maxRows }: Plan, { rows: expected }: Estimate): string {
  const many = `about ${writeRange(expected, (amount) => amount.toLocaleString("en-US"))}`;
  const counted = maxRows === undefined ? many : `the first ${maxRows}: a preview`;
  return rows === "" ? counted : `${oneLine(rows)}, ${counted}`;
}

/** Names one under the other, a star at those that tell rows apart. */
function columnLines({ columns, uniqueColumns }: Plan): readonly string[] {
  const named = columns.map((column) => {
    const mark = uniqueColumns.includes(column.name) ? " *" : "";
    return { name: `${oneLine(column.name)}${mark}`, holds: holds(column) };
  });
  const width = Math.max(0, ...named.map(({ name }) => widthOf(name)));
  const lines = named.map(({ name, holds: what }) => `${padEnd(name, width)}  ${what}`);
  return uniqueColumns.length === 0 ? lines : [...lines, "* tells rows apart"];
}

function holds({ type, note }: PlannedColumn): string {
  return note === undefined ? type : `${type}, ${oneLine(note)}`;
}

function limitsLine({ budget, deadlineMs, maxSubagents }: RunRequest["team"]): string {
  return [
    ...(budget.costUsd === undefined ? [] : [writeMoney(budget.costUsd)]),
    ...(budget.tokens === undefined ? [] : [`${writeTokens(budget.tokens)} tokens`]),
    ...(budget.toolCalls === undefined ? [] : [count(budget.toolCalls, "tool call")]),
    ...(budget.turns === undefined ? [] : [count(budget.turns, "turn")]),
    writeTime(deadlineMs),
    maxSubagents === 0 ? "a single agent" : `${count(maxSubagents, "subagent")} at once`,
  ].join(" · ");
}

/** Better known before the run than by its end. */
function excessOf({ tokens, costUsd }: Estimate, { budget }: RunRequest["team"]): string | undefined {
  const isOver =
    (budget.tokens !== undefined && tokens.likely > budget.tokens) ||
    (budget.costUsd !== undefined && costUsd !== undefined && costUsd.likely > budget.costUsd);
  return isOver
    ? "This is more than the budget: the run will end with the best table that the budget allows."
    : undefined;
}
