/** @file A run's events as spans: the run, its agents, their model calls and tool calls, each under what called it. */
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { RunEvent, RunResult } from "../core/events.ts";
import { tracedModel } from "./model-provider.ts";
import * as attributes from "./span-attributes.ts";

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

export interface RunSpansOptions {
  readonly tracer: Tracer;
  /** When the run began, in milliseconds since 1970. */
  readonly begunAt: number;
  readonly capturesContent: boolean;
}

interface OpenAgent {
  readonly span: Span;
  readonly model: string | undefined;
  /** The model call that it waits for. */
  chat?: Span | undefined;
}

interface OpenTool {
  readonly span: Span;
  pages: number;
}

/** One run. Of a run that goes on only what is done now becomes spans; what hangs on earlier agents gets new ones. */
export class RunSpans {
  readonly #options: RunSpansOptions;
  readonly #agents = new Map<string, OpenAgent>();
  readonly #tools = new Map<string, OpenTool>();
  #run: Span | undefined;
  #lastAt = 0;

  constructor(options: RunSpansOptions) {
    this.#options = options;
  }

  /** Events in the order they happen. */
  record(event: RunEvent): void {
    this.#lastAt = Math.max(this.#lastAt, event.at);
    switch (event.type) {
      case "run-start":
        this.#startRun(event);
        break;
      case "agent-start":
        this.#startAgent(event);
        break;
      case "turn-start":
        this.#startChat(event);
        break;
      case "sample-end":
        this.#endChat(event);
        break;
      case "tool-start":
        this.#startTool(event);
        break;
      case "page-read":
        this.#countPage(event);
        break;
      case "tool-end":
        this.#endTool(event);
        break;
      case "agent-end":
        this.#endAgent(event);
        break;
      case "run-end":
        this.#endRun(event.result, event.at);
        break;
      case "steer":
        this.#noteSteer(event);
        break;
      case "turn-end":
      case "coverage":
        break;
    }
  }

  /** Ends what is still open: the run was broken off. */
  close(): void {
    const open = [...this.#tools.values(), ...this.#agents.values()];
    for (const { span } of open) this.#fail(span, "broken_off", this.#lastAt);
    for (const { chat } of this.#agents.values()) if (chat) this.#fail(chat, "broken_off", this.#lastAt);
    if (this.#run !== undefined) this.#fail(this.#run, "broken_off", this.#lastAt);
    this.#tools.clear();
    this.#agents.clear();
    this.#run = undefined;
  }

  #startRun(event: EventOf<"run-start">): void {
    const run = this.#runSpan(event.at);
    run.setAttributes(attributes.runAttributes(event));
    this.#content(run, "gen_ai.input.messages", () => attributes.inputMessages(event.task.question));
  }

  /** That of a run that goes on begins now. */
  #runSpan(at: number): Span {
    this.#run ??= this.#start("invoke_workflow wideseek", at, ROOT_CONTEXT, SpanKind.INTERNAL).setAttributes(
      attributes.WORKFLOW,
    );
    return this.#run;
  }

  #startAgent({ agent, role, caller, call, subtask, model, at }: EventOf<"agent-start">): void {
    const tool = caller === undefined ? undefined : this.#tools.get(toolKey(caller, call ?? ""));
    const parent = tool?.span ?? (caller === undefined ? undefined : this.#agents.get(caller)?.span);
    const span = this.#openAgent(agent, { role, model, at, parent }).span;
    this.#content(span, "gen_ai.input.messages", () => attributes.inputMessages(subtask));
  }

