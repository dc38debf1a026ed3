/**
 * @file The reviser: the lead agent of a revision. It has the sources that are in question read again, asks subagents for just the
 * picked cells, and answers with a table of those. It knows the work and what stands in its context, and asks no model.
 */
import { z } from "zod";
import type { AssistantMessage, Message, ToolCall } from "../../core/message.ts";
import type { SampleRequest, Sampler } from "../../core/sampler.ts";
import { NO_USAGE } from "../../core/sampler.ts";
import { writeMarkdownTable } from "../../table/write-markdown.ts";
import { parseJson } from "../../util/parse-json.ts";
import { withoutHint } from "../demonstrator/reading/hint.ts";
import { openToolbox, writeCall } from "../demonstrator/writing/wire.ts";
import { foundTable, nextStep, type RevisionNotes, type RevisionStep } from "./progress.ts";
import { READ_AGAIN } from "./read-again.ts";
import type { RevisionWork } from "./revision-work.ts";

/** As the run's record names it. */
const REVISER = "reviser";

/** Pages of one call: a call is what a killed run does again. */
const PAGES_PER_CALL = 10;
/** The most calls of one turn. */
export const CALLS_PER_TURN = 10;

/** The same work and messages always give the same reply. It costs nothing, and never throws but for an aborted signal. */
export function createReviser(work: RevisionWork): Sampler {
  return {
    model: REVISER,
    async sample(request) {
      request.signal?.throwIfAborted();
      const notes = notesIn(request.messages);
      const mayCall = request.toolChoice === "auto" && !wasRefused(request.messages);
      const step: RevisionStep = mayCall
        ? nextStep(work, notes, openToolbox(request.tools).maxSubtasks)
        : { kind: "done" };
      const toolCalls = callsFor(step, request);
      const content = toolCalls.length > 0 ? sayingOf(step) : answerOf(work, notes);
      request.onText?.(content);
      return {
        message: { role: "assistant", content, toolCalls },
        stop: toolCalls.length > 0 ? "tool-calls" : "end",
        usage: NO_USAGE,
      };
    },
  };
}

function answerOf(work: RevisionWork, notes: RevisionNotes): string {
  return `\`\`\`markdown\n${writeMarkdownTable(foundTable(work, notes))}\n\`\`\``;
}

function callsFor(step: RevisionStep, { tools, messages }: SampleRequest): readonly ToolCall[] {
  const turn = messages.filter(({ role }) => role === "assistant").length + 1;
  const id = (index: number) => `call_${turn}_${index + 1}`;
  if (step.kind === "done") return [];
  if (step.kind === "read again") {
    const calls = Math.min(CALLS_PER_TURN, Math.ceil(step.urls.length / PAGES_PER_CALL));
    return Array.from({ length: calls }, (_, index) => ({
      id: id(index),
      name: READ_AGAIN,
      arguments: JSON.stringify({
        urls: step.urls.slice(index * PAGES_PER_CALL, (index + 1) * PAGES_PER_CALL),
      }),
    }));
  }
  const toolbox = openToolbox(tools);
  const subtasks = step.subtasks.slice(0, toolbox.maxSubtasks);
  const call = writeCall(toolbox, { tool: "delegate", subtasks }, id(0));
  return call === undefined ? [] : [call];
}

function sayingOf(step: RevisionStep): string {
  if (step.kind === "read again") return `I read ${counted(step.urls.length, "page")} again.`;
  return step.kind === "delegate"
    ? `I ask for what is wanted: ${counted(step.subtasks.length, "subtask")}.`
    : "";
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A call of the last turn could not be carried out, as nothing is left to carry it out with. */
function wasRefused(messages: readonly Message[]): boolean {
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  return messages.slice(last + 1).some((message) => message.role === "tool" && message.isError);
}

function notesIn(messages: readonly Message[]): RevisionNotes {
  const results = new Map(
    messages.flatMap((message) =>
      message.role === "tool" && !message.isError ? [[message.toolCallId, message.content] as const] : [],
    ),
  );
  const made = messages.flatMap((message) => (message.role === "assistant" ? callsOf(message) : []));
  const done = made.flatMap((call) => {
    const content = results.get(call.id);
    return content === undefined ? [] : [{ call, content }];
  });
  return {
    delegated: done.flatMap(({ call, content }) => reportsIn(content, subtasksOf(call))),
    rereads: done.flatMap(({ call, content }) => (call.name === READ_AGAIN ? [content] : [])),
  };
}

function callsOf({ toolCalls }: AssistantMessage): readonly ToolCall[] {
  return toolCalls;
}

const delegationSchema = z.object({
  subtasks: z.array(z.string()).default([]),
  sub_agents: z.array(z.object({ prompt: z.string() })).default([]),
});

function subtasksOf(call: ToolCall): readonly string[] {
  const parsed = delegationSchema.safeParse(parseJson(call.arguments));
  if (!parsed.success) return [];
  return [...parsed.data.subtasks, ...parsed.data.sub_agents.map(({ prompt }) => prompt)];
}

/** Each report stands behind its subtask, word for word. */
function reportsIn(content: string, subtasks: readonly string[]): RevisionNotes["delegated"] {
  let from = 0;
  const starts = subtasks.map((subtask, index) => {
    const head = `Subtask ${index + 1}: ${subtask}\nResult`;
    const start = content.indexOf(head, from);
    if (start < 0) return undefined;
    from = start + head.length;
    return { start, end: from };
  });
  return subtasks.map((subtask, index) => {
    const here = starts[index];
    const next = starts.slice(index + 1).find((one) => one !== undefined)?.start;
    if (here === undefined) return { subtask, report: "" };
    const report = content.slice(here.end, next).replace(/^(?: \(partial[^\n]*?\))?:[ \t]*/u, "");
    return { subtask, report: (next === undefined ? withoutHint(report) : report).trim() };
  });
}
