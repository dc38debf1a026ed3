/** @file Where the user types to the lead agent, and what was said to it. */
import { cut, cutStart, oneLine, widthOf } from "../fit.ts";
import type { RunView, Said } from "../run-view.ts";
import type { Frame } from "./frame.ts";

const MOST_SAID = 2;
const HINTS = [
  "Type to steer the lead agent, Enter sends · Esc stops and keeps all",
  "Type to steer · Esc stops",
  "Esc stops",
] as const;

/** What was said last, each with whether it was heard, and the line that is being typed. */
export function promptLines({ said }: Pick<RunView, "said">, frame: Frame): readonly string[] {
  const lines = said.slice(-MOST_SAID).map((one) => saidLine(one, frame));
  return frame.typed === undefined ? lines : [...lines, typedLine(frame.typed, frame)];
}

function saidLine({ text, heard }: Said, { columns, palette }: Frame): string {
  const note = heard ? " ✓ heard" : " … waits for its next turn";
  const room = columns - widthOf("  you: ") - widthOf(note);
  const shown = cut(oneLine(text), Math.max(8, room));
  const line = `  you: ${shown}${note}`;
  if (widthOf(line) > columns) return cut(line, columns);
  return `  ${palette.bold("you:")} ${shown}${heard ? palette.good(note) : palette.dim(note)}`;
}

function typedLine(typed: string, { columns, palette }: Frame): string {
  const sign = palette.accent("›");
  // the cursor takes a place of its own
  const room = columns - 3;
  if (typed !== "") return `${sign} ${cutStart(typed, room)}${palette.accent("▏")}`;
  const hint = HINTS.find((one) => widthOf(one) <= room) ?? "";
  return `${sign} ${palette.accent("▏")}${palette.dim(hint)}`;
}
