/** @file How the reports of subagents look to a lead agent: one line a row, with what is known of it. */
import type { Delegated } from "../demonstrator/reading/tool-results.ts";
import { readSubtask, type Subtask } from "../demonstrator/writing/subtask.ts";
import { type Board, known, type Row, unasked } from "./board.ts";
import { shortened } from "./shortened.ts";
import type { State } from "./state.ts";

const VALUE_CHARACTERS = 40;
const MOST_ROWS = 24;

/** Lines without their leading space. `?` stands for what was asked and not found, `left` counts what was not asked yet. */
export function layoutReports(delegated: readonly Delegated[], before: State, { board }: State): string {
  const subtasks = delegated.map(({ subtask }) => readSubtask(subtask)).filter((one) => one !== undefined);
  const rows = reportedRows(subtasks, before.board, board);
  const shown = rows.slice(0, MOST_ROWS).map((row) => layoutRow(row, board));
  const rest = rows.length > MOST_ROWS ? [`${rows.length - MOST_ROWS} more`] : [];
  const left = leftToAsk(board);
  return [...shown, ...rest, ...(left > 0 ? [`left ${left}`] : [])].join("\n ") || "nothing";
}

/** Those that facts were asked about; of lists, the rows that are new. */
function reportedRows(subtasks: readonly Subtask[], before: Board, board: Board): readonly Row[] {
  const isFacts = subtasks.some(({ kind }) => kind === "facts");
  if (isFacts) return board.rows.filter((row) => subtasks.some((subtask) => isAbout(subtask, row)));
  return board.rows.slice(board.parents.length > 0 ? before.rows.length : 0);
}

function isAbout(subtask: Subtask, { item }: Row): boolean {
  if (subtask.kind !== "facts") return false;
  return subtask.items.some(({ name, url }) => (url === undefined ? name === item.name : url === item.url));
}

function layoutRow(row: Row, board: Board): string {
  const gathered = known(board);
  const cells = board.attributes.map((attribute) =>
    shortened(gathered.fact(row.item, attribute) ?? "?", VALUE_CHARACTERS),
  );
  const parent = row.parent === undefined ? [] : [row.parent.name];
  return [`${board.rows.indexOf(row) + 1} ${row.item.name}`, ...parent, ...cells].join(" | ");
}

/** Rows whose facts, or things whose lists, have not been asked for. */
function leftToAsk(board: Board): number {
  if (board.attributes.length > 0) return unasked(board).length;
  const listed = board.done.flatMap(({ subtask }) => (subtask.kind === "list" ? [subtask.phrase] : []));
  return board.parents.filter(({ name }) => !listed.some((phrase) => phrase.includes(name))).length;
}
