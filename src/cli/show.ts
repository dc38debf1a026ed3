/** @file `wideseek show`: a run again, with what each agent did. */
import { z } from "zod";
import { trajectories } from "../core/episode.ts";
import { ConfigError } from "../core/errors.ts";
import { findRun } from "../run/find-run.ts";
import type { RecordedRun } from "../run/run-store.ts";
import { openStore } from "../service/places/open-store.ts";
import { oneLine } from "../tui/fit.ts";
import { resultLines } from "../tui/result-lines.ts";
import { summaryLine } from "../tui/summary-line.ts";
import { agentLines, traceLines, wholePages } from "../tui/trace-lines.ts";
import type { Environment } from "./environment.ts";
import { EXIT } from "./exit-code.ts";
import { columnsOf, paletteOf } from "./look.ts";
import { outputFormat, writeResult } from "./output/write-result.ts";
import { type RebuiltRun, rebuildRun } from "./recorded-result.ts";

const showFlags = z.object({
  agent: z.string().optional(),
  format: outputFormat.optional(),
  color: z.boolean().default(true),
  runs: z.string().optional(),
});

type ShowFlags = z.infer<typeof showFlags>;

/** `reference` is a run's name or a part of it; without it the newest run is meant. Gives the exit code. */
export async function show(
  reference: string | undefined,
  flags: unknown,
  environment: Environment,
): Promise<number> {
  const options = showFlags.parse(flags);
  const { stdout, variables } = environment;
  const store = openStore({ runs: options.runs, variables });
  const recorded = await store.open(findRun(await store.names(), reference));
  const rebuilt = rebuildRun(recorded);
  stdout.write(
    options.format === undefined
      ? `${showLines(recorded, rebuilt, options, environment).join("\n")}\n`
      : writeResult(rebuilt.result, recorded.run, options.format),
  );
  return EXIT.answered;
}

function showLines(
  recorded: RecordedRun,
  { episode, result }: RebuiltRun,
  { agent, color }: ShowFlags,
  { stdout }: Environment,
): readonly string[] {
  const look = { columns: columnsOf(stdout), palette: paletteOf(stdout, color) };
  const { palette } = look;
  if (agent !== undefined) {
    const all = trajectories(episode);
    const trajectory = all.find((candidate) => candidate.agent === agent);
    // into a file or a pipe, texts go as they are
    const columns = stdout.isTTY ? look.columns : Infinity;
    if (trajectory !== undefined) return agentLines(trajectory, { ...look, columns });
    throw new ConfigError(
      `The run has no agent "${agent}". Agents: ${namesOf(all.map((one) => one.agent))}.`,
    );
  }
  const { config, run } = recorded;
  const { lead, subagent } = config.models;
  const models = lead === subagent ? lead : `${lead} + ${subagent}`;
  return [
    palette.bold(oneLine(config.task.question)),
    palette.dim([run, models, config.knowledgeBase].join(" · ")),
    summaryLine(result, wholePages(trajectories(episode)), palette),
    ...(recorded.result === undefined
      ? [palette.warning("This run has not come to its end: it was killed, or still goes on.")]
      : []),
    ...(result.error === undefined ? [] : [palette.bad(oneLine(result.error))]),
    "",
    ...resultLines(result, { ...look, sources: "whole" }),
    "",
    ...traceLines(episode, look),
  ];
}

const MAX_NAMED = 12;

function namesOf(agents: readonly string[]): string {
  return agents.length <= MAX_NAMED ? agents.join(", ") : `${agents.slice(0, MAX_NAMED).join(", ")}, …`;
}
