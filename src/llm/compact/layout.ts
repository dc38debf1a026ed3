/**
 * @file How messages look to the compact policy. Nothing is decided here: links get numbers, what was found is laid out in
 * lines, long texts are cut. Every line begins with a space, so that a name has the same tokens wherever it stands.
 */
import type { Message, ToolMessage } from "../../core/message.ts";
import { turnsLeftIn, withoutHint } from "../demonstrator/reading/hint.ts";
import { type Hit, type Opened, readToolResult } from "../demonstrator/reading/tool-results.ts";
import { readSubtask } from "../demonstrator/writing/subtask.ts";
import { known, type Row } from "./board.ts";
import { numberOf } from "./desk.ts";
import { afterMessage, type State } from "./state.ts";

const SNIPPET_WORDS = 12;

/** Of a page that is a list, what stands between the links is cut to this. */
const BETWEEN_LINKS_WORDS = 12;
const PAGE_CHARACTERS = 1_500;
const VALUE_CHARACTERS = 40;
const MOST_ROWS = 24;

/** The first message: what the agent is asked. */
export function layoutTask({ asked, subtask, columns, role }: State): string {
  if (role !== "subagent" || subtask === undefined) {
    const wanted = columns === undefined ? [] : [`columns ${columns.join(" | ")}`];
    return lines([oneLine(asked), ...wanted]);
  }
  const again = subtask.again ? "again " : "";
  switch (subtask.kind) {
    case "list": {
      const first = subtask.limit === undefined ? [] : [`first ${subtask.limit}`];
      return lines([`${again}list ${subtask.phrase}`, ...first]);
    }
    case "find":
      return lines([`${again}find ${subtask.noun} whose ${subtask.attribute} is ${subtask.value}`]);
    case "facts": {
      const items = subtask.items.map(({ name, url }, index) => (url ? `${index + 1} ${name}` : name));
      return lines([`${again}facts ${subtask.attributes.join("; ")}`, ...items]);
    }
  }
}

/** The messages after the agent's own last one, `state` being that before them. */
export function layoutMessages(state: State, messages: readonly Message[]): string {
  let before = state;
  const texts: string[] = [];
  for (const message of messages) {
    const after = afterMessage(before, message);
    texts.push(layoutMessage(message, before, after));
    before = after;
  }
  const isLast = messages.some((message) => turnsLeftIn(message.content) === 1);
  return lines([...texts, ...(isLast ? ["last turn"] : [])]);
}

function layoutMessage(message: Message, before: State, after: State): string {
  if (message.role !== "tool") return shortened(oneLine(withoutHint(message.content)), 60);
  if (message.isError) return shortened(oneLine(withoutHint(message.content)), 100);
  const { searches, pages, delegated } = readToolResult(message);
  if (delegated.length > 0) return layoutReports(message, before, after);
  const found = searches.flatMap(({ query, hits }) => hits.map((hit) => layoutHit(hit, query, after)));
  const read = pages.map((page) => layoutPage(page, after));
  return [...found, ...read].join("\n ") || "nothing";
}

function layoutHit({ title, url, snippet }: Hit, query: string, { desk }: State): string {
  return `${numberOf(desk, url)} ${title}: ${fittingPart(snippet, query)}`;
}

/** The words of a snippet from the first one on that the query has too, as a search page shows them. */
function fittingPart(snippet: string, query: string): string {
  const words = oneLine(withoutLinks(snippet)).split(" ");
  const wanted = new Set(query.toLowerCase().split(" "));
  const last = Math.max(0, words.length - SNIPPET_WORDS);
  const bare = (word: string) => word.toLowerCase().replace(/[.,;:!?()]+$/, "");
  const rare = words.findIndex((word) => /\d|^[A-Z]{2,}/.test(word) && wanted.has(bare(word)));
  const start = rare < 0 ? 0 : Math.min(Math.max(0, rare - SNIPPET_WORDS / 2), last);
  return words.slice(start, start + SNIPPET_WORDS).join(" ");
}

function layoutPage({ title, url, text }: Opened, { desk }: State): string {
  if (title === undefined) return "no page";
  const numbered = text.replace(LINK, (_, name: string, target: string) => {
    const number = numberOf(desk, target);
    return number === 0 ? "" : `${number} ${name}`;
  });
  const body = numbered
    .slice(0, PAGE_CHARACTERS)
    .split("\n")
    .map((line) => line.replace(/^[-*]\s*/, "").trim());
  const links = text.match(LINK)?.length ?? 0;
  const isList = links > LINKS_OF_AN_ARTICLE;
  const shown = body.filter((line) => line !== "" && !/^[|\s:-]+$/.test(line));
  const cut = isList ? shown.map((line) => line.split(" ").slice(0, BETWEEN_LINKS_WORDS).join(" ")) : shown;
  return [`page ${numberOf(desk, url)} ${title}`, ...cut, ...(isList ? [`${links} links`] : [])].join("\n ");
}

/** A page with more links is a list. */
const LINKS_OF_AN_ARTICLE = 3;

const LINK = /\[([^\]\n]+)\]\((\S+?)\)/g;

function withoutLinks(text: string): string {
  return text.replace(LINK, "$1");
}

/** The rows that the reports are about, with what is known of them; `?` is what was asked and not found. */
function layoutReports(message: ToolMessage, before: State, after: State): string {
  const { board } = after;
  const asked = readToolResult(message).delegated.map(({ subtask }) => readSubtask(subtask));
  const isFacts = asked.some((subtask) => subtask?.kind === "facts");
  const rows = isFacts
    ? board.rows.filter((row) => asked.some((subtask) => isAbout(subtask, row)))
    : board.rows;
  const fresh = isFacts
    ? rows
    : rows.slice(before.board.rows.length === board.rows.length ? 0 : firstNew(before, after));
  const shown = fresh.slice(0, MOST_ROWS).map((row) => layoutRow(row, after));
  const rest = fresh.length > MOST_ROWS ? [`${fresh.length - MOST_ROWS} more`] : [];
  const left = leftToAsk(after);
  return [...shown, ...rest, ...(left > 0 ? [`left ${left}`] : [])].join("\n ") || "nothing";
}

/** Rows that are added to those of the same kind are shown once. */
function firstNew(before: State, { board }: State): number {
  return board.parents.length > 0 ? before.board.rows.length : 0;
}

function isAbout(subtask: ReturnType<typeof readSubtask>, { item }: Row): boolean {
  return (
    subtask?.kind === "facts" &&
    subtask.items.some(({ name, url }) => (url === undefined ? name === item.name : url === item.url))
  );
}

function layoutRow(row: Row, { board }: State): string {
  const gathered = known(board);
  const number = board.rows.indexOf(row) + 1;
  const cells = board.attributes.map((attribute) =>
    shortened(gathered.fact(row.item, attribute) ?? "?", VALUE_CHARACTERS),
  );
  return [`${number} ${row.item.name}`, ...(row.parent ? [row.parent.name] : []), ...cells].join(" | ");
}

/** How many rows or lists have not been asked for, of those that the last wave began with. */
function leftToAsk({ board }: State): number {
  const gathered = known(board);
  if (board.attributes.length > 0) {
    return board.rows.filter(({ item }) =>
      board.attributes.some((attribute) => gathered.timesStudied(item, attribute) === 0),
    ).length;
  }
  const listed = board.done.flatMap(({ subtask }) => (subtask.kind === "list" ? [subtask.phrase] : []));
  return board.parents.filter(({ name }) => !listed.some((phrase) => phrase.includes(name))).length;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => ` ${text}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
