/** @file A conversation in Qwen3's chat template, in pieces of text and of the template's own tokens. */
import type { AssistantMessage, Message, ToolCall, ToolMessage } from "../../core/message.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import { callText, describeTool, TOOLS_BEGIN, TOOLS_END } from "./tool-text.ts";

/** Text of the conversation, which is never a template's token, or such a token by its name. */
export type Piece = { readonly text: string } | { readonly token: string };

/** What opens the model's turn. */
export const OPENING = template("<|im_start|>assistant\n");

/** Between two messages. */
export const GAP = template("\n");

/** System message and tools. */
export function preamble({ messages, tools }: SampleRequest): readonly Piece[] {
  const [first] = messages;
  const system = first?.role === "system" ? first.content : undefined;
  if (tools.length === 0) return system === undefined ? [] : turn("system", [{ text: system }]);
  return turn("system", [
    { text: system === undefined ? "" : `${system}\n\n` },
    ...template(TOOLS_BEGIN),
    ...tools.map((tool) => ({ text: `\n${describeTool(tool)}` })),
    ...template(TOOLS_END),
  ]);
}

/** Messages after the preamble, each with the line break that follows it. Thinking is kept wherever a message has it. */
export function turns(messages: readonly Message[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let results: ToolMessage[] = [];
  const endResults = () => {
    if (results.length > 0) pieces.push(...toolResults(results));
    results = [];
  };
  for (const message of messages) {
    if (message.role === "tool") {
      results.push(message);
      continue;
    }
    endResults();
    const body = message.role === "assistant" ? assistantBody(message) : [{ text: message.content }];
    pieces.push(...turn(message.role, body));
  }
  endResults();
  return pieces;
}

function turn(role: string, body: readonly Piece[]): readonly Piece[] {
  return [...template(`<|im_start|>${role}\n`), ...body, ...template("<|im_end|>\n")];
}

function toolResults(results: readonly ToolMessage[]): readonly Piece[] {
  return [
    ...template("<|im_start|>user"),
    ...results.flatMap(({ content }) => [
      ...template("\n<tool_response>\n"),
      { text: content },
      ...template("\n</tool_response>"),
    ]),
    ...template("<|im_end|>\n"),
  ];
}

function assistantBody({ content, reasoning, toolCalls }: AssistantMessage): readonly Piece[] {
  const thinking =
    reasoning === undefined
      ? []
      : [
          ...template("<think>\n"),
          { text: reasoning.replace(/^\n+|\n+$/g, "") },
          ...template("\n</think>\n\n"),
        ];
  const calls = toolCalls.flatMap((call, index) => [
    { text: content !== "" || index > 0 ? "\n" : "" },
    ...writtenCall(call),
  ]);
  return [...thinking, { text: content }, ...calls];
}

function writtenCall(call: ToolCall): readonly Piece[] {
  return [...template("<tool_call>\n"), { text: callText(call) }, ...template("\n</tool_call>")];
}

/** Text of the template's own, in which its tokens are tokens. */
function template(text: string): readonly Piece[] {
  return text
    .split(/(<\|im_start\|>|<\|im_end\|>|<\/?(?:think|tool_call|tool_response)>)/)
    .map((part, index) => (index % 2 === 1 ? { token: part } : { text: part }));
}
