/** @file What a preview tells of the whole table: how many rows there are, what they may take, and the command that finds them. */
import { type Episode, trajectories } from "../../../core/episode.ts";
import type { Plan, Range } from "../../../core/plan.ts";
import type { ListedRun } from "../../../run/run-store.ts";
import { estimateWhole } from "../../../service/plans/estimate-run.ts";
import type { RunRequest } from "../../../service/runs/run-request.ts";
import { listItemsOf } from "../../../table/read-records.ts";
import { optionOf } from "../../arguments/flags.ts";
import { estimateLine, writeRange } from "./plan-card.ts";

export interface Preview {
  readonly request: RunRequest;
  readonly listed: ListedRun;
  readonly episode: Episode;
  /** Runs the whole; empty where it is not known. */
  readonly command: string;
}

/** Nothing for a run that is no preview, or found no rows. */
export function previewLines({ request, listed, episode, command }: Preview): readonly string[] {
  const { plan } = request;
  const { result } = listed;
  const found = result?.table?.cells.length ?? 0;
  if (plan?.maxRows === undefined || found === 0) return [];
  const isAll = found < plan.maxRows && result?.stop === "answered";
  if (isAll) return [`This is the whole table: there are fewer than ${plan.maxRows} rows.`];
  const whole = command === "" ? [] : [`The whole: ${command}`];
  const rows = rowsInAll(plan, episode, found);
  if (rows === undefined) {
    return [`Preview: ${found} rows. How many there are in all is not known.`, ...whole];
  }
  const written = writeRange(rows, (amount) => Math.round(amount).toLocaleString("en-US"));
  return [
    `Preview: ${found} of about ${written} rows. All of them: ${estimateLine(estimateWhole(request, rows, listed))}.`,
    ...whole,
  ];
}

/** From the longest list that a subagent reported, else as the plan expects. */
function rowsInAll({ expectedRows, maxRows = 0 }: Plan, episode: Episode, found: number): Range | undefined {
  const reports = trajectories(episode).map(({ answer }) => new Set(listItemsOf(answer)).size);
  const listed = Math.max(0, ...reports);
  if (listed > maxRows) return { low: listed, likely: listed, high: listed };
  if (expectedRows === undefined) return undefined;
  const { low, likely, high } = expectedRows;
  return { low: Math.max(found, low), likely: Math.max(found, likely), high: Math.max(found, high) };
}

/** The command that was given, without what made it a preview. */
export function wholeCommand(words: readonly string[], flags: unknown): string {
  const options = Object.entries(isRecord(flags) ? flags : {}).flatMap(([name, value]) => {
    if (name === "preview" || name === "plan") return [];
    if (value === true) return name === "color" ? [] : [optionOf(name)];
    if (value === false) return [optionOf(`no${name.charAt(0).toUpperCase()}${name.slice(1)}`)];
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => (typeof one === "string" ? [optionOf(name), quoted(one)] : []));
  });
  const question = words.length === 0 ? [] : [quoted(words.join(" "))];
  return ["wideseek ask", ...question, ...options].join(" ");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** As a shell takes it. */
function quoted(text: string): string {
  if (/^[\w./:@%+=,-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
