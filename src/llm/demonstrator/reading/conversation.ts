/** @file What stands in an agent's context: what it was asked, what it did, and what came back. */
import { z } from "zod";
import type { Message, ToolCall } from "../../../core/message.ts";
import type { SampleRequest } from "../../../core/sampler.ts";
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
  readonly searches: readonly Found[];
  readonly pages: readonly Opened[];
  readonly delegated: readonly Delegated[];
  /** How often each query and URL was tried, whatever came of it. */
  readonly tried: ReadonlyMap<string, number>;
  /** Number of tool calls so far. */
  readonly calls: number;
  /** Number of tool results that were errors. */
  readonly errors: number;
  /** Turns left with this one, where a hint says so. */
  readonly turnsLeft?: number | undefined;
  /** The most tool calls in one turn, where the system prompt says so. */
  readonly callsPerTurn?: number | undefined;
}

const PART = /^(main task|主任务|subtask|子任务|columns|列)\s*[:：]\s*/i;
const CALLS_PER_TURN = /up to (\d+) tool calls?|最多可以调用\s*(\d+)\s*次/;

const callShape = z.object({
  query: z.string().optional(),
  url: z.string().optional(),
  queries: z.array(z.object({ query: z.string() })).optional(),
  urls: z.array(z.object({ url: z.string() })).optional(),
});

export function readConversation({ messages }: SampleRequest): Conversation {
  const user = messages.find((message) => message.role === "user")?.content ?? "";
  const system = messages.find((message) => message.role === "system")?.content ?? "";
  const results = messages.filter((message) => message.role === "tool");
  const read = results.filter((result) => !result.isError).map(readToolResult);
  const calls = messages.flatMap((message) => (message.role === "assistant" ? message.toolCalls : []));
  const [, english, chinese] = CALLS_PER_TURN.exec(system) ?? [];
  const perTurn = english ?? chinese;
  return {
    system,
    ...readParts(user),
    searches: read.flatMap((result) => result.searches),
    pages: read.flatMap((result) => result.pages),
    delegated: read.flatMap((result) => result.delegated),
    tried: countTried(calls),
    calls: calls.length,
    errors: results.filter((result) => result.isError).length,
    turnsLeft: turnsLeft(messages),
    callsPerTurn: perTurn === undefined ? undefined : Math.max(1, Number(perTurn)),
  };
}

function readParts(user: string): Pick<Conversation, "asked" | "mainTask" | "columns"> {
  const parts = new Map<string, string>();
  const rest: string[] = [];
  for (const paragraph of withoutHint(user).split(/\n\s*\n/)) {
    const name = PART.exec(paragraph.trim())?.[1]?.toLowerCase();
    if (name === undefined) rest.push(paragraph.trim());
    else parts.set(name, paragraph.trim().replace(PART, ""));
  }
  const columns = parts.get("columns") ?? parts.get("列");
  return {
    asked: parts.get("subtask") ?? parts.get("子任务") ?? rest.join("\n").trim(),
    mainTask: parts.get("main task") ?? parts.get("主任务"),
    columns: columns
      ?.split("|")
      .map((column) => column.trim())
      .filter((column) => column !== ""),
  };
}

function countTried(calls: readonly ToolCall[]): ReadonlyMap<string, number> {
  const tried = new Map<string, number>();
  for (const key of calls.flatMap(keysOf)) tried.set(key, (tried.get(key) ?? 0) + 1);
  return tried;
}

function keysOf(call: ToolCall): readonly string[] {
  const parsed = callShape.safeParse(parseJson(call.arguments));
  if (!parsed.success) return [];
  const { query, url, queries = [], urls = [] } = parsed.data;
  const single = [query, url].filter((text) => text !== undefined);
  return [...single, ...queries.map((one) => one.query), ...urls.map((one) => one.url)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function turnsLeft(messages: readonly Message[]): number | undefined {
  for (const message of [...messages].reverse()) {
    const left = turnsLeftIn(message.content);
    if (left !== undefined) return left;
  }
  return undefined;
}
