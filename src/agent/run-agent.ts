/**
 * @file The agent loop, one for every agent: sample, carry out the tool calls, append the results, until the model
 * answers or something runs out.
 */
import type { Role, StopReason, ToolResult, Trajectory, Turn } from "../core/episode.ts";
import { trajectoryUsage } from "../core/episode.ts";
import { SamplerError } from "../core/errors.ts";
import type { RunEventBody } from "../core/events.ts";
import type { ToolCall } from "../core/message.ts";
import type { Sample, Sampler } from "../core/sampler.ts";
import type { Tool } from "../core/tool.ts";
import { NO_CALLS_LEFT } from "../run/agent-record.ts";
import type { Budget, Phase, StartedTurn } from "../tools/budget.ts";
import { untilAborted } from "../util/abort.ts";
import { callTool, refused } from "./call-tool.ts";
import { type Context, createContext } from "./context.ts";
import type { CoverageWatch } from "./coverage.ts";
import { foundSoFar } from "./found-so-far.ts";
import type { Phrases } from "./prompts/phrases.ts";
import { countCall, countTrajectory, countTurn } from "./resume/count.ts";
import type { RecordedTurn, Recording } from "./resume/recording.ts";
import type { Steering } from "./steering.ts";
import { type Clock, startClock, stopReasonOf, type Time } from "./stopped.ts";
import type { AgentLimits } from "./team.ts";

/** The id of the agent that gets the question and delegates. */
const FIRST_DELEGATE = "lead";

/** An agent: a model, what it is told, what it may call, and its limits. Roles differ in nothing else. */
export interface AgentSpec {
  readonly agent: string;
  readonly role: Role;
  readonly caller?: string | undefined;
  /** Id of the caller's tool call that asked for it. */
  readonly callId?: string | undefined;
  readonly sampler: Sampler;
  readonly system: string;
  /** The first user message. */
  readonly prompt: string;
  readonly subtask: string;
  readonly tools: readonly Tool[];
  readonly limits: AgentLimits;
  readonly temperature: number;
  readonly seed?: number | undefined;
  readonly phrases: Phrases;
  /** What part of the shared budget may be used for the final answer; a subagent's last words come from its notes. */
  readonly answersFrom: Phase;
  /** What is wrong with the form of an answer, to be told to the model once; `undefined` where it will do. */
  complaint(answer: string): string | undefined;
}

/** What the agents of an episode share. */
export interface EpisodeContext {
  readonly budget: Budget;
  /** What was done already, where the run goes on after it was broken off. */
  readonly recording: Recording;
  /** Gives the time of the event: milliseconds since the run began. */
  emit(event: RunEventBody): number;
  /** Follows the table while it grows. */
  readonly coverage: CoverageWatch;
  /** What the user says to the first agent. */
  readonly steering: Steering;
  /** Resolves once everything emitted is kept; calls that cost time or money wait for that. */
  kept(): Promise<void>;
}

interface Ending {
  readonly stop: StopReason;
  /** Absent where the agent ran out before it could answer. */
  readonly answer?: string | undefined;
  readonly error?: string | undefined;
}

interface AgentRun {
  readonly spec: AgentSpec;
  readonly episode: EpisodeContext;
  readonly clock: Clock;
  readonly context: Context;
  readonly turns: Turn[];
  complained: boolean;
  /** Waves of subtasks brought nothing new: it must answer. */
  isStuck: boolean;
}

/**
 * Runs one agent to its end. The trajectory says how it ended; what is thrown is a bug. When `time.work` is over
 * it may only answer; when `time.all` is over it stops at once and hands back what it has found so far. What stands in the
 * episode's recording is not done again: the same loop takes samples and results from there, and counts them.
 */
export async function runAgent(spec: AgentSpec, episode: EpisodeContext, time: Time): Promise<Trajectory> {
  const { agent, role, caller, callId, subtask, limits, sampler } = spec;
  const ended = episode.recording.ended(agent);
  if (ended !== undefined) {
    tellReport(spec, episode, ended);
    return countTrajectory(episode.budget, ended);
  }
  episode.emit({ type: "agent-start", agent, role, caller, call: callId, subtask, model: sampler.model });
  const clock = startClock(time, limits.deadlineMs, episode.recording.workedMs(agent));
  const context = createContext(
    spec.system,
    `${spec.prompt}\n\n${spec.phrases.turnHint(1, limits.maxTurns)}`,
    limits,
  );
  const run: AgentRun = { spec, episode, clock, context, turns: [], complained: false, isStuck: false };
  const ending = await takeTurns(run)
    .catch((error: unknown) => endingAfter(error, clock))
    .finally(() => clock.release());

  const { stop, error, answer = foundSoFar(run.turns) } = ending;
  const partial = ending.answer === undefined;
  const trajectory: Trajectory = { agent, role, subtask, turns: run.turns, stop, answer, partial, error };
  const usage = trajectoryUsage(trajectory);
  episode.emit({ type: "agent-end", agent, stop, partial, answer, usage, error });
  tellReport(spec, episode, trajectory);
  return trajectory;
}

