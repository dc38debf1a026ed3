/** @file Chooses how progress is shown. */
import type { TeamSettings } from "../../agent/team.ts";
import type { Environment } from "../environment.ts";
import { paletteOf } from "../look.ts";
import { plainProgress, quietProgress } from "./plain-progress.ts";
import type { Progress } from "./progress.ts";

interface Wishes {
  readonly quiet: boolean;
  readonly events: boolean;
  readonly color: boolean;
  readonly team: TeamSettings;
}

/** A picture in a terminal, lines elsewhere, nothing if quiet or where events already fill the same terminal. */
export async function openProgress(
  { quiet, events, color, team }: Wishes,
  { stdout, stderr, variables }: Environment,
): Promise<Progress> {
  if (quiet || (events && stdout.isTTY)) return quietProgress(stderr);
  if (!stderr.isTTY || variables["TERM"] === "dumb") return plainProgress(stderr);
  const { terminalProgress } = await import("./terminal-progress.ts");
  const { costUsd, tokens } = team.budget;
  return terminalProgress(stderr, { ceilings: { costUsd, tokens }, palette: paletteOf(stderr, color) });
}
