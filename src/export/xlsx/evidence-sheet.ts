/** @file The sheet with the evidence: one line for each value that a page states, and for each cell about which no page says anything. */
import type { Candidate, Cell, Source, SourcedTable } from "../../core/evidence.ts";
import type { ExportedRun } from "../exported-run.ts";
import { rowKeys } from "../exported-table.ts";
import type { Words } from "../words.ts";
import { type BookWriter, openSheet, type StyledValue } from "./sheets.ts";
import { stateStyle } from "./state-styles.ts";

export function writeEvidenceSheet(
  book: BookWriter,
  { startedAt }: ExportedRun,
  table: SourcedTable,
  words: Words,
): void {
  const { evidence, sheets } = words;
  const sheet = openSheet(book, sheets.evidence, [
    { header: evidence.row, width: 24 },
    { header: evidence.column, width: 18 },
    { header: evidence.value, width: 24 },
    { header: evidence.state, width: 14 },
    { header: evidence.chosen, width: 10 },
    { header: evidence.quote, width: 60 },
    { header: evidence.page, width: 30 },
    { header: evidence.url, width: 40 },
    { header: evidence.place, width: 14 },
    { header: evidence.agent, width: 12 },
    { header: evidence.at, width: 20 },
    { header: evidence.confidence, width: 12 },
    { header: evidence.why, width: 50 },
  ]);
  const keys = rowKeys(table);
  const begun = Date.parse(startedAt);
  for (const [at, row] of table.cells.entries()) {
    for (const [column, cell] of row.entries()) {
      for (const line of evidenceLines(cell)) {
        const place: Place = { row: keys[at] ?? "", column: table.columns[column] ?? "", cell, begun, words };
        sheet.add(sheetLine(line, place));
      }
    }
  }
  sheet.close();
}

interface EvidenceLine {
  readonly value: string;
  readonly isChosen: boolean;
  readonly source?: Source | undefined;
  readonly found?: Candidate | undefined;
  readonly why?: string | undefined;
}

/** The value itself where nothing states it, then its sources and all candidates; nothing for a cell of which nothing is known. */
function evidenceLines(cell: Cell): readonly EvidenceLine[] {
  const { value, sources, candidates, reason } = cell;
  const isSource = ({ source }: Candidate) => sources.some((other) => isSame(source, other));
  const found = candidates.map((candidate) => ({
    value: candidate.value,
    isChosen: isSource(candidate),
    source: candidate.source,
    found: candidate,
    why: candidate.why,
  }));
  const others = sources
    .filter((source) => !candidates.some((candidate) => isSame(candidate.source, source)))
    .map((source) => ({ value, isChosen: true, source, why: reason }));
  const isBare = sources.length === 0 && (value !== "" || reason !== undefined);
  const own = isBare ? [{ value, isChosen: value !== "", why: reason }] : [];
  return [...own, ...others, ...found];
}

function isSame(left: Source, right: Source): boolean {
  return left.url === right.url && left.quote === right.quote;
}

interface Place {
  readonly row: string;
  readonly column: string;
  readonly cell: Cell;
  /** When the run began, in milliseconds since 1970; `NaN` where that is not known. */
  readonly begun: number;
  readonly words: Words;
}

function sheetLine({ value, isChosen, source, found, why }: EvidenceLine, place: Place) {
  const { row, column, cell, begun, words } = place;
  const at = found === undefined || Number.isNaN(begun) ? undefined : new Date(begun + found.at);
  const state: StyledValue = { value: words.states[cell.state], style: stateStyle(cell.state) };
  const url: StyledValue = { value: source?.url, url: source?.url };
  return [
    row,
    column,
    value,
    state,
    isChosen ? words.yes : undefined,
    source?.quote,
    source?.title,
    url,
    source?.place,
    found?.agent,
    at,
    found?.confidence,
    why,
  ];
}
