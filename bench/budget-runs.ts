/** @file Runs with random ceilings, each watched call by call: what it used, and what was in flight when the ceiling was reached. */
import { recordingOf } from "../src/agent/resume/recording.ts";
import { runTask } from "../src/agent/run-task.ts";
import { teamSettings } from "../src/agent/team.ts";
import type { RunEvent, RunResult } from "../src/core/events.ts";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import type { ToolMessage } from "../src/core/message.ts";
import type { SampleRequest, Sampler, Usage } from "../src/core/sampler.ts";
import type { Task } from "../src/core/task.ts";
import { costUsd } from "../src/llm/prices.ts";
import { estimatePromptTokens } from "../src/llm/prompt-tokens.ts";
import { NO_CALLS_LEFT } from "../src/run/agent-record.ts";
import type { BudgetLimits } from "../src/tools/budget.ts";
import { random } from "../src/util/random.ts";
import { estimateTokens } from "../src/util/token-estimate.ts";

export type Kind = keyof BudgetLimits;
const KINDS: readonly Kind[] = ["tokens", "costUsd", "toolCalls", "turns"];

export interface World {
  readonly model: Sampler;
  readonly knowledgeBase: KnowledgeBase;
  readonly tasks: readonly Task[];
  /** Subagents at once, at least: some models play only a team. */
  readonly leastSubagents: number;
}

export interface BudgetRun {
  readonly seed: number;
  readonly kind: Kind;
  readonly ceiling: number;
  /** Of the limited kind. */
  readonly used: number;
  /** Calls under way when the ceiling was reached, that one included, and what they used in all; 0 where it was not reached. */
  readonly callsInFlight: number;
  readonly inFlight: number;
  /** Model calls that began after the ceiling was reached. */
  readonly callsAfter: number;
  readonly isResumed: boolean;
  readonly result: RunResult;
}

/** No more than the calls in flight over its ceiling, and a table with columns. */
export function isKept({ kind, used, ceiling, inFlight, callsAfter, result }: BudgetRun): boolean {
  const isCounted = kind === "turns" || kind === "toolCalls";
  const most = isCounted ? ceiling : Math.max(ceiling, ceiling + inFlight);
  return used <= most * (1 + 1e-9) && callsAfter === 0 && (result.table?.columns.length ?? 0) > 0;
}

/** Every third run is broken off at a random event and gone on with; every fourth is two levels deep, every fifth has summaries. */
export async function runWithCeiling(
  seed: number,
  { model, knowledgeBase, tasks, leastSubagents }: World,
): Promise<BudgetRun> {
  const next = random(seed);
  const task = tasks[Math.floor(next() * tasks.length)];
  const kind = KINDS[seed % KINDS.length];
  if (task === undefined || kind === undefined) throw new Error("There is no task.");
  const ceiling = ceilingOf(kind, next());
  const team = teamSettings.parse({
    maxSubagents: Math.max(leastSubagents, Math.floor(next() * 12)),
    depth: seed % 4 === 3 ? 2 : 1,
    access: { condense: seed % 5 === 4 ? "summary" : "excerpt" },
    budget: { [kind]: ceiling },
  });
  const meter = createMeter(priced(summarising(model)), kind, ceiling);
  const events: RunEvent[] = [];
  const run = (recorded: readonly RunEvent[]) =>
    runTask(task, {
      run: "budget",
      team,
      samplers: { lead: meter.model, subagent: meter.model },
      knowledgeBase,
      emit: (event) => events.push(event),
      recording: recorded.length > 0 ? recordingOf(recorded) : undefined,
    });
  let finished = await run([]);
  const isResumed = seed % 3 === 2;
  if (isResumed) {
    const kept = events.slice(0, 1 + Math.floor(next() * (events.length - 1)));
    events.splice(0, events.length, ...kept);
    meter.begin(kept);
    finished = await run(kept);
  }
  const { result } = finished;
  return { seed, kind, ceiling, used: usedIn(events, kind), ...meter.crossing(), isResumed, result };
}

