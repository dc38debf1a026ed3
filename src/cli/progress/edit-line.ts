/** @file The line that is being typed, after one more key. */
import { oneLine } from "../../tui/fit.ts";
import type { Key } from "./read-keys.ts";

/** More is not said in one line. */
const LONGEST_LINE = 4_000;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Other keys leave the line as it is. */
export function editLine(line: string, key: Key): string {
  switch (key.kind) {
    case "text":
      return typedAfter(line, key.text);
    case "backspace":
      return [...graphemes.segment(line)]
        .slice(0, -1)
        .map(({ segment }) => segment)
        .join("");
    case "delete-word":
      return line.replace(/\S+\s*$/u, "");
    case "delete-line":
      return "";
    default:
      return line;
  }
}

/** Blanks at the end stay, for a word may follow. */
function typedAfter(line: string, text: string): string {
  const whole = line + text;
  const blank = /\s$/u.test(whole) && whole.trim() !== "" ? " " : "";
  return `${oneLine(whole)}${blank}`.slice(0, LONGEST_LINE);
}
