/** @file An answer laid over the gold table: one line a row, each cell coloured by what it is worth. */
import type { Table } from "../../core/table.ts";
import { mapColumns } from "../../table/match-rows.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { boxedAnswer } from "../../table/short-answer.ts";
import type { BenchmarkTask } from "../benchmarks/benchmark.ts";
import { goldOfWideSearch } from "../score-by-widesearch.ts";
import type { RowMark, Trial } from "../trial.ts";
import { type Html, html } from "./html.ts";

/** More rows than these are counted, not shown: a page of a thousand tables must still open. */
const MAX_ROWS = 150;
const MAX_TEXT_LENGTH = 4_000;

export function showAnswer({ rules }: BenchmarkTask, { outcome, answer }: Trial): Html {
  if (rules.kind === "short-answer") return showShortAnswer(rules.gold, answer);
  const gold = rules.kind === "table" ? rules.gold : goldOfWideSearch(rules);
  const table = parseMarkdownTable(answer);
  const rows = outcome.kind === "table" ? outcome.rows : undefined;
  if (table === undefined || rows === undefined)
    return html`<p class="short">${answer.slice(0, MAX_TEXT_LENGTH)}</p>`;
  return showTable({ gold, answer: table, rows });
}

function showShortAnswer(gold: readonly string[], answer: string): Html {
  return html`<p class="short">${(boxedAnswer(answer) ?? answer).slice(0, MAX_TEXT_LENGTH)}</p>
<p class="took">Gold: ${gold.slice(0, 12).join(" · ")}</p>`;
}

interface Comparison {
  readonly gold: Table;
  readonly answer: Table;
  readonly rows: readonly RowMark[];
}

function showTable({ gold, answer, rows }: Comparison): Html {
  const columns = mapColumns(answer.columns, gold.columns);
  const answerCell = (row: number | undefined, column: number) => {
    const index = columns[column];
    return row === undefined || index === undefined ? "" : (answer.rows[row]?.[index] ?? "");
  };
  const lines = rows.slice(0, MAX_ROWS).map((mark) => {
    const goldRow = mark.gold === undefined ? undefined : gold.rows[mark.gold];
    const cells = gold.columns.map((_, column) =>
      showCell({
        mark,
        letter: mark.cells?.[column],
        given: answerCell(mark.answer, column),
        gold: goldRow?.[column] ?? "",
      }),
    );
    return html`<tr><td>${rowName(mark)}</td>${cells}</tr>`;
  });
  const hidden = rows.length - lines.length;
  return html`<div class="scroll"><table class="answer">
<tr><th></th>${gold.columns.map((column) => html`<th>${column}</th>`)}</tr>
${lines}
</table></div>${hidden > 0 ? html`<p class="took">… and ${hidden} more rows</p>` : undefined}`;
}

interface CellView {
  readonly mark: RowMark;
  readonly letter: string | undefined;
  readonly given: string;
  readonly gold: string;
}

function showCell({ mark, letter, given, gold }: CellView): Html {
  if (mark.gold === undefined) return html`<td class="x">${given}</td>`;
  if (mark.cells === undefined) return html`<td class="m">${gold}</td>`;
  // a row without faults may be known by its gold values alone
  if (letter === "s") return html`<td class="s">${given === "" ? gold : given}</td>`;
  return html`<td class="${letter}"><del>${given}</del><ins>${gold}</ins></td>`;
}

function rowName({ gold, cells }: RowMark): string {
  if (gold === undefined) return "extra";
  return cells === undefined ? "missing" : String(gold + 1);
}
