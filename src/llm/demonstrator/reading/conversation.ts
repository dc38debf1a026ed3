/** @file What stands in an agent's context: what it was asked, what it did, and what came back. */
import { z } from "zod";
import type { AssistantMessage, Message } from "../../../core/message.ts";
import type { SampleRequest } from "../../../core/sampler.ts";
import { parseJson } from "../../../util/parse-json.ts";
import { turnsLeftIn, withoutHint } from "./hint.ts";
import type { Delegated, Found, Opened } from "./tool-results.ts";
import { readToolResult } from "./tool-results.ts";

export interface Conversation {
  readonly system: string;
  /** The question, or for a subagent its subtask. */
  readonly asked: string;
  /** The question a subtask belongs to. Absent: this agent was asked by the user. */
  readonly mainTask?: string | undefined;
  /** The columns the user fixed, as the user wrote them. */
  readonly columns?: readonly string[] | undefined;
  /** A preview: the table has at most so many rows. */
  readonly maxRows?: number | undefined;
  readonly searches: readonly Found[];
  readonly pages: readonly Opened[];
  readonly delegated: readonly Delegated[];
  /** Turns left with this one, where a hint says so. */
  readonly turnsLeft?: number | undefined;
  /** The most tool calls in one turn, where the system prompt says so. */
  readonly callsPerTurn?: number | undefined;
}

const PART = /^(main task|主任务|subtask|子任务|columns|列|plan|计划)\s*[:：]\s*/i;
const MOST_ROWS = /^- (?:at most|最多)\s*(\d+)\s*(?:rows|行)/im;
const CALLS_PER_TURN = /up to (\d+) tool calls?|最多可以调用\s*(\d+)\s*次/;

/** Calls that failed twice count as made in vain, so that none is made for ever. */
export function readConversation({ messages }: SampleRequest): Conversation {
  const user = messages.find((message) => message.role === "user")?.content ?? "";
  const system = messages.find((message) => message.role === "system")?.content ?? "";
  const results = messages.filter((message) => message.role === "tool" && !message.isError);
  const read = results.flatMap((message) => (message.role === "tool" ? [readToolResult(message)] : []));
  const [, english, chinese] = CALLS_PER_TURN.exec(system) ?? [];
  const perTurn = english ?? chinese;
  const searches = read.flatMap((result) => result.searches);
  const pages = read.flatMap((result) => result.pages);
  const triedTwice = repeated(messages);
  const known = new Set([...searches.map(({ query }) => query), ...pages.map(({ url }) => url)]);
  const inVain = triedTwice.filter(({ text }) => !known.has(text));
  return {
    system,
    ...readParts(user),
    searches: [
      ...searches,
      ...inVain.flatMap(({ is, text }) => (is === "query" ? [{ query: text, hits: [] }] : [])),
    ],
    pages: [...pages, ...inVain.flatMap(({ is, text }) => (is === "url" ? [{ url: text, text: "" }] : []))],
    delegated: read.flatMap((result) => result.delegated),
    turnsLeft: turnsLeft(messages),
    callsPerTurn: perTurn === undefined ? undefined : Math.max(1, Number(perTurn)),
  };
}

/** The user's message: paragraphs with a name in front, and the rest of them. */
function readParts(user: string): Pick<Conversation, "asked" | "mainTask" | "columns" | "maxRows"> {
  const parts = new Map<string, string>();
  const rest: string[] = [];
  for (const paragraph of withoutHint(user).split(/\n\s*\n/)) {
    const name = PART.exec(paragraph.trim())?.[1]?.toLowerCase();
    if (name === undefined) rest.push(paragraph.trim());
    else parts.set(name, paragraph.trim().replace(PART, ""));
  }
  const maxRows = MOST_ROWS.exec(parts.get("plan") ?? parts.get("计划") ?? "")?.[1];
  const columns = parts.get("columns") ?? parts.get("列");
  return {
    asked: parts.get("subtask") ?? parts.get("子任务") ?? rest.join("\n").trim(),
    mainTask: parts.get("main task") ?? parts.get("主任务"),
    columns: columns
      ?.split("|")
      .map((column) => column.trim())
      .filter((column) => column !== ""),
    maxRows: maxRows === undefined ? undefined : Number(maxRows),
  };
}

/** What a call searches for or opens. */
interface Target {
  readonly is: "query" | "url";
  readonly text: string;
}

function repeated(messages: readonly Message[]): readonly Target[] {
  const tried = new Set<string>();
  const again = new Map<string, Target>();
  for (const message of messages) {
    if (message.role !== "assistant") continue;
    for (const target of targetsOf(message)) {
      if (tried.has(target.text)) again.set(target.text, target);
      tried.add(target.text);
    }
  }
  return [...again.values()];
}

const target = z.object({ query: z.string().optional(), url: z.string().optional() });
const call = target.extend({ queries: z.array(target).default([]), urls: z.array(target).default([]) });

const cache = new WeakMap<AssistantMessage, readonly Target[]>();

function targetsOf(message: AssistantMessage): readonly Target[] {
  const known = cache.get(message);
  if (known !== undefined) return known;
  const targets = message.toolCalls.flatMap(({ arguments: text }): readonly Target[] => {
    const parsed = call.safeParse(parseJson(text));
    if (!parsed.success) return [];
    return [parsed.data, ...parsed.data.queries, ...parsed.data.urls].flatMap(({ query, url }) => [
      ...(query === undefined ? [] : [{ is: "query" as const, text: query }]),
      ...(url === undefined ? [] : [{ is: "url" as const, text: url }]),
    ]);
  });
  cache.set(message, targets);
  return targets;
}

function turnsLeft(messages: readonly Message[]): number | undefined {
  for (const message of [...messages].reverse()) {
    const left = turnsLeftIn(message.content);
    if (left !== undefined) return left;
  }
  return undefined;
}
