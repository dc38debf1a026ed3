/**
 * @file How far the embedded policy reaches: which conversations it can be asked to go on with, and which of its turns are of use. This
 * is decided by the form of what it wrote and by the words of the lexicon, not by whether an answer is right.
 */
import type { AssistantMessage } from "../../core/message.ts";
import type { Sample, SampleRequest } from "../../core/sampler.ts";
import { languageOf } from "../../core/task.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { boxedAnswer } from "../../table/short-answer.ts";
import { stateOf } from "../compact/compact-renderer.ts";
import { fold } from "../demonstrator/language/text.ts";
import { asksForPlan } from "../demonstrator/planning/plan-reply.ts";
import { readConversation } from "../demonstrator/reading/conversation.ts";
import { readReport } from "../demonstrator/writing/report.ts";
import { readSubtask, type Subtask } from "../demonstrator/writing/subtask.ts";
import { hasOtherRows, misreadTable, namesNothingKnown } from "./misread-table.ts";

/** Why a stand-in takes over. */
export interface Fault {
  /** A clause. */
  readonly reason: string;
  /** The policy has misread the question, so that what it has found is of no use. */
  readonly isAnew: boolean;
}

/** Why the policy should not be asked; `undefined` where it can be. */
export function whyNotAsk(request: SampleRequest): Fault | undefined {
  const { system, asked, mainTask, columns = [], maxRows } = readConversation(request);
  if (asksForPlan(system)) return fault("the policy makes no plans");
  const question = mainTask ?? asked;
  if (languageOf(question) !== "en") return fault("the policy reads English only");
  if (namesNothingKnown([question, ...columns].join("; "))) {
    return fault("the policy knows none of the question's words");
  }
  if (mainTask !== undefined && !isLearnt(readSubtask(asked))) {
    return fault("the policy has not learnt this form of subtask");
  }
  return maxRows === undefined ? undefined : fault("the policy makes no previews");
}

function fault(reason: string): Fault {
  return { reason, isAnew: false };
}

function misreading(reason: string): Fault {
  return { reason, isAnew: true };
}

/** Subtasks of its own lead agent: of one thing each, and by no other way than a list. */
function isLearnt(subtask: Subtask | undefined): boolean {
  if (subtask === undefined) return false;
  if (subtask.kind === "list") return subtask.way === undefined;
  return subtask.kind === "find" || subtask.items.length === 1;
}

/** Why a turn of the policy is of no use; `undefined` where it is one. `request` is what it answers. */
export function whyNotTake({ message, stop, usage }: Sample, request: SampleRequest): Fault | undefined {
  if (stop === "length") {
    const isFull = usage.sampledTokens < request.maxTokens;
    const reason = isFull ? "the policy's context was full" : "the policy came to no end";
    return { reason, isAnew: hasOtherRows(request) };
  }
  if (message.toolCalls.length > 0) {
    return repeats(message, request) ? fault("the policy repeated itself") : undefined;
  }
  const { system, mainTask } = readConversation(request);
  if (mainTask !== undefined) {
    return isReport(message.content) ? undefined : fault("the policy wrote nothing that can be carried out");
  }
  const reason = system.includes("\\boxed")
    ? whyNoShortAnswer(message.content, request)
    : whyNoTable(message.content, request);
  return reason === undefined ? undefined : misreading(reason);
}

/** The same calls twice in a row: there is no third result in them. */
function repeats({ content, toolCalls }: AssistantMessage, { messages }: SampleRequest): boolean {
  const last = messages.findLast((message) => message.role === "assistant");
  const names = (calls: AssistantMessage["toolCalls"]) => calls.map((call) => call.arguments).join("\n");
  return last !== undefined && last.content === content && names(last.toolCalls) === names(toolCalls);
}

function isReport(text: string): boolean {
  const { items, facts } = readReport(text);
  return items.length > 0 || facts.length > 0 || text.startsWith("Nothing found");
}

const NO_ANSWER = "the policy found no answer";

/** What stands in the question is an answer only where a subagent reported it. */
function whyNoShortAnswer(text: string, request: SampleRequest): string | undefined {
  const answer = boxedAnswer(text);
  if (answer === undefined) return NO_ANSWER;
  const { asked, board } = stateOf(request);
  const values = board.done.flatMap(({ report }) =>
    report.facts.flatMap((facts) => [...facts.values.values()]),
  );
  const isOnlyAsked = fold(asked).includes(fold(answer)) && !values.includes(answer);
  return isOnlyAsked ? "the policy's answer repeats the question" : undefined;
}

function whyNoTable(text: string, request: SampleRequest): string | undefined {
  const table = parseMarkdownTable(text);
  return table === undefined || table.rows.length === 0 ? NO_ANSWER : misreadTable(table, request);
}
