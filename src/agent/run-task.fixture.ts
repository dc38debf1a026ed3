/** @file A knowledge base of three countries and teams that play a script on it, for the tests of the runtime. */
import { trajectories } from "../core/episode.ts";
import type { RunEvent } from "../core/events.ts";
import type { KnowledgeBase, Page } from "../core/knowledge-base.ts";
import type { SampleRequest, Sampler } from "../core/sampler.ts";
import type { Task, WideTask } from "../core/task.ts";
import { type ScriptedReply, scripted } from "../llm/scripted.ts";
import { type RunTaskOptions, runTask } from "./run-task.ts";
import { teamSettings } from "./team.ts";

const PAGES: readonly Page[] = ["Peru:Lima", "Chile:Santiago", "Bolivia:Sucre"].map((pair) => {
  const [name = "", capital = ""] = pair.split(":");
  return {
    url: `seed://country/${name}`,
    title: name,
    text: `${name} is a country. Its capital is ${capital}.`,
  };
});

export const knowledgeBase: KnowledgeBase = {
  name: "three countries",
  search: async ({ query, limit }) =>
    PAGES.filter((page) => page.text.includes(query))
      .slice(0, limit)
      .map(({ url, title, text }) => ({ url, title, text, score: 1 })),
  access: async (url) => PAGES.find((page) => page.url === url),
  close: async () => undefined,
};

export const task: WideTask = {
  id: "t1",
  kind: "wide",
  question: "Capitals of Peru, Chile and Bolivia?",
  language: "en",
  columns: ["Country", "Capital"],
};

export const TABLE =
  "```markdown\n| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Santiago |\n```";

export const NEVER = new Promise<never>(() => undefined);

function isSubagent(request: SampleRequest): boolean {
  return request.tools.some((tool) => tool.name === "search");
}

export function turnOf(request: SampleRequest): number {
  return 1 + request.messages.filter((message) => message.role === "assistant").length;
}

export function lastText(request: SampleRequest): string {
  return request.messages.at(-1)?.content ?? "";
}

export function delegate(...subtasks: readonly string[]): ScriptedReply {
  return { content: "I split the work.", toolCalls: [{ name: "call_subagent", arguments: { subtasks } }] };
}

export function access(name: string): ScriptedReply {
  return { toolCalls: [{ name: "access", arguments: { url: `seed://country/${name}` } }] };
}

/** A team whose lead and subagents play their own parts. */
export function team(parts: {
  lead: (request: SampleRequest, turn: number) => ScriptedReply | Promise<ScriptedReply>;
  subagent?: (request: SampleRequest, turn: number) => ScriptedReply | Promise<ScriptedReply>;
}): Sampler {
  return scripted((request) => {
    const play = isSubagent(request) ? (parts.subagent ?? parts.lead) : parts.lead;
    return play(request, turnOf(request));
  });
}

interface Run extends Partial<Omit<RunTaskOptions, "team" | "samplers">> {
  readonly settings?: unknown;
  readonly task?: Task;
  /** The subagents' model, where it is not the lead agent's. */
  readonly subagent?: Sampler;
}

export async function run(sampler: Sampler, { settings = {}, subagent = sampler, ...options }: Run = {}) {
  const events: RunEvent[] = [];
  const finished = await runTask(options.task ?? task, {
    run: "r1",
    team: teamSettings.parse(settings),
    samplers: { lead: sampler, subagent },
    knowledgeBase,
    emit: (event) => events.push(event),
    ...options,
  });
  return { ...finished, events, all: trajectories(finished.episode) };
}

export function subtaskOf(request: SampleRequest): string {
  const prompt = request.messages[1]?.content ?? "";
  return /Subtask: (.*)/.exec(prompt)?.[1] ?? "";
}
