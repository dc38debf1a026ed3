/** @file The table of a revision: that of its base, with the picked cells replaced by what was found. */
import type { Candidate, Cell, CellState, SourcedTable } from "../../core/evidence.ts";
import type { Change } from "../../core/revision.ts";
import { isUnique, keyOf, type PickedCell, pickedCells } from "../../llm/reviser/picked-cells.ts";
import { statementsOf } from "../../llm/reviser/revision-work.ts";
import { compareCells } from "../../table/compare-cells.ts";
import { normaliseColumn, normaliseText } from "../../table/normalise.ts";

export interface RefreshFacts {
  /** The URLs of pages of which it is known by now whether they are still there. */
  readonly reread: ReadonlySet<string>;
  /** The hashes of pages that the base had read. */
  readonly knownPages: ReadonlySet<string>;
}

const NOTHING_READ: RefreshFacts = { reread: new Set(), knownPages: new Set() };

/**
 * `found` has the rows and columns of which something was found, with the evidence of this run alone. Every cell that the change does
 * not pick stays as it is, and so does a picked one of which nothing better is known; only a row's name that no page had stated
 * takes what was read of it on the way.
 */
export function reviseTable(
  base: SourcedTable,
  found: SourcedTable,
  change: Change,
  refresh: RefreshFacts = NOTHING_READ,
): SourcedTable {
  const finds = new Finds(found);
  if (change.kind === "extend") return extended(named(base, finds), finds, change.columns);
  const isRefresh = change.kind === "refresh";
  const start = isRefresh ? base : named(base, finds);
  return replaced(start, pickedCells(base, change, isRefresh ? "keys" : "no keys"), (cell, row, column) => {
    const find = finds.cell(keyOf(base, base.cells[row] ?? []), base.columns[column] ?? "");
    if (isRefresh) return refreshed(cell, find, refresh);
    return find === undefined ? cell : repaired(cell, find);
  });
}

/** What was found, by the rows' keys. */
class Finds {
  readonly #rows: ReadonlyMap<string, readonly Cell[]>;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(table: SourcedTable) {
    this.#rows = new Map(table.cells.map((row) => [keyOf(table, row), row]));
    this.#columns = new Map(table.columns.map((column, index) => [normaliseColumn(column), index]));
  }

  cell(row: string, column: string): Cell | undefined {
    const index = this.#columns.get(normaliseColumn(column));
    return index === undefined ? undefined : this.#rows.get(row)?.[index];
  }

  /** The rows that are not among the known ones, each once. */
  others(known: ReadonlySet<string>): readonly string[] {
    return [...this.#rows.keys()].filter((key) => !known.has(key));
  }
}

function replaced(
  base: SourcedTable,
  picked: readonly PickedCell[],
  replace: (cell: Cell, row: number, column: number) => Cell,
): SourcedTable {
  const numbers = new Set(picked.map(({ row, column }) => `${row} ${column}`));
  return {
    ...base,
    cells: base.cells.map((cells, row) =>
      cells.map((cell, column) => (numbers.has(`${row} ${column}`) ? replace(cell, row, column) : cell)),
    ),
  };
}

/** With the evidence of names that had none. */
function named(base: SourcedTable, finds: Finds): SourcedTable {
  return {
    ...base,
    cells: base.cells.map((row) => {
      const key = keyOf(base, row);
      return row.map((cell, index) => {
        const column = base.columns[index] ?? "";
        if (cell.state !== "unsupported" || !isUnique(base, column)) return cell;
        const find = finds.cell(key, column);
        return find?.state === "supported" ? { ...find, value: cell.value } : cell;
      });
    }),
  };
}

const MISSING: Cell = { value: "", state: "missing", sources: [], candidates: [] };

function extended(base: SourcedTable, finds: Finds, added: readonly string[] = []): SourcedTable {
  const columns = [...base.columns, ...added];
  const keys = base.cells.map((row) => keyOf(base, row));
  const wide = base.cells.map((row, index) => [
    ...row,
    ...added.map((column) => finds.cell(keys[index] ?? "", column) ?? MISSING),
  ]);
  const further = finds
    .others(new Set(keys))
    .map((key) => columns.map((column) => finds.cell(key, column) ?? MISSING))
    .filter((row) => columns.some((column, index) => isUnique(base, column) && row[index]?.value !== ""));
  return { ...base, columns, cells: [...wide, ...further] };
}

