/** @file Whether a table can be changed as a user wishes, in the table's own names. */
import { ConfigError } from "../../core/errors.ts";
import type { CellState, SourcedTable } from "../../core/evidence.ts";
import type { CellPick, Change } from "../../core/revision.ts";
import { type PickedCell, pickedCells } from "../../llm/reviser/picked-cells.ts";
import { statementsOf } from "../../llm/reviser/revision-work.ts";
import { normaliseColumn, normaliseText } from "../../table/normalise.ts";
import { keyAt } from "./apply-decisions.ts";
import { columnNumber, requireColumn, requireRow, rowNumber } from "./find-cell.ts";

/** There is nothing that the change would do: no fault, and nothing is begun. */
export class NothingToRevise extends ConfigError {}

/** Throws `ConfigError` for rows and columns that are not there, or are there already; `NothingToRevise` where no cell is picked. */
export function checkChange(table: SourcedTable, change: Change): Change {
  if (change.kind === "extend") return checkExtension(table, change);
  const checked = { ...change, ...checkPick(table, change) };
  const picked = cellsOf(table, checked);
  if (picked.length === 0) throw nothingToDo(checked);
  return checked;
}

/** The cells that the change works on, as far as they are in the table. */
export function cellsOf(
  table: SourcedTable,
  change: Exclude<Change, { kind: "extend" }>,
): readonly PickedCell[] {
  if (change.kind === "repair") return pickedCells(table, change);
  return pickedCells(table, change, "keys").filter(({ cell }) => statementsOf(cell).length > 0);
}

function checkPick(table: SourcedTable, { columns, rows }: CellPick): Pick<CellPick, "columns" | "rows"> {
  return {
    columns: columns?.map((column) => table.columns[requireColumn(table, column)] ?? ""),
    rows: rows?.map((row) => keyAt(table, requireRow(table, row))),
  };
}

type Extension = Extract<Change, { kind: "extend" }>;

function checkExtension(table: SourcedTable, change: Extension): Extension {
  const columns = change.columns?.map((column) => column.replace(/\s+/g, " ").trim()) ?? [];
  const rows = change.rows?.map((row) => row.replace(/\s+/g, " ").trim()) ?? [];
  const moreRows = change.moreRows?.replace(/\s+/g, " ").trim() ?? "";
  requireNames("column", columns, normaliseColumn);
  requireNames("row", rows, normaliseText);
  const column = columns.find((name) => columnNumber(table, name) !== undefined);
  if (column !== undefined)
    throw new ConfigError(`The table has a column "${column}" already. Repair it, or name another.`);
  const row = rows.find((name) => rowNumber(table, name) !== undefined);
  if (row !== undefined)
    throw new ConfigError(`The table has a row "${row}" already. Repair it, or name another.`);
  if (columns.length + rows.length === 0 && moreRows === "") {
    throw new ConfigError("Say what to extend the table by: a column, rows by name, or what the rows are.");
  }
  return {
    kind: "extend",
    ...(columns.length > 0 && { columns }),
    ...(rows.length > 0 && { rows }),
    ...(moreRows !== "" && { moreRows }),
  };
}

function requireNames(what: string, names: readonly string[], normalise: (name: string) => string): void {
  const keys = names.map(normalise);
  const twice = names.find((_, index) => keys.indexOf(keys[index] ?? "") !== index);
  if (keys.includes("")) throw new ConfigError(`The name of a ${what} is empty.`);
  if (twice !== undefined) throw new ConfigError(`The ${what} "${twice}" stands twice.`);
}

const ALL_STATES: readonly CellState[] = ["missing", "unsupported", "conflicting", "supported", "absent"];

function nothingToDo({
  kind,
  states = ALL_STATES,
  columns,
  rows,
}: Exclude<Change, { kind: "extend" }>): NothingToRevise {
  const where = [
    ...(columns === undefined ? [] : [` of ${columns.join(", ")}`]),
    ...(rows === undefined ? [] : [` in ${rows.join(", ")}`]),
  ].join("");
  if (kind === "refresh") return new NothingToRevise(`Nothing to refresh: no cell${where} has a source.`);
  return new NothingToRevise(`Nothing to repair: no cell${where} is ${inWords(states)}.`);
}

function inWords(states: readonly CellState[]): string {
  const last = states.at(-1) ?? "";
  return states.length < 2 ? last : `${states.slice(0, -1).join(", ")} or ${last}`;
}