  #openAgent(
    agent: string,
    {
      role,
      model,
      at,
      parent,
    }: { role: string; model?: string | undefined; at: number; parent?: Span | undefined },
  ): OpenAgent {
    const span = this.#start(
      `invoke_agent ${role}`,
      at,
      this.#under(parent ?? this.#runSpan(at)),
      SpanKind.INTERNAL,
    );
    span.setAttributes(attributes.agentAttributes(agent, role, model));
    const open: OpenAgent = { span, model };
    this.#agents.set(agent, open);
    return open;
  }

  /** An agent that began before this process did is opened now, under the agent that its name says called it. */
  #agent(agent: string, at: number): OpenAgent {
    const known = this.#agents.get(agent);
    if (known !== undefined) return known;
    const dot = agent.lastIndexOf(".");
    const parent = dot === -1 ? undefined : this.#agent(agent.slice(0, dot), at).span;
    return this.#openAgent(agent, { role: dot === -1 ? "lead" : "subagent", at, parent });
  }

  #startChat({ agent, turn, at }: EventOf<"turn-start">): void {
    const open = this.#agent(agent, at);
    const { model } = open;
    const traced = model === undefined ? undefined : tracedModel(model);
    const kind = traced?.isHere === false ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const name = traced === undefined ? "chat" : `chat ${traced.model}`;
    open.chat = this.#start(name, at, this.#under(open.span), kind);
    open.chat.setAttributes(attributes.chatAttributes(agent, turn, model));
  }

  #endChat({ agent, sample, at }: EventOf<"sample-end">): void {
    const open = this.#agents.get(agent);
    const chat = open?.chat;
    if (open === undefined || chat === undefined) return;
    const finish = attributes.finishReason(sample);
    chat.setAttributes(attributes.usageAttributes(sample.usage));
    chat.setAttribute("gen_ai.response.finish_reasons", [finish]);
    this.#content(chat, "gen_ai.output.messages", () => attributes.outputMessages(sample.message, finish));
    chat.end(this.#time(at));
    open.chat = undefined;
  }

  #startTool(event: EventOf<"tool-start">): void {
    const { agent, call, at } = event;
    const parent = this.#under(this.#agent(agent, at).span);
    const span = this.#start(`execute_tool ${call.name}`, at, parent, SpanKind.INTERNAL);
    span.setAttributes(attributes.toolAttributes(event));
    this.#content(span, "gen_ai.tool.call.arguments", () => call.arguments);
    this.#tools.set(toolKey(agent, call.id), { span, pages: 0 });
  }

  #countPage({ agent, call = "" }: EventOf<"page-read">): void {
    const tool = this.#tools.get(toolKey(agent, call));
    if (tool !== undefined) tool.pages += 1;
  }

  #endTool({ agent, message, usage, at }: EventOf<"tool-end">): void {
    const key = toolKey(agent, message.toolCallId);
    const tool = this.#tools.get(key);
    if (tool === undefined) return;
    const { span, pages } = tool;
    if (pages > 0) span.setAttribute("wideseek.pages", pages);
    if (usage !== undefined) span.setAttributes(attributes.usageAttributes(usage));
    this.#content(span, "gen_ai.tool.call.result", () => message.content);
    if (message.isError) this.#fail(span, "tool_error", at);
    else span.end(this.#time(at));
    this.#tools.delete(key);
  }

  #endAgent({ agent, stop, partial, answer, usage, error, at }: EventOf<"agent-end">): void {
    const open = this.#agents.get(agent);
    if (open === undefined) return;
    const { span, chat } = open;
    if (chat !== undefined) this.#fail(chat, stop === "failed" ? "sampler_error" : stop, at, error);
    span.setAttributes({
      ...attributes.usageAttributes(usage),
      "wideseek.stop": stop,
      "wideseek.partial": partial,
    });
    this.#content(span, "gen_ai.output.messages", () => answerMessage(answer));
    if (stop === "failed") this.#fail(span, "sampler_error", at, error);
    else span.end(this.#time(at));
    this.#agents.delete(agent);
  }

  #endRun({ stop, usage, agents, table, answer, error }: RunResult, at: number): void {
    const run = this.#runSpan(at);
    run.setAttributes({
      ...attributes.usageAttributes(usage),
      "wideseek.stop": stop,
      "wideseek.agents": agents,
    });
    if (table !== undefined) run.setAttribute("wideseek.rows", table.cells.length);
    this.#content(run, "gen_ai.output.messages", () => answerMessage(answer));
    if (stop === "failed") this.#fail(run, "sampler_error", at, error);
    else run.end(this.#time(at));
    this.#run = undefined;
    this.close();
  }

  #noteSteer({ text, at }: EventOf<"steer">): void {
    const content = this.#options.capturesContent ? { "wideseek.text": text } : {};
    this.#run?.addEvent("steer", content, this.#time(at));
  }

  #start(name: string, at: number, parent: Context, kind: SpanKind): Span {
    return this.#options.tracer.startSpan(name, { kind, startTime: this.#time(at) }, parent);
  }

  #under(span: Span): Context {
    return trace.setSpan(ROOT_CONTEXT, span);
  }

  /** A date, because numbers before this process began would count as times since then. */
  #time(at: number): Date {
    return new Date(this.#options.begunAt + at);
  }

  #content(span: Span, name: string, text: () => string): void {
    if (this.#options.capturesContent) span.setAttribute(name, text());
  }

  #fail(span: Span, type: string, at: number, message?: string): void {
    span.setAttribute("error.type", type);
    span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    span.end(this.#time(at));
  }
}

/** Ids of calls are unique within a turn, and calls of one turn end before the next begins. */
function toolKey(agent: string, call: string): string {
  return `${agent} ${call}`;
}

function answerMessage(text: string): string {
  return attributes.outputMessages({ role: "assistant", content: text, toolCalls: [] }, "stop");
}
