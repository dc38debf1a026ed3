/**
 * @file From the actions of the compact policy to the message of an agent: numbers become URLs, `facts` one subtask a row,
 * `table` the rows of the board. What is written out here needs no decision; every decision stands in the actions.
 */
import type { AssistantMessage } from "../../core/message.ts";
import { writeMarkdownTable } from "../../table/write-markdown.ts";
import type { Item } from "../demonstrator/reading/list-items.ts";
import { writeFacts, writeFound, writeList } from "../demonstrator/writing/report.ts";
import { type Subtask, writeSubtask } from "../demonstrator/writing/subtask.ts";
import { type Call, writeCall } from "../demonstrator/writing/wire.ts";
import type { Action } from "./actions.ts";
import { afterActions, isForEach, known, lacking, phraseFor, unasked, unlisted } from "./board.ts";
import { linkOf, listOn, openedPage } from "./desk.ts";
import { afterTurn, type State } from "./state.ts";
import { tableOf } from "./table-of.ts";

const SEARCH_HITS = 5;

/** `text` is what the model wrote, `turn` counts from 1. Actions that cannot be carried out leave the text as the message. */
export function expand(
  text: string,
  actions: readonly Action[],
  { state, turn }: { readonly state: State; readonly turn: number },
): AssistantMessage {
  const said = text.trim();
  const calls = state.role === "lead" ? delegations(actions, state) : readings(actions, state);
  if (calls.length > 0) {
    const toolCalls = calls
      .map((call, index) => writeCall(state.toolbox, call, `call_${turn}_${index + 1}`))
      .filter((call) => call !== undefined);
    return { role: "assistant", content: said, toolCalls };
  }
  const answer = state.role === "subagent" ? report(actions, state) : finalText(actions, state);
  return { role: "assistant", content: answer ?? said, toolCalls: [] };
}

function delegations(actions: readonly Action[], state: State): readonly Call[] {
  const subtasks = subtasksOf(actions, state).slice(0, state.toolbox.maxSubtasks);
  return subtasks.length === 0 ? [] : [{ tool: "delegate", subtasks: subtasks.map(writeSubtask) }];
}

/** The subtasks that the actions ask for, in the order of the rows. */
export function subtasksOf(actions: readonly Action[], state: State): readonly Subtask[] {
  const board = afterActions(state.board, actions);
  const limit = actions.find((action) => action.is === "first")?.count;
  return actions.flatMap((action): readonly Subtask[] => {
    switch (action.is) {
      case "list":
        return isForEach(action)
          ? unlisted(board, action.phrase).map((item) => ({
              kind: "list",
              phrase: phraseFor(action.phrase, item),
              limit,
            }))
          : [
              {
                kind: "list",
                phrase: action.phrase,
                limit,
                ...again(known(board).timesAsked(action.phrase)),
              },
            ];
      case "find":
        return [{ kind: "find", noun: action.noun, attribute: action.attribute, value: action.value }];
      case "facts":
        return unasked(board).map((row) => ({
          kind: "facts",
          items: [row.item],
          attributes: lacking(board, row),
        }));
      case "again":
        return board.rows
          .filter((row) => lacking(board, row).length > 0)
          .map((row) => ({ kind: "facts", items: [row.item], attributes: lacking(board, row), again: true }));
      default:
        return [];
    }
  });
}

function again(timesAsked: number): { readonly again?: true } {
  return timesAsked > 0 ? { again: true } : {};
}

function readings(actions: readonly Action[], { desk, asked, subtask }: State): readonly Call[] {
  const lookFor = subtask?.kind === "facts" ? subtask.attributes.join(", ") : asked;
  return actions.flatMap((action): readonly Call[] => {
    if (action.is === "search") return [{ tool: "search", query: action.query, count: SEARCH_HITS }];
    if (action.is !== "open") return [];
    return action.numbers.flatMap((number): readonly Call[] => {
      const url = linkOf(desk, number)?.url ?? `number ${number}`;
      return [{ tool: "access", url, lookFor }];
    });
  });
}

/** A subagent's report; `undefined` where the actions make none. */
function report(actions: readonly Action[], state: State): string | undefined {
  const { desk, subtask } = state;
  const [first] = actions;
  if (first === undefined) return undefined;
  if (first.is === "items") {
    const limit = actions.find((action) => action.is === "first")?.count;
    const lists = first.numbers.flatMap((number) => {
      const page = openedPage(desk, linkOf(desk, number)?.url ?? "");
      return page === undefined ? [] : [writeList(page.title ?? "", page.url, listOn(page).slice(0, limit))];
    });
    return lists.length === 0 ? undefined : lists.join("\n\n");
  }
  if (first.is === "found") {
    const link = linkOf(desk, first.number);
    return link && writeFound({ name: link.title, url: link.url });
  }
  if (first.is === "nothing") return `Nothing found: ${state.asked.split("\n")[0] ?? ""}`;
  const facts = actions.flatMap((action) => (action.is === "fact" ? [action] : []));
  const item = subtask?.kind === "facts" ? reportedItem(subtask.items[0], state) : undefined;
  if (facts.length === 0 || item === undefined) return undefined;
  const values = new Map(
    facts.filter(({ value }) => value !== "?").map((fact) => [fact.attribute, fact.value]),
  );
  const attributes = [...new Set(facts.map(({ attribute }) => attribute))];
  return writeFacts([{ item, values }], attributes);
}

/** The thing as its page calls it; where it came without a page, the page that was opened first. */
function reportedItem(item: Item | undefined, { desk }: State): Item | undefined {
  const page = desk.pages.find(({ url, title }) => title !== undefined && (item?.url ?? url) === url);
  return page?.title === undefined ? item : { name: page.title, url: page.url };
}

function finalText(actions: readonly Action[], state: State): string | undefined {
  const after = afterTurn(state, actions);
  for (const action of actions) {
    if (action.is === "unknown") return NOT_KNOWN;
    if (action.is === "answer") return `\\boxed{${valueFor(action.text, after)}}`;
    if (action.is === "table") {
      const table = writeMarkdownTable(tableOf(actions, after));
      return `\`\`\`markdown\n${table.trim()}\n\`\`\``;
    }
  }
  return undefined;
}

/** What the policy says of a question it cannot answer. */
const NOT_KNOWN =
  "I found nothing that answers this: I know the seed knowledge base only (countries, cities, airports, subdivisions, " +
  "currencies, languages, chemical elements, stars, constellations, deep-sky objects, licences, programming languages).";

/** The value of a column of the last row, or the text itself where there is no such column. */
function valueFor(text: string, { board }: State): string {
  const row = board.rows.at(-1);
  return (row && known(board).fact(row.item, text)) ?? text;
}
