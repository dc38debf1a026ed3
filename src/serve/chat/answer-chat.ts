/** @file A run as the reply to a chat: whole, or with what its agents do while it goes on. */
import type { ServerResponse } from "node:http";
import { pageReads } from "../../core/episode.ts";
import { SamplerError } from "../../core/errors.ts";
import type { FinishedRun, RunEvent } from "../../core/events.ts";
import { exportTable } from "../../export/export-table.ts";
import { exportedRun } from "../../export/exported-run.ts";
import { checkedResult } from "../../service/runs/checked-result.ts";
import type { LiveRun } from "../../service/runs/live-runs.ts";
import { errorReply } from "../api/error-reply.ts";
import { jsonReply, type Reply } from "../http/refusal.ts";
import type { ChatCompletion, ChatRequest } from "./chat-shapes.ts";

interface Waiting {
  /** How long nothing may be sent. */
  readonly restMs: number;
  /** Aborted when the client has hung up. */
  readonly signal: AbortSignal;
}

export async function answerChat(live: LiveRun, chat: ChatRequest, waiting: Waiting): Promise<Reply> {
  if (chat.stream === true) return streamed(live, chat, waiting);
  return jsonReply(200, await completionOf(live, chat));
}

async function completionOf(live: LiveRun, { model }: ChatRequest): Promise<ChatCompletion> {
  const finished = await live.ended;
  const { result } = finished;
  const content = await textOf(live, finished);
  const finish_reason = finishReason(result);
  return {
    ...headOf(live, model),
    object: "chat.completion",
    choices: [
      { index: 0, message: { role: "assistant", content, refusal: null }, finish_reason, logprobs: null },
    ],
    usage: usageOf(result),
  };
}

function streamed(live: LiveRun, chat: ChatRequest, waiting: Waiting): Reply {
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
    body: (response) => stream(response, { live, chat, waiting }),
  };
}

interface Streaming {
  readonly live: LiveRun;
  readonly chat: ChatRequest;
  readonly waiting: Waiting;
}

async function stream(response: ServerResponse, { live, chat, waiting }: Streaming): Promise<void> {
  response.on("error", () => undefined);
  const send = (data: unknown) =>
    response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  const head = { ...headOf(live, chat.model), object: "chat.completion.chunk" };
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    send({ ...head, choices: [{ index: 0, delta, finish_reason, logprobs: null }] });
  chunk({ role: "assistant", content: "" });
  const rest = setInterval(() => response.write(": nothing new\n\n"), waiting.restMs);
  const leave = live.watch(0, (event) => {
    const line = progressLine(event);
    if (line !== undefined) chunk({ reasoning_content: `${line}\n` });
  });
  try {
    const finished = await live.ended;
    const { result } = finished;
    for (const line of (await textOf(live, finished)).split(/(?<=\n)/u)) chunk({ content: line });
    chunk({}, finishReason(result));
    if (chat.stream_options?.include_usage) send({ ...head, choices: [], usage: usageOf(result) });
    send("[DONE]");
  } catch (error) {
    // the head is long gone: clients read an error from the stream too
    const { body } = errorReply(error);
    if (typeof body === "string") send(body);
  } finally {
    clearInterval(rest);
    leave();
    response.end();
  }
}

/** What is worth telling while the run goes on: what is being looked for, and how far it is. */
function progressLine(event: RunEvent): string | undefined {
  if (event.type === "agent-start" && event.caller !== undefined) return `${event.agent}: ${event.subtask}`;
  if (event.type === "agent-end" && event.agent.includes(".")) return `${event.agent}: ${event.stop}`;
  return undefined;
}

/** Throws `SamplerError` where the run failed with nothing to show. */
async function textOf({ run, config }: LiveRun, { result, episode }: FinishedRun): Promise<string> {
  const isEmpty = result.table === undefined && result.answer === "";
  if (result.stop === "failed" && isEmpty) throw new SamplerError(result.error ?? "The run failed.");
  const exported = exportedRun({ run, config }, checkedResult(result, pageReads(episode), false));
  const { body } = await exportTable(exported, "markdown", { strict: false, language: config.task.language });
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function headOf({ run, config }: LiveRun, model: string) {
  return { id: `chatcmpl-${run}`, created: Math.floor(Date.parse(config.startedAt) / 1_000), model };
}

function finishReason({ stop }: FinishedRun["result"]): "stop" | "length" {
  return stop === "answered" ? "stop" : "length";
}

function usageOf({ usage: { promptTokens, sampledTokens } }: FinishedRun["result"]) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: sampledTokens,
    total_tokens: promptTokens + sampledTokens,
  };
}
