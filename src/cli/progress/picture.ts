/** @file A few lines at the end of a terminal, redrawn in place. */
import { createLogUpdate } from "log-update";
import { sizeOf } from "../look.ts";

const FRAME_MS = 100;

/** A terminal, or what stands for one. */
export type Terminal = NodeJS.WritableStream & { readonly columns: number; readonly rows: number };

/** The lines to show in so many columns and rows; `undefined` as long as there is nothing to show. */
export type Draw = (columns: number, rows: number) => readonly string[] | undefined;

export interface Picture {
  /** A line that stays, above the picture. */
  say(line: string): void;
  /** Takes the picture away. May be called again. */
  stop(): void;
}

export interface DrawnPicture extends Picture {
  /** Draws at once, for what a person does and wants to see. */
  draw(): void;
}

/** One picture each 100 ms, however much happens. */
export function openPicture(stderr: Terminal, draw: Draw): DrawnPicture {
  const picture = createLogUpdate(stderr);
  const show = () => {
    const { columns, rows } = sizeOf(stderr);
    // a line as wide as the terminal would wrap in some of them
    const lines = draw(columns - 1, rows);
    if (lines !== undefined) picture(lines.join("\n"));
  };
  const timer = setInterval(show, FRAME_MS);
  return {
    say: (line) => {
      picture.clear();
      stderr.write(`${line}\n`);
    },
    draw: show,
    stop: () => {
      clearInterval(timer);
      picture.clear();
      // shows the cursor again
      picture.done();
    },
  };
}
