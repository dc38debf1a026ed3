/** @file The table that the actions `table`, `where`, `by` and `first` make of the board. */
import type { Table } from "../../core/table.ts";
import { fold } from "../demonstrator/language/text.ts";
import type { Gathered } from "../demonstrator/policy/gathered.ts";
import { amountOf } from "../demonstrator/question/numbers.ts";
import type { Action, Comparison } from "./actions.ts";
import { known, type Row } from "./board.ts";
import type { State } from "./state.ts";

/**
 * The first column is the row's name; a column that was asked about holds what was found; any other names the thing the
 * row belongs to. Without columns in the action: those of the question, else all that was asked.
 */
export function tableOf(actions: readonly Action[], { board, columns: asked }: State): Table {
  const gathered = known(board);
  const written = actions.flatMap((action) => (action.is === "table" ? action.columns : []));
  const columns = written.length > 0 ? written : (asked ?? ["Name", ...board.attributes]);
  const conditions = actions.filter((action) => action.is === "where");
  const order = actions.find((action) => action.is === "by");
  const first = actions.find((action) => action.is === "first")?.count;
  const kept = board.rows.filter((row) => conditions.every((condition) => holds(condition, row, gathered)));
  const sorted = order === undefined ? kept : inOrder(kept, order, gathered);
  const attributes = new Set(board.attributes.map(fold));
  const cellOf = (column: string, index: number, row: Row): string => {
    if (index === 0) return gathered.named(row.item).name;
    return attributes.has(fold(column)) ? (gathered.fact(row.item, column) ?? "") : (row.parent?.name ?? "");
  };
  return {
    columns,
    rows: sorted.slice(0, first).map((row) => columns.map((column, index) => cellOf(column, index, row))),
  };
}

function inOrder(
  rows: readonly Row[],
  { attribute, descending }: Extract<Action, { is: "by" }>,
  gathered: Gathered,
): readonly Row[] {
  const amount = ({ item }: Row) => amountOf(gathered.fact(item, attribute) ?? "");
  const sign = descending ? -1 : 1;
  return rows
    .filter((row) => !Number.isNaN(amount(row)))
    .sort((left, right) => sign * (amount(left) - amount(right)));
}

/** False where the fact is not known. Numbers are compared as numbers, names without case and accents, lists by part. */
function holds({ attribute, comparison, value }: Comparison, { item }: Row, gathered: Gathered): boolean {
  const fact = gathered.fact(item, attribute);
  if (fact === undefined) return false;
  if (comparison === "=") {
    return [fact, ...fact.split(/, | and /)].some((part) => fold(part) === fold(value));
  }
  const [left, right] = [amountOf(fact), amountOf(value)];
  if (comparison === ">") return left > right;
  if (comparison === ">=") return left >= right;
  return comparison === "<" ? left < right : left <= right;
}