/** From what does not reach for a first answer to what nearly any question needs, evenly in the logarithm. */
function ceilingOf(kind: Kind, share: number): number {
  const between = (least: number, most: number) => least * (most / least) ** share;
  if (kind === "tokens") return Math.round(between(200, 100_000));
  if (kind === "costUsd") return between(0.0005, 0.2);
  return Math.round(between(1, 80));
}

const PRICE = { input: 1, output: 4, cacheRead: 0.1 };

/** The model with a price, and a cache that gives back what an agent's earlier turns have sent. */
function priced(model: Sampler): Sampler {
  return {
    model: model.model,
    sample: async (request) => {
      const sample = await model.sample(request);
      const { promptTokens, sampledTokens } = sample.usage;
      const isFirst = request.messages.length <= 2;
      const cacheReadTokens = isFirst ? 0 : Math.floor(promptTokens / 2);
      const tokens = { promptTokens, sampledTokens, cacheReadTokens, cacheWriteTokens: 0 };
      return { ...sample, usage: { promptTokens, sampledTokens, costUsd: costUsd(PRICE, tokens) } };
    },
  };
}

/** Asked for the summary of a page, it gives the page, and counts as if it had written it. */
function summarising(model: Sampler): Sampler {
  return {
    model: model.model,
    sample: async (request) => {
      if (request.tools.length > 0) return model.sample(request);
      const content = request.messages.at(-1)?.content.replace(/⟦[^⟧]*⟧/gu, "") ?? "";
      const promptTokens = estimatePromptTokens(request);
      return {
        message: { role: "assistant", content, toolCalls: [] },
        stop: "end",
        usage: { promptTokens, sampledTokens: estimateTokens(content) },
      };
    },
  };
}

function createMeter(model: Sampler, kind: Kind, ceiling: number) {
  const open = new Set<SampleRequest>();
  let spent = 0;
  let watched: Set<SampleRequest> | undefined;
  let callsInFlight = 0;
  let inFlight = 0;
  let callsAfter = 0;
  const isCounted = kind === "turns" || kind === "toolCalls";
  const sample: Sampler["sample"] = async (request) => {
    if (watched !== undefined) callsAfter += 1;
    open.add(request);
    const made = await model.sample(request);
    const amount = isCounted ? 0 : amountOf(made.usage, kind);
    spent += amount;
    if (!isCounted && watched === undefined && spent >= ceiling) {
      watched = new Set(open);
      callsInFlight = open.size;
    }
    if (watched?.has(request)) inFlight += amount;
    open.delete(request);
    return made;
  };
  return {
    model: { model: model.model, sample },
    /** What was done before counts; the rest is forgotten. */
    begin: (events: readonly RunEvent[]) => {
      spent = usedIn(events, kind);
      watched = !isCounted && spent >= ceiling ? new Set() : undefined;
      [callsInFlight, inFlight, callsAfter] = [0, watched === undefined ? 0 : spent - ceiling, 0];
    },
    crossing: () => ({ callsInFlight, inFlight, callsAfter }),
  };
}

function usedIn(events: readonly RunEvent[], kind: Kind): number {
  return events.reduce((sum, event) => {
    if (event.type === "sample-end") return sum + amountOf(event.sample.usage, kind);
    if (event.type !== "tool-end") return sum;
    if (kind === "toolCalls") return sum + (isRefused(event.message) ? 0 : 1);
    return sum + (event.usage === undefined ? 0 : amountOf(event.usage, kind, 0));
  }, 0);
}

function isRefused({ isError, content }: ToolMessage): boolean {
  return isError && (content.includes(NO_CALLS_LEFT) || content.includes("At most"));
}

/** `turns`: what a call of a model counts as a turn. */
function amountOf(
  { promptTokens, sampledTokens, costUsd: dollars = 0 }: Usage,
  kind: Kind,
  turns = 1,
): number {
  if (kind === "tokens") return promptTokens + sampledTokens;
  if (kind === "costUsd") return dollars;
  return kind === "turns" ? turns : 0;
}
