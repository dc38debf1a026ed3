/** @file Progress as plain lines, for logs; or only what must be said. */
import type { WriteStream } from "node:tty";
import { plainLine } from "../../tui/plain-lines.ts";
import type { Progress } from "./progress.ts";

export function plainProgress(stderr: WriteStream): Progress {
  const quiet = quietProgress(stderr);
  let isBuilding = false;
  return {
    ...quiet,
    building: () => {
      if (!isBuilding) quiet.say("Building the search index, once.");
      isBuilding = true;
    },
    event: (event) => {
      const line = plainLine(event);
      if (line !== undefined) quiet.say(line);
    },
  };
}

export function quietProgress(stderr: WriteStream): Progress {
  return {
    building: () => undefined,
    event: () => undefined,
    say: (line) => {
      stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}
