/** @file A table as Markdown: the quotes that state its values are footnotes, and states have marks. */
import type { Cell, CellState, Source, SourcedTable } from "../core/evidence.ts";
import { estimateLine } from "../evidence/completeness/estimate-line.ts";
import type { ExportedRun, ExportOptions } from "./exported-run.ts";
import { readableText } from "./readable-text.ts";
import { webLink } from "./web-link.ts";
import { wordsIn } from "./words.ts";

/** Stand after a value; states without a mark need none. */
const MARKS: Readonly<Partial<Record<CellState, string>>> = {
  unsupported: "°",
  conflicting: "≠",
  absent: "∅",
};

/** Ends with a line break. An answer without a table is a text with its footnotes. */
export function markdownOf(exported: ExportedRun, table: SourcedTable, options: ExportOptions): string {
  const cells = table.cells.flat();
  const numbers = footnoteNumbers(cells);
  const { result } = exported;
  const isTable = result.table !== undefined;
  // an answer to a deep question that states no value has no sources to have
  const isText = !isTable && (result.kind === "wide" || result.sources === undefined);
  const blocks = [
    isTable ? tableLines(table, numbers) : cells.map((cell) => answerText(cell, isText, numbers)),
    isText ? [] : legendLines(cells, options),
    isTable ? noteLines(exported, options) : [],
    [...numbers].map(([footnote, number]) => `[^${number}]: ${footnote}`),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** By footnote, so that the same quote has one. */
type FootnoteNumbers = ReadonlyMap<string, number>;

function footnoteNumbers(cells: readonly Cell[]): FootnoteNumbers {
  const numbers = new Map<string, number>();
  for (const footnote of cells.flatMap(({ sources }) => sources.map(footnoteText))) {
    if (!numbers.has(footnote)) numbers.set(footnote, numbers.size + 1);
  }
  return numbers;
}

/** `“Its capital is Lima.” — [Peru](https://…), page 3`; an address of another kind is text. */
function footnoteText({ quote, title, url, place }: Source): string {
  const link = webLink(url);
  const name = escaped(title === "" ? url : title);
  const page =
    link === undefined
      ? `${name}, ${escaped(url)}`
      : `[${name}](<${link.replace(/[<>|\\]/gu, encodeURIComponent)}>)`;
  return `“${escaped(quote)}” — ${page}${place === undefined ? "" : `, ${escaped(place)}`}`;
}

function tableLines({ columns, cells }: SourcedTable, numbers: FootnoteNumbers): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => marked(escaped(cell.value), cell, numbers)));
  return [columns.map(escaped), columns.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

/** An answer is one value; a text stays as it is. */
function answerText(cell: Cell, isText: boolean, numbers: FootnoteNumbers): string {
  return isText ? cell.value : marked(cell.value, cell, numbers);
}

function marked(text: string, { state, sources }: Cell, numbers: FootnoteNumbers): string {
  const mark = MARKS[state];
  const notes = [...new Set(sources.map(footnoteText))].map((footnote) => `[^${numbers.get(footnote)}]`);
  return `${[text, ...(mark === undefined ? [] : [mark])].join(" ").trim()}${notes.join("")}`;
}

function legendLines(cells: readonly Cell[], { language }: ExportOptions): readonly string[] {
  const { legend } = wordsIn(language);
  const states: readonly CellState[] = ["unsupported", "conflicting", "absent"];
  const shown = states.filter((state) => cells.some((cell) => cell.state === state));
  return shown.length === 0 ? [] : [shown.map((state) => `${MARKS[state]} ${legend[state]}`).join(" · ")];
}

function noteLines({ result }: ExportedRun, { language }: ExportOptions): readonly string[] {
  const { completeness, merges = [] } = result;
  return [
    ...(completeness === undefined ? [] : [estimateLine(completeness, language)]),
    ...merges.map(({ because }) => escaped(because)),
  ].flatMap((line, index) => (index === 0 ? [line] : ["", line]));
}

/** One line in which no letter means Markdown or HTML; underscores within words mean nothing anyway. */
function escaped(text: string): string {
  return readableText(text)
    .trim()
    .replace(/[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu, "\\$&")
    .replace(/\s*[\n\u2028\u2029]\s*/gu, "<br>");
}
