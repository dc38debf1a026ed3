/** @file Chooses how progress is shown: a picture in a terminal, lines elsewhere, nothing if quiet. */
import type { TeamSettings } from "../../agent/team.ts";
import type { EvalView } from "../../tui/eval/eval-view.ts";
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
  { stdout, stderr, variables }: Environment,
): Promise<RunProgress> {
  if (quiet || (events && stdout.isTTY)) return quietProgress(stderr);
  if (!isPictured({ stderr, variables })) return plainProgress(stderr);
  const { terminalProgress } = await import("./terminal-progress.ts");
  const { costUsd, tokens } = team.budget;
  return terminalProgress(stderr, { ceilings: { costUsd, tokens }, palette: paletteOf(stderr, color) });
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
