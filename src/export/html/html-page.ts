/** @file A table as one HTML file: no script, nothing from elsewhere, each value a link to the words that state it. */
import type { CellState, RowMerge, SourcedTable } from "../../core/evidence.ts";
import type { ExportedRun, ExportOptions } from "../exported-run.ts";
import { keyColumns } from "../exported-table.ts";
import { runFacts } from "../run-facts.ts";
import { type Words, wordsIn } from "../words.ts";
import { type EvidenceEntry, evidenceEntries, evidenceItem } from "./evidence-list.ts";
import { type Html, html, NOTHING } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

const LANGUAGES = { en: "en", zh: "zh-CN" } as const;

/** `table` is the run's, or its answer as a table of one cell. */
export function htmlOf(exported: ExportedRun, table: SourcedTable, options: ExportOptions): string {
  const words = wordsIn(options.language);
  const entries = evidenceEntries(table);
  const known = entries.flat().filter((entry) => entry !== undefined);
  const page = html`<!doctype html>
<html lang="${LANGUAGES[options.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${exported.question}</title>
<style>${{ markup: PAGE_STYLE }}</style>
</head>
<body>
<header><h1>${exported.question}</h1>${known.length === 0 ? undefined : html`<p class="dim">${words.howToRead}</p>`}</header>
<main>
<div class="frame" tabindex="0" role="region" aria-label="${words.sheets.table}">${tableMarkup(table, entries, words)}</div>
${statesList(table, words)}
${mergesList(exported.result.merges ?? [], words)}
${
  known.length === 0
    ? undefined
    : html`<h2>${words.sheets.evidence}</h2>
<ol>
${known.map((entry) => evidenceItem(entry, words))}
</ol>`
}
<h2>${words.sheets.run}</h2>
<dl>
${runFacts(exported, options).map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>
</main>
</body>
</html>
`;
  return page.markup;
}

function tableMarkup(
  { columns, cells, ...table }: SourcedTable,
  entries: readonly (readonly (EvidenceEntry | undefined)[])[],
  words: Words,
): Html {
  const keys = new Set(table.uniqueColumns.length === 0 ? [] : keyColumns({ columns, cells, ...table }));
  const rows = cells.map((row, at) => {
    const written = row.map((cell, column) => {
      const shown = cellMarkup(cell.value, entries[at]?.[column]);
      const title = words.states[cell.state];
      return keys.has(column)
        ? html`<th scope="row" class="${cell.state}" title="${title}">${shown}</th>`
        : html`<td class="${cell.state}" title="${title}">${shown}</td>`;
    });
    return html`<tr>${written}</tr>`;
  });
  return html`<table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function cellMarkup(value: string, entry: EvidenceEntry | undefined): Html {
  if (entry === undefined) return html`${value}`;
  const { number } = entry;
  return html`<a id="c${number}" href="#e${number}">${value === "" ? "—" : value}<sup>${number}</sup></a>`;
}

const STATES: readonly CellState[] = ["supported", "conflicting", "unsupported", "missing", "absent"];

function statesList({ cells }: SourcedTable, { states, legend }: Words): Html {
  const counts = STATES.map((state) => ({
    state,
    cells: cells.flat().filter((cell) => cell.state === state).length,
  }));
  const items = counts.flatMap(({ state, cells: count }) =>
    count === 0
      ? []
      : [
          html`<li><span class="key ${state}">${count} ${states[state]}</span> <span class="dim">${legend[state]}</span></li>`,
        ],
  );
  return items.length === 0 ? NOTHING : html`<ul class="states">${items}</ul>`;
}

function mergesList(merges: readonly RowMerge[], { merges: title }: Words): Html {
  if (merges.length === 0) return NOTHING;
  return html`<h2>${title}</h2>
<ul>${merges.map(({ because }) => html`<li>${because}</li>`)}</ul>`;
}
