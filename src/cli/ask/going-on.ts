/** @file How a run that was cut short goes on, as a command. */

import { teamSettings } from "../../agent/team.ts";
import type { RunResult } from "../../core/events.ts";
import type { RunConfig } from "../../run/run-config.ts";
import { shortRunId } from "../../run/run-id.ts";

/** The team of a run as it was recorded, or as it is set. */
type Team = RunConfig["team"];

/** `undefined` for a run that has nothing left to do. `stop` is absent for one that never came to its end. */
export function goOnWith(run: string, stop: RunResult["stop"] | undefined, team: Team): string | undefined {
  const command = `wideseek resume ${shortRunId(run)}`;
  const settings = teamSettings.safeParse(team);
  switch (stop) {
    case undefined:
    case "aborted":
    case "failed":
      return command;
    case "budget":
      return settings.success ? `${command} --budget ${doubled(settings.data.budget)}` : undefined;
    case "deadline":
      return settings.success
        ? `${command} --deadline ${Math.ceil((2 * settings.data.deadlineMs) / 1_000)}s`
        : undefined;
    default:
      return undefined;
  }
}

/** As `--budget` reads it: what the run may use in all, twice what it was. */
function doubled({
  costUsd,
  tokens,
  toolCalls,
  turns,
}: {
  readonly [Limit in "costUsd" | "tokens" | "toolCalls" | "turns"]?: number | undefined;
}): string {
  const amounts = [
    [costUsd, "usd"],
    [tokens, "-tokens"],
    [toolCalls, "-calls"],
    [turns, "-turns"],
  ] as const;
  return amounts
    .flatMap(([amount, unit]) => (amount === undefined ? [] : [`${short(2 * amount)}${unit}`]))
    .join(",");
}

function short(amount: number): string {
  if (amount >= 1_000 && Number.isInteger(amount / 1_000)) return `${amount / 1_000}k`;
  return String(Number(amount.toPrecision(6)));
}
