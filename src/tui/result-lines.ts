/** @file What a run found, as lines of a terminal: the table or the answer, and the pages they stand on. */
import type { RunResult } from "../core/events.ts";
import type { SourcedTable } from "../core/evidence.ts";
import { cut, harmless, oneLine, wrap } from "./fit.ts";
import type { Palette } from "./palette.ts";
import {
  type CitedPage,
  CONFLICTING_LEGEND,
  citedPages,
  describePage,
  isUnsupported,
  UNSUPPORTED_LEGEND,
} from "./source-list.ts";
import { tableLines } from "./table-lines.ts";

interface Look {
  /** The terminal's width. */
  readonly columns: number;
  readonly palette: Palette;
  /** `line`: each page on one line, its quotes cut; `whole`: with all that is quoted from it. */
  readonly sources: "line" | "whole";
}

export function resultLines(result: RunResult, look: Look): readonly string[] {
  const { table, answer, sources = [] } = result;
  const { columns, palette } = look;
  if (table === undefined) {
    const lines = answer === "" ? [palette.dim("Nothing was found.")] : harmless(answer).split("\n");
    return [
      ...lines.flatMap((line) => wrap(line, columns)),
      ...sourceLines([...citedPages(sources).values()], look),
    ];
  }
  const cited = citedPages(table.cells.flat().flatMap((cell) => cell.sources));
  return [
    ...tableLines(table, cited, look),
    ...legendLines(table, look),
    ...sourceLines([...cited.values()], look),
  ];
}

function legendLines({ cells }: SourcedTable, { columns, palette }: Look): readonly string[] {
  const all = cells.flat();
  const legends = [
    ...(all.some(isUnsupported) ? [UNSUPPORTED_LEGEND] : []),
    ...(all.some(({ state }) => state === "conflicting") ? [CONFLICTING_LEGEND] : []),
  ];
  if (legends.length === 0) return [];
  return ["", ...legends.flatMap((legend) => wrap(palette.warning(legend), columns))];
}

function sourceLines(pages: readonly CitedPage[], { columns, palette, sources }: Look): readonly string[] {
  const marks = pages.map(({ number }) => `[${number}]`);
  const indent = Math.max(0, ...marks.map((mark) => mark.length)) + 1;
  const lines = pages.flatMap((page, index) => {
    const text = oneLine(describePage(page));
    const shown = sources === "line" ? [cut(text, columns - indent)] : wrap(text, columns - indent);
    return shown.map((line, at) => palette.dim((at === 0 ? (marks[index] ?? "") : "").padEnd(indent) + line));
  });
  return lines.length === 0 ? [] : ["", ...lines];
}
