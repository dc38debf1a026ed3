/** @file What a person sees on stderr while a policy is trained. */
import type { WriteStream } from "node:tty";
import type { BuildProgress } from "../../kb/lance/build.ts";
import type { OnProgress } from "../../train/run/progress.ts";
import { buildLine } from "../../tui/build-line.ts";
import { trainLines, trainPlainLine } from "../../tui/train/train-lines.ts";
import { advanceTrainView, type TrainView } from "../../tui/train/train-view.ts";
import type { Environment } from "../environment.ts";
import { paletteOf } from "../look.ts";
import { openPicture } from "../progress/picture.ts";
import type { Progress } from "../progress/progress.ts";

export interface TrainDisplay extends Progress {
  readonly training: OnProgress;
}

interface Wishes {
  readonly kind: TrainView["name"];
  readonly quiet: boolean;
  readonly color: boolean;
}

/** A picture in a terminal, lines elsewhere, nothing if quiet. */
export function openTrainDisplay(
  { kind, quiet, color }: Wishes,
  { stderr, variables }: Environment,
): TrainDisplay {
  if (quiet) return quietDisplay(stderr);
  if (!stderr.isTTY || variables["TERM"] === "dumb") return plainDisplay(stderr, kind);
  return terminalDisplay(stderr, kind, color);
}

function quietDisplay(stderr: WriteStream): TrainDisplay {
  return {
    building: () => undefined,
    training: () => undefined,
    say: (line) => {
      stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}

/** Of what is counted fast, a line each so often. */
const LINE_EACH_MS = 10_000;

/** A step of reinforcement learning is a line; of anything else one each ten seconds is, the first, and the last. */
function plainDisplay(stderr: WriteStream, kind: TrainView["name"]): TrainDisplay {
  const quiet = quietDisplay(stderr);
  const beganAt = performance.now();
  let view: TrainView = { name: kind };
  let saidAt = -Infinity;
  let isBuilding = false;
  return {
    ...quiet,
    building: () => {
      if (!isBuilding) quiet.say("Building the search index, once.");
      isBuilding = true;
    },
    training: (progress) => {
      const at = performance.now() - beganAt;
      const before = view.stretch?.kind;
      view = advanceTrainView(view, progress, at);
      if (progress.kind === "episodes") return;
      const isNews = progress.kind !== before || progress.done === progress.of;
      const isSlow = progress.kind === "steps" && kind === "rl";
      if (!isNews && !isSlow && at - saidAt < LINE_EACH_MS) return;
      saidAt = at;
      quiet.say(trainPlainLine(view, at));
    },
  };
}

function terminalDisplay(stderr: WriteStream, kind: TrainView["name"], color: boolean): TrainDisplay {
  const palette = paletteOf(stderr, color);
  const beganAt = performance.now();
  let view: TrainView = { name: kind };
  let build: BuildProgress | undefined;
  const picture = openPicture(stderr, (columns) => {
    if (view.stretch === undefined && build !== undefined) return [buildLine(build, columns, palette)];
    return trainLines(view, { columns, at: performance.now() - beganAt, palette });
  });
  return {
    ...picture,
    building: (progress) => {
      build = progress;
    },
    training: (progress) => {
      view = advanceTrainView(view, progress, performance.now() - beganAt);
    },
  };
}