/** Reports to the first agent are parts of its table. */
function tellReport({ caller }: AgentSpec, { coverage }: EpisodeContext, trajectory: Trajectory): void {
  if (caller === FIRST_DELEGATE) coverage.report(trajectory);
}

async function takeTurns(run: AgentRun): Promise<Ending> {
  const { maxTurns } = run.spec.limits;
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const ending = await takeTurn(run, turn);
    if (ending !== undefined) return ending;
  }
  return { stop: "turn-limit" };
}

/** One turn. Gives the agent's ending, or `undefined` where the next turn follows. */
async function takeTurn(run: AgentRun, turn: number): Promise<Ending | undefined> {
  const { spec, episode, context, turns } = run;
  const { agent, limits } = spec;
  const recorded = episode.recording.turn(agent, turn);
  const begun = recorded === undefined ? beginTurn(run) : beginAgain(run, recorded);
  if ("stop" in begun) return begun;
  const told = recorded?.told ?? hear(run);
  // what the user adds may be worth another wave
  run.isStuck &&= told.length === 0;
  for (const said of told) context.add({ role: "user", content: spec.phrases.said(said) });
  if (begun.squeezedBy !== undefined) context.add({ role: "user", content: spec.phrases.answerNow });

  episode.emit({
    type: "turn-start",
    agent,
    turn,
    forcedBy: begun.squeezedBy,
    ...(told.length > 0 && { told }),
  });
  const mustAnswer = begun.squeezedBy !== undefined || run.isStuck || turn === limits.maxTurns;
  const sample = recorded?.sample ?? (await takeSample(run, mustAnswer));
  begun.started.settle(sample.usage);
  context.addSample(sample);
  episode.emit({ type: "sample-end", agent, turn, sample });

  const { toolCalls } = sample.message;
  const mayCall = toolCalls.length > 0 && !mustAnswer && sample.stop !== "length";
  const results = mayCall ? await callTools(run, turn, toolCalls) : [];
  turns.push({ sample, results });
  episode.emit({ type: "turn-end", agent, turn });
  if (!mayCall) return endingOf(run, sample, { turn, squeezedBy: begun.squeezedBy });

  context.addResults(
    results.map((result) => result.message),
    spec.phrases.turnHint(turn + 1, limits.maxTurns),
  );
  tellCoverage(run);
  return undefined;
}

interface Begun {
  readonly started: StartedTurn;
  /** What forces the agent to answer in this turn; `undefined` where it may go on working. */
  readonly squeezedBy: StopReason | undefined;
}

/** After a wave of subtasks the first agent is told what is there, what is not, and whether to go on. */
function tellCoverage(run: AgentRun): void {
  if (run.spec.role === "subagent") return;
  const note = run.episode.coverage.afterWave(run.turns);
  if (note === undefined) return;
  run.context.add({ role: "user", content: note.text });
  run.isStuck = note.mustAnswer;
}

/** What the user has said since the last turn; only the agent that got the question hears it. */
function hear({ spec, episode }: AgentRun): readonly string[] {
  return spec.role === "subagent" ? [] : episode.steering.take();
}

/** Takes a turn from the budget: of its working part, else of the part kept for answers, if this agent may use it. */
function beginTurn({ spec, episode, context, clock, turns }: AgentRun): Begun | Ending {
  clock.all.throwIfAborted();
  const estimate = context.tokens;
  const squeezedBy = squeeze(clock, context);
  if (squeezedBy === undefined) {
    const started = episode.budget.startTurn("work", estimate);
    if (started !== undefined) return { started, squeezedBy: undefined };
    // an answer of an agent that has seen nothing is not worth its price
    if (turns.length === 0) return { stop: "budget" };
  }
  const started = episode.budget.startTurn(spec.answersFrom, estimate);
  return started === undefined ? { stop: "budget" } : { started, squeezedBy: squeezedBy ?? "budget" };
}

/** A turn that was taken before, whatever of time and budget is left now. */
function beginAgain({ episode }: AgentRun, { forcedBy }: RecordedTurn): Begun {
  return { started: countTurn(episode.budget), squeezedBy: forcedBy };
}

