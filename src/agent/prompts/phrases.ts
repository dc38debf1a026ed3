/** @file Every text an agent is given, as functions of their blanks; one file a language fills them in. */
import type { Plan } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";

type Kind = Task["kind"];

/** What the texts about tools need to know. */
export interface ToolBlanks {
  /** The name of the delegation tool in the team's wire form. */
  readonly delegate: string;
  readonly maxSubagents: number;
  readonly maxCallsPerTurn: number;
}

export interface Phrases {
  /** Something that the user says while the agent works. */
  said(text: string): string;
  /** System prompts. */
  lead(kind: Kind, tools: ToolBlanks): string;
  subagent(tools: ToolBlanks, mayDelegate: boolean): string;
  single(kind: Kind, tools: ToolBlanks): string;
  /** User messages. */
  question(question: string, columns: readonly string[] | undefined): string;
  /** Stands behind the question: one paragraph, without its columns, which `question` names. Empty where the plan says nothing. */
  plan(plan: Plan): string;
  subtask(question: string, subtask: string): string;
  /** Ends the first user message and the last tool result of each turn: the turn that comes next, out of how many. */
  turnHint(next: number, maxTurns: number): string;
  /** Asks for the answer at once because time, budget or context is nearly used up. */
  answerNow: string;
  /** Sent when the model wrote neither an answer nor a tool call. */
  emptyReply: string;
  /** Sent when the answer has not the form it must have. */
  wrongForm(kind: Kind): string;
}
