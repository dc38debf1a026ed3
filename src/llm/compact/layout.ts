/**
 * @file How messages look to the compact policy. Nothing is decided here: links get numbers, what was found is laid out in
 * lines, long texts are cut. Every line begins with a space, so that a name has the same tokens wherever it stands.
 */
import type { Message } from "../../core/message.ts";
import { turnsLeftIn, withoutHint } from "../demonstrator/reading/hint.ts";
import { type Hit, type Opened, readToolResult } from "../demonstrator/reading/tool-results.ts";
import { numberOf } from "./desk.ts";
import { layoutReports } from "./layout-reports.ts";
import { shortened } from "./shortened.ts";
import { afterMessage, type State } from "./state.ts";

const SNIPPET_WORDS = 12;

/** Of a page that is a list, what stands between the links is cut to this. */
const BETWEEN_LINKS_WORDS = 12;
const PAGE_CHARACTERS = 1_500;

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
  if (delegated.length > 0) return layoutReports(delegated, before, after);
  const found = searches.flatMap(({ query, hits }) => hits.map((hit) => layoutHit(hit, query, after)));
  const read = pages.map((page) => layoutPage(page, after));
  return [...found, ...read].join("\n ") || "nothing";
}

function layoutHit({ title, url, snippet }: Hit, query: string, { desk }: State): string {
  return `${numberOf(desk, url)} ${title}: ${fittingPart(snippet, query)}`;
}

/** A few words of a snippet, around the first number or code that the query names too, as a search page shows them. */
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

function lines(texts: readonly string[]): string {
  return texts.map((text) => ` ${text}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
