/** @file Progress as a picture in a terminal, redrawn in place. */
import { createLogUpdate } from "log-update";
import type { RunEvent } from "../../core/events.ts";
import type { BuildProgress } from "../../kb/lance/build.ts";
import { buildLine } from "../../tui/build-line.ts";
import type { Palette } from "../../tui/palette.ts";
import { type Ceilings, progressLines } from "../../tui/progress-lines.ts";
import { advanceRunView, emptyRunView } from "../../tui/run-view.ts";
import { sizeOf } from "../look.ts";
import type { Progress } from "./progress.ts";

const FRAME_MS = 100;

/** A terminal, or what stands for one. */
type Terminal = NodeJS.WritableStream & { readonly columns: number; readonly rows: number };

interface Look {
  readonly ceilings: Ceilings;
  readonly palette: Palette;
}

/** At most one picture each 100 ms, however many events there are. */
export function terminalProgress(stderr: Terminal, { ceilings, palette }: Look): Progress {
  const picture = createLogUpdate(stderr);
  let view = emptyRunView;
  let news: RunEvent[] = [];
  let build: BuildProgress | undefined;
  let runBeganAt = 0;

  const draw = () => {
    const { columns: width, rows } = sizeOf(stderr);
    // a line as wide as the terminal would wrap in some of them
    const columns = width - 1;
    view = advanceRunView(view, news);
    news = [];
    if (view.run !== undefined) {
      const at = performance.now() - runBeganAt;
      picture(progressLines(view, { columns, rows, at, ceilings, palette }).join("\n"));
    } else if (build !== undefined) {
      picture(buildLine(build, columns, palette));
    }
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    building: (progress) => {
      build = progress;
    },
    event: (event) => {
      if (event.type === "run-start") runBeganAt = performance.now() - event.at;
      news.push(event);
    },
    say: (line) => {
      picture.clear();
      stderr.write(`${line}\n`);
    },
    stop: () => {
      clearInterval(timer);
      picture.clear();
      // shows the cursor again
      picture.done();
    },
  };
}
