/** @file The scores of an evaluation as tables in a terminal or a file: one line a variant. */
import type { VariantSummary } from "../../eval/report/summarise.ts";
import { count, writeMoney, writeTime, writeTokens } from "../amounts.ts";
import { oneLine, padEnd, padStart, widthOf } from "../fit.ts";
import type { Palette } from "../palette.ts";

interface Look {
  /** The terminal's width. */
  readonly columns: number;
  readonly palette: Palette;
}

interface Column {
  /** Above the label, over as many columns as have the same. */
  readonly group: string;
  readonly label: string;
  readonly of: (summary: VariantSummary["overall"]) => string;
}

const GAP = "  ";
const MIN_NAME = 12;
const MAX_NAME = 40;

/**
 * In percent; `k` is the number of trials. Tables and short answers have a block each, where there are any; the last
 * one counts the trials and gives means of what they took.
 */
export function scoreLines(variants: readonly VariantSummary[], k: number, look: Look): readonly string[] {
  const blocks = [
    block("Tables", "itemF1", tableColumns(k)),
    block("Short answers", "correct", answerColumns(k)),
    block("Trials", undefined, trialColumns(variants)),
  ];
  return blocks
    .filter(
      ({ metric }) =>
        metric === undefined || variants.some(({ overall }) => overall.metrics[metric] !== undefined),
    )
    .flatMap(({ title, metric, columns }, index) => {
      const tasks = Math.max(...variants.map(({ overall }) => overall.metrics[metric ?? ""]?.tasks ?? 0));
      const heading = metric === undefined ? title : `${title}, ${count(tasks, "task")}`;
      return [...(index === 0 ? [] : [""]), ...gridLines(heading, columns, variants, look)];
    });
}

function block(title: string, metric: string | undefined, columns: readonly Column[]) {
  return { title, metric, columns };
}

function tableColumns(k: number): readonly Column[] {
  const mean = k > 1 ? ` avg@${k}` : "";
  return [
    metric(`item${mean}`, "P", "itemPrecision"),
    metric(`item${mean}`, "R", "itemRecall"),
    metric(`item${mean}`, "F1", "itemF1"),
    metric(`row${mean}`, "P", "rowPrecision"),
    metric(`row${mean}`, "R", "rowRecall"),
    metric(`row${mean}`, "F1", "rowF1"),
    ...(k > 1
      ? [
          best(`max@${k}`, "item", "itemF1"),
          best(`max@${k}`, "row", "rowF1"),
          metric("success", `avg@${k}`, "success"),
          best("success", `pass@${k}`, "success"),
        ]
      : [metric("", "success", "success")]),
  ];
}

function answerColumns(k: number): readonly Column[] {
  const mean = k > 1 ? ` avg@${k}` : "";
  return [
    metric("", `correct${mean}`, "correct"),
    ...(k > 1 ? [best("", `pass@${k}`, "correct")] : []),
    metric("", `exact match${mean}`, "exact"),
    metric("", `token F1${mean}`, "tokenF1"),
  ];
}

/** Costs that are known of no variant have no column. */
function trialColumns(variants: readonly VariantSummary[]): readonly Column[] {
  const known = (key: string) => variants.some(({ overall }) => overall.costs[key] !== undefined);
  const cost = (label: string, key: string, write: (value: number) => string): readonly Column[] =>
    known(key)
      ? [{ group: "", label, of: ({ costs }) => (costs[key] === undefined ? "–" : write(costs[key])) }]
      : [];
  const number = (value: number) => value.toFixed(1);
  return [
    { group: "", label: "scored", of: ({ counts }) => String(counts.scored) },
    { group: "", label: "unscored", of: ({ counts }) => String(counts.unscored) },
    { group: "", label: "failed", of: ({ counts }) => String(counts.failed) },
    { group: "", label: "missing", of: ({ counts }) => String(counts.missing) },
    ...cost("turns", "turns", number),
    ...cost("critical", "criticalTurns", number),
    ...cost("subagents", "subagents", number),
    ...cost("tokens", "tokens", writeTokens),
    ...cost("cost", "usd", writeMoney),
    ...cost("time", "elapsedMs", writeTime),
  ];
}

function metric(group: string, label: string, key: string): Column {
  return { group, label, of: ({ metrics }) => percent(metrics[key]?.average) };
}

function best(group: string, label: string, key: string): Column {
  return { group, label, of: ({ metrics }) => percent(metrics[key]?.best) };
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : (share * 100).toFixed(1);
}

/** Columns that a narrow terminal has no room for stand in further grids below. */
function gridLines(
  heading: string,
  columns: readonly Column[],
  variants: readonly VariantSummary[],
  look: Look,
): readonly string[] {
  const names = variants.map(({ name }) => oneLine(name));
  const widest = Math.max(...[heading, ...names].map(widthOf));
  const shown = columns.map((column): ShownColumn => {
    const cells = variants.map(({ overall }) => column.of(overall));
    return { ...column, cells, width: Math.max(...[column.label, ...cells].map(widthOf)) };
  });
  const all = shown.reduce((sum, { width }) => sum + GAP.length + width, 0);
  const nameWidth = Math.min(widest, MAX_NAME, Math.max(MIN_NAME, look.columns - all));
  return intoRows(shown, look.columns - nameWidth).flatMap((row) =>
    oneGrid({ heading, names, nameWidth }, row, look.palette),
  );
}

interface ShownColumn extends Column {
  readonly cells: readonly string[];
  readonly width: number;
}

/** Each as many columns as fit into `room`, at least one. */
function intoRows(columns: readonly ShownColumn[], room: number): readonly (readonly ShownColumn[])[] {
  const rows: ShownColumn[][] = [];
  let left = 0;
  for (const column of columns) {
    const taken = GAP.length + column.width;
    const row = rows.at(-1);
    if (row === undefined || taken > left) {
      rows.push([column]);
      left = room - taken;
    } else {
      row.push(column);
      left -= taken;
    }
  }
  return rows;
}

interface NameColumn {
  readonly heading: string;
  readonly names: readonly string[];
  readonly nameWidth: number;
}

/** A column is as wide as its widest text. */
function oneGrid(
  { heading, names, nameWidth }: NameColumn,
  columns: readonly ShownColumn[],
  palette: Palette,
): readonly string[] {
  const lineOf = (name: string, textOf: (column: ShownColumn) => string) =>
    [padEnd(name, nameWidth), ...columns.map((column) => padStart(textOf(column), column.width))].join(GAP);
  const title = palette.bold(padEnd(heading, nameWidth));
  const labels = lineOf("", ({ label }) => label);
  const groups = groupLine(columns);
  const heads =
    groups === ""
      ? [title + palette.dim(labels.slice(nameWidth))]
      : [title + palette.dim(groups), palette.dim(labels)];
  return [...heads, ...names.map((name, index) => lineOf(name, ({ cells }) => cells[index] ?? ""))];
}

/** Each group's name over the right end of its columns. */
function groupLine(columns: readonly ShownColumn[]): string {
  let line = "";
  let width = 0;
  for (const [index, column] of columns.entries()) {
    width += GAP.length + column.width;
    if (columns[index + 1]?.group === column.group) continue;
    line += padStart(column.group, width);
    width = 0;
  }
  return line.trimEnd();
}
