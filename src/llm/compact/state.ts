/** @file What an agent of the compact policy has in front of it, replayed from its conversation. */
import type { Message, ToolMessage } from "../../core/message.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import type { Done } from "../demonstrator/policy/gathered.ts";
import { readConversation } from "../demonstrator/reading/conversation.ts";
import type { Item } from "../demonstrator/reading/list-items.ts";
import { readToolResult } from "../demonstrator/reading/tool-results.ts";
import { readReport } from "../demonstrator/writing/report.ts";
import { readSubtask, type Subtask } from "../demonstrator/writing/subtask.ts";
import { openToolbox, type Toolbox } from "../demonstrator/writing/wire.ts";
import { type Action, readActions } from "./actions.ts";
import { afterActions, afterReports, type Board, distinct, EMPTY_BOARD, type Row } from "./board.ts";
import { type Desk, EMPTY_DESK, linkOf, listOn, openedPage, withHits, withLinks, withPage } from "./desk.ts";

export interface State {
  readonly role: "lead" | "subagent" | "single";
  readonly kind: "wide" | "deep";
  /** The question or the subtask, as it was asked. */
  readonly asked: string;
  /** A subagent's subtask, where it is in the words of a lead agent of this policy or of the demonstrator. */
  readonly subtask?: Subtask | undefined;
  readonly columns?: readonly string[] | undefined;
  /** Turns left, the next one included. */
  readonly turnsLeft?: number | undefined;
  readonly toolbox: Toolbox;
  readonly desk: Desk;
  readonly board: Board;
}

/** The state before the first turn. */
export function initialState(request: SampleRequest): State {
  const { system, asked, mainTask, columns, turnsLeft } = readConversation(request);
  const toolbox = openToolbox(request.tools);
  const subtask = mainTask === undefined ? undefined : readSubtask(asked);
  const links = subtask?.kind === "facts" ? subtask.items.flatMap(toLink) : [];
  return {
    role: mainTask === undefined ? roleOf(toolbox) : "subagent",
    kind: system.includes("\\boxed") ? "deep" : "wide",
    asked,
    subtask,
    columns,
    turnsLeft: request.toolChoice === "none" ? 1 : turnsLeft,
    toolbox,
    desk: withLinks(EMPTY_DESK, links),
    board: EMPTY_BOARD,
  };
}

function roleOf({ delegate }: Toolbox): State["role"] {
  return delegate === undefined ? "single" : "lead";
}

function toLink({ name, url }: Item) {
  return url === undefined ? [] : [{ url, title: name }];
}

/** The state after one more message. Only the policy's own turns and the results of its calls change it. */
export function afterMessage(state: State, message: Message): State {
  if (message.role === "assistant") return afterTurn(state, readActions(message.content));
  return message.role === "tool" && !message.isError ? afterResult(state, message) : state;
}

/** The state after the agent's own actions, before their results. */
export function afterTurn(state: State, actions: readonly Action[]): State {
  const noted = state.role === "single" ? withNotes(state, actions) : state;
  return { ...noted, board: afterActions(noted.board, actions) };
}

function afterResult(state: State, message: ToolMessage): State {
  const { searches, pages, delegated } = readToolResult(message);
  const hits = searches.flatMap((search) => search.hits);
  const done = delegated.flatMap(({ subtask, report }): readonly Done[] => {
    const read = readSubtask(subtask);
    return read === undefined ? [] : [{ subtask: read, report: readReport(report) }];
  });
  const desk = pages.reduce(withPage, withHits(state.desk, hits));
  return { ...state, desk, board: done.length === 0 ? state.board : afterReports(state.board, done) };
}

/** What a single agent notes down for itself: the items of a list page, and facts of the thing it reads about. */
function withNotes(state: State, actions: readonly Action[]): State {
  const first = actions.find((action) => action.is === "first")?.count;
  const rows = actions.flatMap((action) => rowsFrom(state, action, first));
  const listed = rows.length === 0 ? state.board : withRows(state.board, rows);
  const facts = actions.flatMap((action) => (action.is === "fact" ? [action] : []));
  const item = currentItem({ ...state, board: listed });
  if (facts.length === 0 || item === undefined) return { ...state, board: listed };
  const attributes = facts.map(({ attribute }) => attribute);
  const values = new Map(
    facts.filter(({ value }) => value !== "?").map((fact) => [fact.attribute, fact.value]),
  );
  const done: Done = {
    subtask: { kind: "facts", items: [item], attributes },
    report: { titles: [], items: [], facts: [{ item, values }] },
  };
  const board = afterActions(listed, [{ is: "facts", attributes }]);
  const own = board.rows.length === 0 ? [{ item }] : board.rows;
  return { ...state, board: { ...board, rows: own, done: [...board.done, done] } };
}

function rowsFrom(state: State, action: Action, first: number | undefined): readonly Row[] {
  if (action.is === "items") return rowsOn(state, action, first);
  const link = action.is === "found" ? linkOf(state.desk, action.number) : undefined;
  return link === undefined ? [] : [{ item: { name: link.title, url: link.url } }];
}

function rowsOn(
  { desk }: State,
  { numbers, of }: Extract<Action, { is: "items" }>,
  first: number | undefined,
): readonly Row[] {
  const parent = of === undefined ? undefined : linkOf(desk, of);
  const items = numbers.flatMap((number) => {
    const page = openedPage(desk, linkOf(desk, number)?.url ?? "");
    return page === undefined ? [] : listOn(page).slice(0, first);
  });
  return items.map((item) => ({
    item,
    ...(parent !== undefined && { parent: { name: parent.title, url: parent.url } }),
  }));
}

/** Rows that belong to something are added to their like; others begin anew. */
function withRows(board: Board, rows: readonly Row[]): Board {
  const kept = rows.some(({ parent }) => parent !== undefined) ? board.rows.filter((row) => row.parent) : [];
  return { ...board, rows: distinct([...kept, ...rows]), attributes: [] };
}

/** The row whose page was opened last; where none was, the page that was opened first. */
function currentItem({ desk, board }: State): Item | undefined {
  const byUrl = new Map(board.rows.map(({ item }) => [item.url ?? item.name, item]));
  const rows = desk.pages.flatMap((page) => byUrl.get(page.url) ?? byUrl.get(page.title ?? "") ?? []);
  const row = rows.at(-1);
  if (row !== undefined) return row;
  const page = desk.pages.findLast(({ title }) => title !== undefined);
  return page?.title === undefined ? undefined : { name: page.title, url: page.url };
}
