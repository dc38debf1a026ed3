/** @file The table in an answer, found and read as the official scorer does. */
import { strip } from "./python-text.ts";
import type { Frame } from "./read-frame.ts";
import { normColumn, readFrame, selectColumns } from "./read-frame.ts";

const OPEN = "```markdown";
const CLOSE = "```";
const FEWEST_PIPES = 4;

/**
 * The first `markdown` fence of the text, or without one its first run of lines that begin with a pipe; column names are
 * normalised, unnamed columns dropped. `undefined`: there is no table. Throws `EvaluatorError` for one that
 * pandas cannot read.
 */
export function extractTable(text: string): Frame | undefined {
  const candidate = fenced(text) ?? firstRun(text);
  if (candidate === undefined) return undefined;
  const table = readFrame(clean(candidate), "|");
  const named = table.columns
    .map((name, index) => ({ name: normColumn(name), raw: name, index }))
    .filter(({ raw }) => !raw.startsWith("Unnamed"));
  return selectColumns(table, named);
}

function fenced(text: string): string | undefined {
  const open = text.indexOf(OPEN);
  const close = open < 0 ? -1 : text.indexOf(CLOSE, open + OPEN.length);
  return close < 0 ? undefined : text.slice(open + OPEN.length, close);
}

function firstRun(text: string): string | undefined {
  const first = text.indexOf("|");
  if (text.split("|", FEWEST_PIPES + 1).length <= FEWEST_PIPES) return undefined;
  let end = first;
  do {
    const line = text.indexOf("\n", end);
    end = line < 0 ? text.length : line + 1;
  } while (text[end] === "|");
  return text.slice(first, end);
}

/** Rules, lines without a pipe and rows without content go; cells are trimmed. */
function clean(candidate: string): string {
  const [header = "", ...rest] = strip(candidate).split("\n");
  return [header.replaceAll(" ", "").toLowerCase(), ...rest]
    .map(strip)
    .filter((line) => line.includes("|") && !/^[|\- :]*$/.test(line))
    .map((line) => line.split("|").map(strip).join("|"))
    .join("\n");
}
