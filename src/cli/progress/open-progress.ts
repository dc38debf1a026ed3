/** @file Chooses how progress is shown: a picture in a terminal, lines elsewhere, nothing if quiet. */
import { fstatSync } from "node:fs";
import type { WriteStream } from "node:tty";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import type { EvalView } from "../../tui/eval/eval-view.ts";
import type { Ceilings } from "../../tui/live/frame.ts";
import type { Environment } from "../environment.ts";
import { paletteOf } from "../look.ts";
import { plainEvalDisplay, plainProgress, quietProgress } from "./plain-progress.ts";
import type { EvalDisplay, RunProgress } from "./progress.ts";

interface Wishes {
  readonly quiet: boolean;
  readonly color: boolean;
}

interface RunWishes extends Wishes {
  readonly events: boolean;
  readonly team: TeamSettings;
}

/** Also quiet where events already fill the same terminal. */
export async function openProgress(
  { quiet, events, color, team }: RunWishes,
  { stdin, stdout, stderr, variables }: Environment,
): Promise<RunProgress> {
  if (quiet || (events && stdout.isTTY)) return quietProgress(stderr);
  if (!isPictured({ stderr, variables })) return plainProgress(stderr);
  const { terminalProgress } = await import("./terminal-progress.ts");
  return terminalProgress(stderr, {
    ceilings: ceilingsOf(team),
    palette: paletteOf(stderr, color),
    stdin: isPiped(stdout) ? undefined : stdin,
  });
}

/** What reads the table may read the keys as well: `wideseek ask … | less`. */
function isPiped(stdout: WriteStream): boolean {
  if (stdout.isTTY || !("fd" in stdout) || typeof stdout.fd !== "number") return false;
  const stats = fstatSync(stdout.fd);
  return stats.isFIFO() || stats.isSocket();
}

/** What the user set; the deadline that every run has is not news. */
function ceilingsOf({ budget: { costUsd, tokens }, deadlineMs }: TeamSettings): Ceilings {
  const isOwn = deadlineMs !== teamSettings.parse({}).deadlineMs;
  return { costUsd, tokens, ...(isOwn && { deadlineMs }) };
}

/** `begin` is how far the evaluation was before. */
export async function openEvalDisplay(
  { quiet, color }: Wishes,
  begin: EvalView,
  { stderr, variables }: Environment,
): Promise<EvalDisplay> {
  if (quiet) return quietProgress(stderr);
  if (!isPictured({ stderr, variables })) return plainEvalDisplay(stderr, begin);
  const { terminalEvalDisplay } = await import("./terminal-progress.ts");
  return terminalEvalDisplay(stderr, begin, paletteOf(stderr, color));
}

function isPictured({ stderr, variables }: Pick<Environment, "stderr" | "variables">): boolean {
  return stderr.isTTY && variables["TERM"] !== "dumb";
}
