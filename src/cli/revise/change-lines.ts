/** @file What differs between a table and that of its base, as lines: old value and quote, new value and quote. */
import type { Cell } from "../../core/evidence.ts";
import type { CellChange } from "../../core/revision.ts";
import { count } from "../../tui/amounts.ts";
import { cut, oneLine } from "../../tui/fit.ts";

/** Each cell that had a value and has another or another quote; then how many are supported now, were filled, are new or are gone. */
export function changeLines(
  changes: readonly CellChange[],
  width = Number.POSITIVE_INFINITY,
): readonly string[] {
  const gone = changes.filter(({ after }) => after === undefined);
  const added = changes.filter(({ before }) => before === undefined);
  const kept = changes.filter(({ before, after }) => before !== undefined && after !== undefined);
  const filled = kept.filter(({ before }) => before?.value === "");
  const proven = kept.filter(isProven);
  const changed = kept.filter((change) => change.before?.value !== "" && !isProven(change));
  const more = changed.length - MOST_CELLS;
  return [
    ...changed.slice(0, MOST_CELLS).flatMap((change) => cellLines(change, width)),
    ...(more > 0 ? [`and ${count(more, "more cell")}`] : []),
    ...countLines("supported now", proven),
    ...countLines("filled", filled),
    ...countLines("new", added),
    ...countLines("gone", gone),
  ].map((line) => cut(line, width));
}

/** Told one by one; the table has them all. */
const MOST_CELLS = 50;

/** The same value, which no page had stated. */
function isProven({ before, after }: CellChange): boolean {
  const isSame = before !== undefined && before.value !== "" && before.value === after?.value;
  return isSame && before.state === "unsupported" && after?.state === "supported";
}

/** One cell. */
export function cellLines({ row, column, before, after }: CellChange, width: number): readonly string[] {
  const name = oneLine(`${row}, ${column}`);
  const states = before?.state === after?.state ? "" : ` (${stateOf(before)} → ${stateOf(after)})`;
  const value = before?.value === after?.value ? shown(after) : `${shown(before)} → ${shown(after)}`;
  const [was] = before?.sources ?? [];
  const [is] = after?.sources ?? [];
  const isSameQuote = was?.quote === is?.quote && was?.url === is?.url;
  const { state, reason } = after ?? {};
  const isToExplain = reason !== undefined && state !== "supported" && reason !== before?.reason;
  return [
    `${name}: ${value}${states}`,
    ...(isSameQuote || was === undefined ? [] : [`  was “${oneLine(was.quote)}” ${was.url}`]),
    ...(isSameQuote || is === undefined ? [] : [`  now “${oneLine(is.quote)}” ${is.url}`]),
    ...(isToExplain ? [`  ${oneLine(reason)}`] : []),
  ].map((line) => cut(line, width));
}

function countLines(what: string, changes: readonly CellChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const rows = new Set(changes.map(({ row }) => row)).size;
  const [column, ...others] = new Set(changes.map((change) => change.column));
  const where = column !== undefined && others.length === 0 ? ` of ${oneLine(column)}` : "";
  return [`${what}: ${count(changes.length, "cell")}${where} in ${count(rows, "row")}`];
}

function stateOf(cell: Cell | undefined): string {
  return cell?.state ?? "missing";
}

function shown(cell: Cell | undefined): string {
  return cell === undefined || cell.value === "" ? "nothing" : oneLine(cell.value);
}
