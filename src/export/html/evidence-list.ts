/** @file What is known of each cell, as a list under the table. */
import type { Candidate, Cell, Source, SourcedTable } from "../../core/evidence.ts";
import { rowKeys } from "../exported-table.ts";
import type { Words } from "../words.ts";
import { type Html, html, link } from "./html.ts";

/** Of a cell about which there is something to say. */
export interface EvidenceEntry {
  /** From 1, in the order of the table. */
  readonly number: number;
  readonly row: string;
  readonly column: string;
  readonly cell: Cell;
}

/** Row by row, as the cells stand. */
export function evidenceEntries(table: SourcedTable): readonly (readonly (EvidenceEntry | undefined)[])[] {
  const keys = rowKeys(table);
  let number = 0;
  return table.cells.map((row, at) =>
    row.map((cell, column) => {
      const isKnown = cell.sources.length > 0 || cell.candidates.length > 0 || cell.reason !== undefined;
      if (!isKnown) return undefined;
      number += 1;
      return { number, row: keys[at] ?? "", column: table.columns[column] ?? "", cell };
    }),
  );
}

export function evidenceItem({ number, row, column, cell }: EvidenceEntry, words: Words): Html {
  const others = cell.candidates.filter((candidate) => !isOwn(candidate, cell));
  return html`<li id="e${number}"><a class="back" href="#c${number}">${words.back}</a>
<p><span class="dim">${row} · ${column}:</span> <strong>${cell.value}</strong> <span class="key ${cell.state}">${words.states[cell.state]}</span></p>
${cell.sources.map(quotation)}${reasonLine(cell)}${otherValues(others, words)}</li>`;
}

function isOwn({ value, source }: Candidate, cell: Cell): boolean {
  return (
    value === cell.value ||
    cell.sources.some(({ url, quote }) => url === source.url && quote === source.quote)
  );
}

function reasonLine({ reason }: Cell): Html | undefined {
  return reason === undefined ? undefined : html`<p class="dim">${reason}</p>`;
}

function quotation({ quote, title, url, place }: Source): Html {
  return html`<blockquote><p>“${quote}”</p><p class="dim">${link(url, title === "" ? url : title)}${place === undefined ? "" : `, ${place}`}${title === "" ? "" : ` · ${url}`}</p></blockquote>`;
}

function otherValues(candidates: readonly Candidate[], { otherValues: title }: Words): Html | undefined {
  if (candidates.length === 0) return undefined;
  return html`<p>${title}:</p>
${candidates.map(({ value, source }) => html`<p><strong>${value}</strong></p>${quotation(source)}`)}`;
}
