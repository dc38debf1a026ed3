/** @file What an agent that answers knows: the rows of its table, and the facts about them. */
import { type Done, type Gathered, gather } from "../demonstrator/policy/gathered.ts";
import type { Item } from "../demonstrator/reading/list-items.ts";
import type { Action } from "./actions.ts";

/** A row, and the thing it belongs to where the rows come from the lists of several things. */
export interface Row {
  readonly item: Item;
  readonly parent?: Item | undefined;
}

export interface Board {
  readonly rows: readonly Row[];
  /** The things for each of which a list is to be found; empty where the rows are not made that way. */
  readonly parents: readonly Item[];
  /** What has been asked about the rows, in the order it was first asked. */
  readonly attributes: readonly string[];
  /** All subtasks so far with their reports. */
  readonly done: readonly Done[];
}

export const EMPTY_BOARD: Board = { rows: [], parents: [], attributes: [], done: [] };

export function known(board: Board): Gathered {
  return gather(board.done);
}

/** The phrase of the list of one thing: `cities of *` becomes `cities of Peru`. */
export function phraseFor(phrase: string, { name }: Item): string {
  return phrase.replace("*", name);
}

/** What an agent's actions make of the board before anything is asked. */
export function afterActions(board: Board, actions: readonly Action[]): Board {
  return actions.reduce(afterAction, board);
}

function afterAction(board: Board, action: Action): Board {
  switch (action.is) {
    case "about":
      return {
        ...board,
        rows: action.names.map((name) => ({ item: { name } })),
        parents: [],
        attributes: [],
      };
    case "rows":
      return { ...board, rows: valuesOf(board, action.column), parents: [], attributes: [] };
    case "facts":
      return { ...board, attributes: [...new Set([...board.attributes, ...action.attributes])] };
    case "list":
      return isForEach(action) && board.parents.length === 0
        ? { ...board, parents: board.rows.map(({ item }) => item), rows: [], attributes: [] }
        : board;
    default:
      return board;
  }
}

export function isForEach({ phrase }: { readonly phrase: string }): boolean {
  return phrase.includes("*");
}

/** The distinct values of a column, each with the row it came from. */
function valuesOf(board: Board, column: string): readonly Row[] {
  const gathered = known(board);
  const rows = board.rows.flatMap(({ item }): readonly Row[] => {
    const name = gathered.fact(item, column);
    return name === undefined ? [] : [{ item: { name }, parent: item }];
  });
  return distinct(rows);
}

/** The board with the reports of a wave of subtasks. */
export function afterReports(board: Board, done: readonly Done[]): Board {
  const all: Board = { ...board, done: [...board.done, ...done] };
  const listed = done.filter(({ subtask }) => subtask.kind === "list");
  const found = done.filter(({ subtask }) => subtask.kind === "find").flatMap(({ report }) => report.items);
  if (found.length > 0) return { ...all, rows: found.map((item) => ({ item })), attributes: [] };
  if (listed.length === 0) return all;
  if (board.parents.length === 0) {
    const items = listed.flatMap(({ report }) => report.items);
    return { ...all, rows: distinct(items.map((item) => ({ item }))), attributes: [] };
  }
  return {
    ...all,
    rows: distinct([...board.rows, ...listed.flatMap((one) => rowsUnder(board.parents, one))]),
  };
}

function rowsUnder(parents: readonly Item[], { subtask, report }: Done): readonly Row[] {
  const phrase = subtask.kind === "list" ? subtask.phrase : "";
  const named = parents.filter(({ name }) => phrase.includes(name));
  const [parent] = named.sort((left, right) => right.name.length - left.name.length);
  return report.items.map((item) => ({ item, parent }));
}

export function distinct(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.item.url ?? row.item.name, row])).values()];
}

/** The rows of which not everything has been asked that is asked of rows. */
export function unasked(board: Board): readonly Row[] {
  const gathered = known(board);
  return board.rows.filter(({ item }) =>
    board.attributes.some((attribute) => gathered.timesStudied(item, attribute) === 0),
  );
}

/** The things of which no list has been asked yet. */
export function unlisted(board: Board, phrase: string): readonly Item[] {
  const gathered = known(board);
  return board.parents.filter((item) => gathered.timesAsked(phraseFor(phrase, item)) === 0);
}

/** What has been asked about a row and not been found. */
export function lacking(board: Board, { item }: Row): readonly string[] {
  const gathered = known(board);
  return board.attributes.filter((attribute) => gathered.fact(item, attribute) === undefined);
}
