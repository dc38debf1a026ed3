/** @file The table while it fills: what changed last, each cell with a mark of how far it is. */
import type { CoveredCell, CoveredRow } from "../../core/events.ts";
import { isMissing } from "../../table/normalise.ts";
import { count } from "../amounts.ts";
import { cut, oneLine, padEnd, widthOf } from "../fit.ts";
import type { Palette } from "../palette.ts";
import type { Covered } from "../run-view.ts";
import type { Frame } from "./frame.ts";

const GAP = "  ";
const LEAST_WIDTH = 6;
const MOST_WIDTH = 28;
/** Above the rows: how much there is, the names of the columns; below them a blank line. */
const OTHER_LINES = 3;
/** Fewer rows are not worth their frame. */
const LEAST_ROWS = 2;

/** How many lines the table would take if there were room for all of it. */
export function coveredLinesWanted({ rows }: Covered): number {
  return rows.size === 0 ? 0 : rows.size + OTHER_LINES;
}

/** At most `room` lines: the rows that changed last, in the order in which they were found. None where there is too little room. */
export function coveredLines(covered: Covered, room: number, frame: Frame): readonly string[] {
  const { columns, rows } = covered;
  const most = room - OTHER_LINES;
  if (rows.size === 0 || most < Math.min(LEAST_ROWS, rows.size)) return [];
  const { palette } = frame;
  const shown = newestRows(covered, most);
  const widths = columnWidths(columns, shown, frame.columns - 2);
  const left = columns.length - widths.length;
  const header = widths.map((width, index) => palette.bold(padEnd(nameOf(columns[index]), width))).join(GAP);
  return [
    palette.dim(cut(`  ${describeCovered(covered)}`, frame.columns)),
    `  ${header}${left > 0 ? palette.dim(`${GAP}+${left}`) : ""}`.trimEnd(),
    ...shown.map((row) =>
      `  ${widths.map((width, index) => shownCell(row.cells[index], width, palette)).join(GAP)}`.trimEnd(),
    ),
    "",
  ];
}

/** E.g. `12 rows · 34 of 60 cells · 20 supported · 2 conflicting`. */
function describeCovered({ columns, rows }: Covered): string {
  const counts: Record<CoveredCell["state"], number> = {
    reported: 0,
    supported: 0,
    conflicting: 0,
    unsupported: 0,
    missing: 0,
    absent: 0,
  };
  for (const { cells } of rows.values()) for (const { state } of cells) counts[state] += 1;
  const all = rows.size * columns.length;
  // a row that is known only by its name may have fewer cells than there are columns
  const { missing: _, ...found } = counts;
  const filled = Object.values(found).reduce((sum, count) => sum + count, 0);
  const named = (["supported", "conflicting", "unsupported"] as const).filter((state) => counts[state] > 0);
  return [
    count(rows.size, "row"),
    `${filled.toLocaleString("en-US")} of ${count(all, "cell")}`,
    ...named.map((state) => `${counts[state].toLocaleString("en-US")} ${state}`),
  ].join(" · ");
}

/** The newest `most`, in the order of the table. */
function newestRows({ rows, newest }: Covered, most: number): readonly CoveredRow[] {
  if (rows.size <= most) return [...rows.values()];
  const chosen = new Set(newest.slice(-most));
  const shown: CoveredRow[] = [];
  for (const [key, row] of rows) if (chosen.has(key)) shown.push(row);
  return shown;
}

/** As many columns as fit, from the first on; the widest are narrowed before any is left out. */
function columnWidths(
  columns: readonly string[],
  rows: readonly CoveredRow[],
  room: number,
): readonly number[] {
  const natural = columns.map((name, index) => {
    const texts = rows.map(({ cells }) => widthOf(textOf(cells[index])));
    return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, widthOf(nameOf(name)), ...texts));
  });
  // the note of how many are left out takes its own place
  const fits = (widths: readonly number[], all: number) =>
    widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) + (all > widths.length ? 4 : 0) <=
    room;
  for (let kept = natural.length; kept > 1; kept -= 1) {
    const widths = natural.slice(0, kept);
    while (!fits(widths, natural.length)) {
      const widest = widths.indexOf(Math.max(...widths));
      const width = widths[widest] ?? LEAST_WIDTH;
      if (width <= LEAST_WIDTH) break;
      widths[widest] = width - 1;
    }
    if (fits(widths, natural.length)) return widths;
  }
  return [Math.max(1, Math.min(natural[0] ?? LEAST_WIDTH, room))];
}

function nameOf(name: string | undefined): string {
  return oneLine(name ?? "");
}

function shownCell(cell: CoveredCell | undefined, width: number, palette: Palette): string {
  const text = shownValue(cell);
  const mark = markOf(cell);
  const short = cut(text, width - widthOf(mark));
  const blanks = " ".repeat(Math.max(0, width - widthOf(short) - widthOf(mark)));
  return `${paintOf(cell, palette).value(short)}${paintOf(cell, palette).mark(mark)}${blanks}`;
}

function textOf(cell: CoveredCell | undefined): string {
  return shownValue(cell) + markOf(cell);
}

/** What is still looked for is `…`, what is known not to be is a dash. */
function shownValue(cell: CoveredCell | undefined): string {
  if (cell === undefined || (cell.value === "" && cell.state !== "absent")) return "…";
  const text = oneLine(cell.value);
  return text === "" || isMissing(text) ? "—" : text;
}

const MARKS: Readonly<Record<CoveredCell["state"], string>> = {
  reported: "",
  supported: " ✓",
  conflicting: " ≠",
  unsupported: " °",
  missing: "",
  absent: " ✓",
};

function markOf(cell: CoveredCell | undefined): string {
  return cell === undefined ? "" : MARKS[cell.state];
}

function paintOf(cell: CoveredCell | undefined, palette: Palette) {
  const plain = (text: string) => text;
  switch (cell?.state) {
    case "supported":
    case "absent":
      return { value: plain, mark: palette.good };
    case "conflicting":
    case "unsupported":
      return { value: plain, mark: palette.warning };
    default:
      return { value: palette.dim, mark: plain };
  }
}
