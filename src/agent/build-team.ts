/** @file A team as data: what the lead agent, its subagents and a single agent are told and may call. */
import type { Role, Trajectory } from "../core/episode.ts";
import type { Plan } from "../core/plan.ts";
import type { Sampler } from "../core/sampler.ts";
import type { Task } from "../core/task.ts";
import type { Tool } from "../core/tool.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { boxedAnswer } from "../table/short-answer.ts";
import { accessTool } from "../tools/access.ts";
import { Admission } from "../tools/admission.ts";
import { callSubagentTool, type Delegate } from "../tools/call-subagent.ts";
import type { KnowledgeBaseWithTools } from "../tools/knowledge-base-with-tools.ts";
import { searchTool } from "../tools/search.ts";
import { untilAborted } from "../util/abort.ts";
import { estimateTokens } from "../util/token-estimate.ts";
import { choosePhrases } from "./prompts/choose-phrases.ts";
import type { ToolBlanks } from "./prompts/phrases.ts";
import { type AgentSpec, type EpisodeContext, runAgent } from "./run-agent.ts";
import type { AgentLimits, TeamSettings } from "./team.ts";

/** One model for both roles, or one for each. A single agent is a lead without subagents. */
export interface Samplers {
  readonly lead: Sampler;
  readonly subagent: Sampler;
}

interface TeamParts {
  readonly task: Task;
  readonly settings: TeamSettings;
  readonly samplers: Samplers;
  /** What the first agent follows, as the user approved it. */
  readonly plan?: Plan | undefined;
  /** Search and access; made once, for a thousand subagents may share them. */
  readonly readingTools: readonly Tool[];
}

/** The agent that gets the question: a lead agent with its team, or a single agent where `maxSubagents` is 0. */
export function firstAgent(parts: TeamParts, episode: EpisodeContext): AgentSpec {
  const { task, settings, samplers, plan } = parts;
  const { temperature, seed } = settings;
  const phrases = choosePhrases(task.language);
  const isSingle = settings.maxSubagents === 0;
  const role = isSingle ? "single" : "lead";
  const limits = within(settings[role], samplers.lead, role);
  const blanks = toolBlanks(settings, limits.maxCallsPerTurn);
  const columns = task.kind === "wide" ? task.columns : undefined;
  return {
    agent: role,
    role,
    sampler: samplers.lead,
    system: isSingle ? phrases.single(task.kind, blanks) : phrases.lead(task.kind, blanks),
    prompt: [phrases.question(task.question, columns), plan === undefined ? "" : phrases.plan(plan)]
      .filter((part) => part !== "")
      .join("\n\n"),
    subtask: task.question,
    tools: isSingle
      ? parts.readingTools
      : [delegation(parts, episode, { agent: "lead", depth: settings.depth })],
    limits,
    temperature,
    seed,
    phrases,
    answersFrom: "answer",
    complaint: (answer) => (hasForm(task.kind, answer) ? undefined : phrases.wrongForm(task.kind)),
  };
}

/** The limits of the team, or those of the model where they are lower. */
function within(limits: AgentLimits, { limits: own }: Sampler, role: Role): AgentLimits {
  const most = own?.[role];
  if (most === undefined) return limits;
  return {
    ...limits,
    maxTurns: Math.min(limits.maxTurns, most.maxTurns),
    maxContextTokens: Math.min(limits.maxContextTokens, most.maxContextTokens),
    maxTurnTokens: Math.min(limits.maxTurnTokens, most.maxTurnTokens),
  };
}

/** An agent that delegates, and how many levels of subagents it may have below it. */
interface Caller {
  readonly agent: string;
  readonly depth: number;
}

function delegation(parts: TeamParts, episode: EpisodeContext, caller: Caller): Tool {
  const { task, settings } = parts;
  const { maxCallsPerTurn } = settings.subagent;
  // the same for all subagents of the caller, of which there may be a thousand
  const system = choosePhrases(task.language).subagent(
    toolBlanks(settings, maxCallsPerTurn),
    caller.depth > 1,
  );
  const admission = new Admission(episode.budget);
  let called = 0;
  const delegate: Delegate = (subtasks, { signal, callId }) => {
    const time = { work: signal, all: signal };
    const first = called + 1;
    called += subtasks.length;
    return Promise.all(
      subtasks.map(async (subtask, index): Promise<Trajectory> => {
        const agent = `${caller.agent}.${first + index}`;
        const run = (context: EpisodeContext) =>
          runAgent(subagent(parts, context, { agent, subtask, caller, callId, system }), context, time);
        if (caller.depth > 1) return run(inherited(episode, subtasks.length));
        if (episode.recording.ended(agent) !== undefined) return run(episode);
        const prompt = choosePhrases(task.language).subtask(task.question, subtask);
        const entering = admission.enter(estimateTokens(system) + estimateTokens(prompt));
        const admitted = await untilAborted(entering, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
          return undefined;
        });
        if (admitted === undefined) return run(episode);
        const trajectory = await run({ ...episode, budget: admitted.budget });
        admitted.leave(trajectory.stop === "answered");
        return trajectory;
      }),
    );
  };
  return callSubagentTool(delegate, settings.maxSubagents, settings.wire);
}

interface Called {
  readonly agent: string;
  readonly subtask: string;
  readonly caller: Caller;
  readonly callId: string;
  readonly system: string;
}

/** Subagents that may delegate get an equal share of what is left, so that none can spend what its siblings need. */
function inherited(episode: EpisodeContext, siblings: number): EpisodeContext {
  return { ...episode, budget: episode.budget.inherit(1 / siblings) };
}

function subagent(
  parts: TeamParts,
  episode: EpisodeContext,
  { agent, subtask, caller, callId, system }: Called,
): AgentSpec {
  const { task, settings, samplers } = parts;
  const { temperature, seed } = settings;
  const limits = within(settings.subagent, samplers.subagent, "subagent");
  const phrases = choosePhrases(task.language);
  const depth = caller.depth - 1;
  const mayDelegate = depth > 0;
  return {
    agent,
    role: "subagent",
    caller: caller.agent,
    callId,
    sampler: samplers.subagent,
    system,
    prompt: phrases.subtask(task.question, subtask),
    subtask,
    tools: [...parts.readingTools, ...(mayDelegate ? [delegation(parts, episode, { agent, depth })] : [])],
    limits,
    temperature,
    seed,
    phrases,
    answersFrom: "work",
    complaint: () => undefined,
  };
}

/** The tools that read a knowledge base, and those of the user beside them; `sampler` writes summaries of pages, if they are wanted. They hold no state, so any number of agents may share them. */
export function readingTools(
  knowledgeBase: KnowledgeBaseWithTools,
  { search, access, wire }: TeamSettings,
  sampler: Sampler,
): readonly Tool[] {
  return [
    searchTool(knowledgeBase, search, wire),
    accessTool(knowledgeBase, { settings: access, wire, sampler }),
    ...(knowledgeBase.tools ?? []),
  ];
}

function toolBlanks({ wire, maxSubagents }: TeamSettings, maxCallsPerTurn: number): ToolBlanks {
  return {
    delegate: wire === "paper" ? "call_subagent" : "create_sub_agents",
    maxSubagents,
    maxCallsPerTurn,
  };
}

function hasForm(kind: Task["kind"], answer: string): boolean {
  return (kind === "wide" ? parseMarkdownTable(answer) : boxedAnswer(answer)) !== undefined;
}