const RANKS: Readonly<Record<CellState, number>> = {
  supported: 4,
  conflicting: 3,
  absent: 2,
  unsupported: 1,
  missing: 0,
};

/** What a page states stands above what none does; two values that pages state stand side by side. */
function repaired(cell: Cell, find: Cell): Cell {
  if (find.state === "missing") return cell;
  if (find.state === "unsupported") return cell.state === "missing" ? find : cell;
  if (RANKS[cell.state] < RANKS.absent) return find;
  if (find.state === "absent") return cell;
  return cell.state === "absent" ? find : sideBySide(cell, find);
}

/** The value that more pages state, the old one where as many do; what else is stated stays as a candidate. */
function sideBySide(cell: Cell, find: Cell): Cell {
  const statements = [...statementsOf(cell), ...statementsOf(find)];
  const pagesOf = (value: string) =>
    new Set(statements.filter((one) => isSame(one.value, value)).map(({ source }) => source.url)).size;
  const winner = !isSame(cell.value, find.value) && pagesOf(find.value) > pagesOf(cell.value) ? find : cell;
  const { value } = winner;
  const sources = distinct(
    statements.filter((one) => isSame(one.value, value)).map(({ source }) => source),
    ({ url, quote }) => `${url}\n${quote}`,
  );
  const rivals = distinct(
    statements.filter((one) => !isSame(one.value, value)),
    (one) => one.value,
  );
  const candidates = distinct(
    [...cell.candidates, ...find.candidates],
    (one) => `${one.value}\n${one.source.url}\n${one.source.quote}`,
  ).toSorted((left, right) => rank(right, value) - rank(left, value));
  if (rivals.length === 0) return { value, state: "supported", sources, candidates };
  const others = rivals.map((rival) => `${counted(pagesOf(rival.value))} “${rival.value}”`).join(", ");
  const reason = `${counted(pagesOf(value))} “${value}”; ${others}`;
  return { value, state: "conflicting", sources, candidates, reason };
}

function rank(candidate: Candidate, value: string): number {
  return (isSame(candidate.value, value) ? 1 : 0) + candidate.confidence / 2;
}

function counted(pages: number): string {
  return pages === 1 ? "1 page states" : `${pages} pages state`;
}

/** What its pages state now. A value of which they say nothing any more is no longer supported. */
function refreshed(cell: Cell, find: Cell | undefined, { reread, knownPages }: RefreshFacts): Cell {
  const urls = statementsOf(cell).map(({ source }) => source.url);
  if (urls.length === 0) return cell;
  const isStated = find?.state === "supported" || find?.state === "conflicting" || find?.state === "absent";
  if (find !== undefined && isStated) {
    if (normaliseText(find.value) !== normaliseText(cell.value)) {
      return { ...find, reason: `was “${cell.value}” until its pages were read again` };
    }
    const isNews = find.candidates.some(
      ({ value, source }) => !isSame(value, cell.value) && !knownPages.has(source.page ?? ""),
    );
    // a page that the base had read as it is now brings no new doubt
    const isOldDoubt = find.state === "conflicting" && cell.state === "supported" && !isNews;
    return isOldDoubt ? cell : { ...find, value: cell.value };
  }
  if (!urls.every((url) => reread.has(url))) return cell;
  const { value } = cell;
  const reason = "its pages were read again and do not state it any more";
  return { value, state: value === "" ? "missing" : "unsupported", sources: [], candidates: [], reason };
}

function isSame(left: string, right: string): boolean {
  return left === right || compareCells(left, right) === "same";
}

function distinct<T>(all: readonly T[], keyOfOne: (one: T) => string): readonly T[] {
  return [...new Map(all.toReversed().map((one) => [keyOfOne(one), one])).values()].toReversed();
}
