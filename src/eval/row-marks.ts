/** @file From the faults that our scorer lists to one mark a row, for a report to show. */
import { mapColumns, matchRows } from "../table/match-rows.ts";
import { normaliseColumn } from "../table/normalise.ts";
import type { Fault, TableScore, TablesToScore } from "../table/score-table.ts";
import type { RowMark } from "./trial.ts";

type CellFault = Extract<Fault, { answer: string }>;

const LETTERS = { missing: "m", "wrong-value": "w", unsupported: "u" } as const;

/** Gold rows in their order, each with the row that answers it; then the rows too many. */
export function rowMarks(tables: TablesToScore, { faults }: TableScore): readonly RowMark[] {
  const missing = new Set(faults.flatMap((fault) => (fault.kind === "missing-row" ? fault.goldRow : [])));
  const extra = faults.flatMap((fault) => (fault.kind === "extra-row" ? fault.answerRow : []));
  const byGold = new Map<number, CellFault[]>();
  for (const fault of faults) {
    if (!("answer" in fault)) continue;
    byGold.set(fault.goldRow, [...(byGold.get(fault.goldRow) ?? []), fault]);
  }
  const answers = answerRows(tables, new Set(extra));
  const lacking = new Set(faults.flatMap((fault) => (fault.kind === "missing-column" ? fault.column : [])));
  const gold = tables.gold.rows.map((_, goldRow): RowMark => {
    if (missing.has(goldRow)) return { gold: goldRow };
    const rowFaults = byGold.get(goldRow) ?? [];
    const answer = rowFaults[0]?.answerRow ?? answers.get(goldRow);
    const cells = tables.gold.columns.map((column) => letter(column, rowFaults, lacking)).join("");
    return { ...(answer !== undefined && { answer }), gold: goldRow, cells };
  });
  return [...gold, ...extra.map((answer) => ({ answer }))];
}

function letter(column: string, faults: readonly CellFault[], lacking: ReadonlySet<string>): string {
  if (lacking.has(column)) return "m";
  const fault = faults.find((candidate) => candidate.column === column);
  return fault === undefined ? "s" : LETTERS[fault.kind];
}

/** A row without a fault is not listed; the rules find its answer again, unless the judge alone knew the two as one. */
function answerRows(tables: TablesToScore, extra: ReadonlySet<number>): ReadonlyMap<number, number> {
  const { answer, gold } = tables;
  const wanted = new Set(tables.uniqueColumns.map(normaliseColumn));
  const unique = [...gold.columns.keys()].filter((index) =>
    wanted.has(normaliseColumn(gold.columns[index] ?? "")),
  );
  const columns = mapColumns(answer.columns, gold.columns);
  const { matches } = matchRows({ answer, gold, columns, unique: unique.length > 0 ? unique : [0] });
  return new Map(
    matches.flatMap(({ goldRow, answerRow }): [number, number][] =>
      extra.has(answerRow) ? [] : [[goldRow, answerRow]],
    ),
  );
}
