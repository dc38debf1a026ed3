/** @file `wideseek show`: a run again, with what each agent did. */
import { z } from "zod";
import { teamSettings } from "../agent/team.ts";
import { trajectories } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import type { CellChange } from "../core/revision.ts";
import { formatOfFile } from "../export/exported-run.ts";
import { findRun } from "../run/find-run.ts";
import { shortRunId } from "../run/run-id.ts";
import type { RunStore } from "../run/run-store.ts";
import { openStore } from "../service/places/open-store.ts";
import { openHistories } from "../service/revisions/cell-history.ts";
import { chainOf, readsOf } from "../service/revisions/chain.ts";
import { changesSince } from "../service/revisions/changes-since.ts";
import { type PresentedRun, presentRun } from "../service/revisions/present-run.ts";
import { checkedResult } from "../service/runs/checked-result.ts";
import { oneLine } from "../tui/fit.ts";
import { resultLines } from "../tui/result-lines.ts";
import { summaryLine } from "../tui/summary-line.ts";
import { agentLines, traceLines, wholePages } from "../tui/trace-lines.ts";
import type { AskEnvironment } from "./ask/ask.ts";
import { closingLines } from "./ask/closing-lines.ts";
import { print, requireWritable, writeOut } from "./ask/deliver.ts";
import { goOnWith } from "./ask/going-on.ts";
import { EXIT } from "./exit-code.ts";
import { columnsOf, paletteOf } from "./look.ts";
import { tracesOf } from "./output/traces-of.ts";
import { outputFormat, requireReadable } from "./output/write-result.ts";
import { changeLines } from "./revise/change-lines.ts";

const showFlags = z.object({
  agent: z.string().optional(),
  format: outputFormat.optional(),
  out: z.string().optional(),
  otel: z.string().optional(),
  strict: z.boolean().default(false),
  color: z.boolean().default(true),
  runs: z.string().optional(),
});

type ShowFlags = z.infer<typeof showFlags>;

/** `reference` is a run's name or a part of it; without it the newest run is meant. Gives the exit code. */
export async function show(
  reference: string | undefined,
  flags: unknown,
  environment: AskEnvironment,
): Promise<number> {
  const options = showFlags.parse(flags);
  const { stdout, variables } = environment;
  if (options.out === undefined) requireReadable(options.format, stdout);
  else await requireWritable(options.out);
  const store = openStore({ runs: options.runs, variables });
  const stands = await presentRun(store, findRun(await store.names(), reference));
  const reads = readsOf(await chainOf(store, stands.recorded));
  const presented = { ...stands, result: checkedResult(stands.result, reads, options.strict) };
  if (options.out === undefined && options.format === undefined) {
    const changes = (await changesSince(store, presented)) ?? [];
    stdout.write(`${showLines({ ...presented, changes }, options, environment).join("\n")}\n`);
  } else {
    await handOver(presented, options, { stdout, store });
  }
  if (options.otel !== undefined) await sendTrace(presented, options.otel, environment);
  return EXIT.answered;
}

interface Places {
  readonly stdout: AskEnvironment["stdout"];
  readonly store: RunStore;
}

/** The table alone, to a file or the standard output. */
async function handOver(
  { recorded, result }: PresentedRun,
  { out, color, ...options }: ShowFlags,
  { stdout, store }: Places,
): Promise<void> {
  const format = options.format ?? formatOfFile(out ?? "");
  const { config, decisions = [] } = recorded;
  const hasChanged = config.revision !== undefined || decisions.length > 0;
  const histories = format === "xlsx" && hasChanged ? await openHistories(store, recorded.run) : undefined;
  const delivery = { ...recorded, result, histories, format, color };
  if (out === undefined) return print(delivery, stdout);
  const failure = await writeOut(out, delivery);
  if (failure !== undefined) throw new ConfigError(failure);
}

/** What happened, as it was recorded. */
async function sendTrace(
  { recorded: { config, events } }: PresentedRun,
  otel: string,
  { variables, version, stderr }: AskEnvironment,
): Promise<void> {
  const say = (line: string) => stderr.write(`${line}\n`);
  const traces = await tracesOf({ otel, variables, version, say });
  const trace = traces?.run(Date.parse(config.startedAt));
  for (const event of events) trace?.record(event);
  trace?.close();
  await traces?.close();
}

const INDENT = "  ";

function changeBlock({ recorded, changes }: ShownRun, width: number): readonly string[] {
  const base = recorded.config.revision?.base;
  const lines = changeLines(changes, width - INDENT.length).map((line) => `${INDENT}${line}`);
  return base === undefined || lines.length === 0 ? [] : [`Changed since ${shortRunId(base)}:`, ...lines];
}

/** A run, and of a revision what differs from its base. */
interface ShownRun extends PresentedRun {
  readonly changes: readonly CellChange[];
}

function showLines(
  presented: ShownRun,
  { agent, color, runs }: ShowFlags,
  { stdout }: AskEnvironment,
): readonly string[] {
  const look = { columns: columnsOf(stdout), palette: paletteOf(stdout, color) };
  const { palette } = look;
  const { recorded, episode, result } = presented;
  const agents = episode === undefined ? [] : trajectories(episode);
  if (agent !== undefined) {
    const trajectory = agents.find((candidate) => candidate.agent === agent);
    // into a file or a pipe, texts go as they are
    const columns = stdout.isTTY ? look.columns : Infinity;
    if (trajectory !== undefined) return agentLines(trajectory, { ...look, columns });
    throw new ConfigError(
      `The run has no agent "${agent}". Agents: ${namesOf(agents.map((one) => one.agent))}.`,
    );
  }
  const { config, run } = recorded;
  const { lead, subagent } = config.models;
  const models = lead === subagent ? lead : `${lead} + ${subagent}`;
  const team = teamSettings.safeParse(config.team);
  return [
    palette.bold(oneLine(config.task.question)),
    palette.dim([run, models, config.knowledgeBase].join(" · ")),
    summaryLine(result, wholePages(agents), palette, team.success ? team.data.budget : {}),
    ...closingLines(result).map(palette.dim),
    ...stateLines(presented, runs).map(palette.warning),
    ...(result.error === undefined ? [] : [palette.bad(oneLine(result.error))]),
    ...changeBlock(presented, look.columns),
    "",
    ...resultLines(result, { ...look, sources: "whole" }),
    "",
    ...(episode === undefined ? [] : traceLines(episode, look)),
  ];
}

/** What is to be done about a run that has not come to a good end. */
function stateLines({ recorded, result, state }: PresentedRun, runs: string | undefined): readonly string[] {
  const { run, config } = recorded;
  if (state === "running") return ["This run is under way in another process."];
  const goingOn = goOnWith(run, state === "ended" ? result.stop : undefined, config.team);
  return [
    ...(state === "broken-off" ? ["This run has not come to its end: it was broken off."] : []),
    ...(goingOn === undefined
      ? []
      : [`Go on with: ${goingOn}${runs === undefined ? "" : ` --runs ${runs}`}`]),
  ];
}

const MAX_NAMED = 12;

function namesOf(agents: readonly string[]): string {
  return agents.length <= MAX_NAMED ? agents.join(", ") : `${agents.slice(0, MAX_NAMED).join(", ")}, …`;
}