function squeeze(clock: Clock, context: Context): StopReason | undefined {
  if (clock.work.aborted) return stopReasonOf(clock.work);
  return context.isFull() ? "token-limit" : undefined;
}

async function takeSample({ spec, episode, context, clock }: AgentRun, mustAnswer: boolean): Promise<Sample> {
  await episode.kept();
  const sampling = spec.sampler.sample({
    messages: context.messages,
    tools: spec.tools,
    toolChoice: mustAnswer ? "none" : "auto",
    maxTokens: context.turnTokens(),
    temperature: spec.temperature,
    seed: spec.seed,
    signal: clock.all,
  });
  return untilAborted(sampling, clock.all);
}

/** All calls of a turn run at once, up to the limit; results keep the order of the calls. */
async function callTools(
  { spec, episode, clock }: AgentRun,
  turn: number,
  calls: readonly ToolCall[],
): Promise<ToolResult[]> {
  const { agent, limits, tools } = spec;
  await episode.kept();
  return Promise.all(
    calls.map((call, index) => {
      const isTooMany = index >= limits.maxCallsPerTurn;
      const recorded = episode.recording.result(agent, turn, call.id);
      return recorded === undefined ? make(call, isTooMany) : repeat(call, isTooMany, recorded);
    }),
  );

  async function make(call: ToolCall, isTooMany: boolean): Promise<ToolResult> {
    const startedAt = performance.now();
    episode.emit({ type: "tool-start", agent, turn, call });
    const result = await carryOut(call, isTooMany);
    for (const page of result.pages) episode.emit({ type: "page-read", agent, call: call.id, page });
    const elapsedMs = performance.now() - startedAt;
    const { message, usage } = result;
    if (usage !== undefined) episode.budget.spend(usage);
    const at = episode.emit({
      type: "tool-end",
      agent,
      turn,
      message,
      ...(usage && { usage }),
      elapsedMs,
    });
    return { ...result, at };
  }

  async function carryOut(call: ToolCall, isTooMany: boolean): Promise<ToolResult> {
    if (isTooMany) {
      return refused(
        call,
        `At most ${limits.maxCallsPerTurn} tool calls in one turn. Call again in the next.`,
      );
    }
    if (!episode.budget.takeToolCall()) return refused(call, NO_CALLS_LEFT);
    return callTool(tools, call, clock.work);
  }

  /** A call that had ended. Its subagents count themselves, and take the numbers that later ones must not have. */
  async function repeat(call: ToolCall, isTooMany: boolean, recorded: ToolResult): Promise<ToolResult> {
    if (!isTooMany) countCall(episode.budget, recorded);
    if (recorded.subagents.length > 0) await callTool(tools, call, clock.work);
    return recorded;
  }
}

/** What a turn without tool results means: an answer, one more chance, or the end. */
function endingOf(run: AgentRun, { message, stop }: Sample, last: LastTurn): Ending | undefined {
  const outOfLimits = last.squeezedBy ?? (stop === "length" ? "token-limit" : "turn-limit");
  if (message.toolCalls.length > 0 || stop === "length") return { stop: outOfLimits };
  const answer = message.content.trim();
  const isLast = last.squeezedBy !== undefined || last.turn === run.spec.limits.maxTurns;
  if (!isLast && (hasMoreToHear(run) || mendable(run, answer))) return undefined;
  return answer === "" ? { stop: outOfLimits } : { stop: last.squeezedBy ?? "answered", answer };
}

/** The user said something while it wrote its answer. */
function hasMoreToHear({ spec, episode }: AgentRun): boolean {
  return spec.role !== "subagent" && episode.steering.hasNew;
}

interface LastTurn {
  readonly turn: number;
  readonly squeezedBy: StopReason | undefined;
}

/** Tells the model what is wrong with its answer: each time it is empty, once when its form is wrong. */
function mendable(run: AgentRun, answer: string): boolean {
  const { phrases } = run.spec;
  const complaint = answer === "" ? phrases.emptyReply : run.spec.complaint(answer);
  if (complaint === undefined || (answer !== "" && run.complained)) return false;
  run.complained ||= answer !== "";
  run.context.add({ role: "user", content: complaint });
  return true;
}

function endingAfter(error: unknown, clock: Clock): Ending {
  if (clock.all.aborted) return { stop: stopReasonOf(clock.all) };
  if (error instanceof SamplerError) return { stop: "failed", error: error.message };
  throw error;
}
