/** @file The end of an evaluation, whole or broken off: its report, its figures, and how to go on. */
import { join } from "node:path";
import { writeReport } from "../../eval/report/write-report.ts";
import type { EvalResult } from "../../eval/run/run-eval.ts";
import type { Trial } from "../../eval/trial.ts";
import { count, writeTime } from "../../tui/amounts.ts";
import { scoreLines } from "../../tui/eval/score-lines.ts";
import { cut, oneLine } from "../../tui/fit.ts";
import { EXIT } from "../exit-code.ts";
import { columnsOf, paletteOf } from "../look.ts";
import type { OpenEvaluation } from "./open-evaluation.ts";
import { quote, replayCommand } from "./request.ts";

const MAX_REASON = 300;

/** Gives the exit code. */
export async function closeEvaluation(
  opened: OpenEvaluation,
  { config, trials, isComplete }: EvalResult,
  elapsedMs: number,
): Promise<number> {
  const { benchmark, plan, directory, environment, display, interruption } = opened;
  const { stdout, stderr } = environment;
  const { variants } = await writeReport({ benchmark, config, trials }, directory);
  const look = { columns: columnsOf(stdout), palette: paletteOf(stdout, plan.color) };
  stdout.write(`${scoreLines(variants, plan.trials, look).join("\n")}\n`);

  const palette = paletteOf(stderr, plan.color);
  for (const trouble of troubles(trials)) display.say(palette.warning(`wideseek: ${trouble}`));
  const planned = benchmark.tasks.length * plan.variants.length * plan.trials;
  const isScored = trials.every(({ outcome }) => outcome.kind !== "failed" && outcome.kind !== "unscored");
  const state = isComplete
    ? `${count(trials.length, "trial")}, this session ${writeTime(elapsedMs)}`
    : palette.warning(`Stopped after ${trials.length.toLocaleString("en-US")} of ${count(planned, "trial")}`);
  display.say(state);
  const facts: readonly (readonly [string, string])[] = [
    ...(isComplete && isScored
      ? []
      : ([[isComplete ? "Try again" : "Continue", `wideseek eval --resume ${quote(directory)}`]] as const)),
    ...(plan.record === undefined || !isComplete
      ? []
      : ([["Replay", replayCommand(opened.request, plan.record, config.startedAt)]] as const)),
    ["Report", join(directory, "report.html")],
  ];
  for (const [name, value] of facts) display.say(`${name.padEnd(10)}${palette.accent(value)}`);
  return interruption.exitCode ?? (isComplete && isScored ? EXIT.answered : EXIT.unanswered);
}

/** What became of the trials without a score, with the last reason as an example. */
export function troubles(trials: readonly Trial[]): readonly string[] {
  const without = (kind: "failed" | "unscored", what: string) => {
    const errors = trials.flatMap(({ outcome }) => (outcome.kind === kind ? [outcome.error] : []));
    const last = errors.at(-1);
    return last === undefined
      ? []
      : [`${count(errors.length, "trial")} ${what}: ${cut(oneLine(last), MAX_REASON)}`];
  };
  return [...without("failed", "failed"), ...without("unscored", "without a verdict of the judge")];
}
