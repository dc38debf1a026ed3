/** @file The attributes of spans by OpenTelemetry's conventions for generative AI; what they have no name for is `wideseek.*`. */
import type { Attributes } from "@opentelemetry/api";
import type { RunEvent } from "../core/events.ts";
import type { AssistantMessage } from "../core/message.ts";
import type { Sample, Usage } from "../core/sampler.ts";
import { shortRunId } from "../run/run-id.ts";
import { type TracedModel, tracedModel } from "./model-provider.ts";

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

export const WORKFLOW: Attributes = {
  "gen_ai.operation.name": "invoke_workflow",
  "gen_ai.workflow.name": "wideseek",
};

export function runAttributes({ run, knowledgeBase, task }: EventOf<"run-start">): Attributes {
  return {
    // the whole name has words of the question
    "wideseek.run": shortRunId(run),
    "wideseek.knowledge_base": knowledgeBase,
    "wideseek.task.kind": task.kind,
  };
}

export function agentAttributes(agent: string, role: string, model: string | undefined): Attributes {
  return {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.id": agent,
    "gen_ai.agent.name": role,
    ...modelAttributes(model),
  };
}

export function chatAttributes(agent: string, turn: number, model: string | undefined): Attributes {
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.agent.id": agent,
    "wideseek.turn": turn,
    ...modelAttributes(model),
  };
}

export function toolAttributes({ agent, turn, call }: EventOf<"tool-start">): Attributes {
  return {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": call.name,
    "gen_ai.tool.call.id": call.id,
    "gen_ai.tool.type": "function",
    "gen_ai.agent.id": agent,
    "wideseek.turn": turn,
  };
}

/** `undefined`: not known, as where a run goes on. */
function modelAttributes(name: string | undefined): Attributes {
  if (name === undefined) return { "gen_ai.provider.name": "wideseek" };
  const { provider, model }: TracedModel = tracedModel(name);
  return { "gen_ai.provider.name": provider, "gen_ai.request.model": model };
}

export function usageAttributes({ promptTokens, sampledTokens, costUsd }: Usage): Attributes {
  return {
    "gen_ai.usage.input_tokens": promptTokens,
    "gen_ai.usage.output_tokens": sampledTokens,
    ...(costUsd !== undefined && { "wideseek.cost_usd": costUsd }),
  };
}

const FINISH: Readonly<Record<Sample["stop"], string>> = {
  end: "stop",
  "tool-calls": "tool_call",
  length: "length",
};

export function finishReason({ stop }: Sample): string {
  return FINISH[stop];
}

/** A message of a user, as JSON of the conventions' schema. */
export function inputMessages(text: string): string {
  return JSON.stringify([{ role: "user", parts: [{ type: "text", content: text }] }]);
}

export function outputMessages(message: AssistantMessage, finish: string): string {
  const { content, reasoning, toolCalls } = message;
  const parts = [
    ...(reasoning === undefined ? [] : [{ type: "reasoning", content: reasoning }]),
    ...(content === "" ? [] : [{ type: "text", content }]),
    ...toolCalls.map(({ id, name, arguments: text }) => ({ type: "tool_call", id, name, arguments: text })),
  ];
  return JSON.stringify([{ role: "assistant", parts, finish_reason: finish }]);
}
