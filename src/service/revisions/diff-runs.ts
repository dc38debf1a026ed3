/** @file What differs between two tables, cell by cell. */
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import type { CellChange } from "../../core/revision.ts";
import { keyOf } from "../../llm/reviser/picked-cells.ts";
import { normaliseColumn } from "../../table/normalise.ts";
import { rowKey } from "../../table/row-key.ts";

/**
 * In the order of `after`, then what is gone. A cell differs where its value, its state or the words that state it do; an empty cell
 * that is new or gone does not count.
 */
export function diffRuns(before: SourcedTable, after: SourcedTable): readonly CellChange[] {
  const earlier = cellsByName(before);
  const later = cellsByName(after);
  const changed = [...later].flatMap(([name, { row, column, cell }]): readonly CellChange[] => {
    const old = earlier.get(name)?.cell;
    if (old === undefined) return cell.value === "" ? [] : [{ row, column, after: cell }];
    return isSame(old, cell) ? [] : [{ row, column, before: old, after: cell }];
  });
  const gone = [...earlier].flatMap(([name, { row, column, cell }]): readonly CellChange[] =>
    later.has(name) || cell.value === "" ? [] : [{ row, column, before: cell }],
  );
  return [...changed, ...gone];
}

interface NamedCell {
  readonly row: string;
  readonly column: string;
  readonly cell: Cell;
}

function cellsByName(table: SourcedTable): ReadonlyMap<string, NamedCell> {
  const { columns, uniqueColumns, cells } = table;
  return new Map(
    cells.flatMap((row) =>
      row.map((cell, index): readonly [string, NamedCell] => {
        const column = columns[index] ?? "";
        const name = `${keyOf(table, row)}\n${normaliseColumn(column)}`;
        return [name, { row: rowKey(columns, uniqueColumns, row), column, cell }];
      }),
    ),
  );
}

export function isSame(left: Cell, right: Cell): boolean {
  return left.value === right.value && left.state === right.state && quotesOf(left) === quotesOf(right);
}

function quotesOf({ sources }: Cell): string {
  return sources
    .map(({ url, quote }) => `${url} ${quote}`)
    .sort()
    .join("\n");
}
