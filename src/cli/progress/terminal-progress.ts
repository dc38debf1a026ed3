/** @file Progress as a picture in a terminal: of one run, or of an evaluation. */
import type { RunEvent } from "../../core/events.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";
import { buildLine } from "../../tui/build-line.ts";
import { evalLines } from "../../tui/eval/eval-lines.ts";
import { advanceEvalView, type EvalView } from "../../tui/eval/eval-view.ts";
import type { Palette } from "../../tui/palette.ts";
import { type Ceilings, progressLines } from "../../tui/progress-lines.ts";
import { advanceRunView, emptyRunView } from "../../tui/run-view.ts";
import { openPicture, type Terminal } from "./picture.ts";
import type { EvalDisplay, RunProgress } from "./progress.ts";

interface Look {
  readonly ceilings: Ceilings;
  readonly palette: Palette;
}

export function terminalProgress(stderr: Terminal, { ceilings, palette }: Look): RunProgress {
  let view = emptyRunView;
  let news: RunEvent[] = [];
  let build: BuildProgress | undefined;
  let runBeganAt = 0;
  const picture = openPicture(stderr, (columns, rows) => {
    view = advanceRunView(view, news);
    news = [];
    if (view.run === undefined) return build && [buildLine(build, columns, palette)];
    const at = performance.now() - runBeganAt;
    return progressLines(view, { columns, rows, at, ceilings, palette });
  });
  return {
    ...picture,
    building: (progress) => {
      build = progress;
    },
    event: (event) => {
      if (event.type === "run-start") runBeganAt = performance.now() - event.at;
      news.push(event);
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
    ...picture,
    building: (progress) => {
      build = progress;
    },
    trial: (progress) => {
      beganAt ??= performance.now();
      view = advanceEvalView(view, progress);
    },
  };
}
