/** @file Progress as plain lines, for logs; or only what must be said. */
import type { WriteStream } from "node:tty";
import { evalPlainLine } from "../../tui/eval/eval-lines.ts";
import { advanceEvalView, type EvalView } from "../../tui/eval/eval-view.ts";
import { plainLine } from "../../tui/plain-lines.ts";
import type { EvalDisplay, RunProgress } from "./progress.ts";

const EVAL_LINE_EACH_MS = 10_000;

export function plainProgress(stderr: WriteStream): RunProgress {
  const quiet = quietProgress(stderr);
  return {
    ...quiet,
    building: sayOnce(quiet.say),
    event: (event) => {
      const line = plainLine(event);
      if (line !== undefined) quiet.say(line);
    },
  };
}

/** A line at the start, one each ten seconds, and one at the end. */
export function plainEvalDisplay(stderr: WriteStream, begin: EvalView): EvalDisplay {
  const quiet = quietProgress(stderr);
  const beganAt = performance.now();
  let view = begin;
  let saidAt = -Infinity;
  return {
    ...quiet,
    building: sayOnce(quiet.say),
    trial: (progress) => {
      view = advanceEvalView(view, progress);
      const at = performance.now() - beganAt;
      if (at - saidAt < EVAL_LINE_EACH_MS && view.done < view.total) return;
      saidAt = at;
      quiet.say(evalPlainLine(view, at));
    },
  };
}

export function quietProgress(stderr: WriteStream): RunProgress & EvalDisplay {
  return {
    building: () => undefined,
    event: () => undefined,
    listen: () => undefined,
    trial: () => undefined,
    say: (line) => {
      stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}

function sayOnce(say: (line: string) => void): () => void {
  let isSaid = false;
  return () => {
    if (!isSaid) say("Building the search index, once.");
    isSaid = true;
  };
}
