/** @file Progress as a picture in a terminal: of one run, or of an evaluation. */
import type { RunEvent } from "../../core/events.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";
import { buildLine } from "../../tui/build-line.ts";
import { evalLines } from "../../tui/eval/eval-lines.ts";
import { advanceEvalView, type EvalView } from "../../tui/eval/eval-view.ts";
import type { Ceilings } from "../../tui/live/frame.ts";
import { progressLines } from "../../tui/live/progress-lines.ts";
import type { Palette } from "../../tui/palette.ts";
import { advanceRunView, emptyRunView } from "../../tui/run-view.ts";
import { type Keyboard, type KeySource, openKeyboard } from "./keyboard.ts";
import { openPicture, type Terminal } from "./picture.ts";
import type { EvalDisplay, RunProgress } from "./progress.ts";

interface Look {
  readonly palette: Palette;
}

interface RunLook extends Look {
  readonly ceilings: Ceilings;
  /** Where the user types; absent where the keys are somebody else's. */
  readonly stdin?: KeySource | undefined;
}

export function terminalProgress(stderr: Terminal, { ceilings, palette, stdin }: RunLook): RunProgress {
  let view = emptyRunView;
  let news: RunEvent[] = [];
  let build: BuildProgress | undefined;
  let runBeganAt = 0;
  let keyboard: Keyboard | undefined;
  const picture = openPicture(stderr, (columns, rows) => {
    view = advanceRunView(view, news);
    news = [];
    if (view.run === undefined) return build && [buildLine(build, columns, palette)];
    const at = performance.now() - runBeganAt;
    return progressLines(view, { columns, rows, at, ceilings, palette, typed: keyboard?.typed });
  });
  return {
    say: picture.say,
    building: (progress) => {
      build = progress;
    },
    event: (event) => {
      if (event.type === "run-start") runBeganAt = performance.now() - event.at;
      news.push(event);
    },
    listen: (listener) => {
      if (stdin !== undefined)
        keyboard ??= openKeyboard({ stdin, screen: stderr, listener, onChange: picture.draw });
    },
    stop: () => {
      keyboard?.close();
      picture.stop();
    },
  };
}

export function terminalEvalDisplay(stderr: Terminal, begin: EvalView, palette: Palette): EvalDisplay {
  let view = begin;
  let build: BuildProgress | undefined;
  let beganAt: number | undefined;
  const picture = openPicture(stderr, (columns) => {
    if (beganAt === undefined) return build && [buildLine(build, columns, palette)];
    return evalLines(view, { columns, at: performance.now() - beganAt, palette });
  });
  return {
    say: picture.say,
    stop: picture.stop,
    building: (progress) => {
      build = progress;
    },
    trial: (progress) => {
      beganAt ??= performance.now();
      view = advanceEvalView(view, progress);
    },
  };
}
