/** @file Demonstrations that no episode shows: composed of the pieces of those that some did. */

import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { END_TOKEN } from "../../../llm/compact/special-tokens.ts";
import type { Demonstration } from "../demonstration.ts";

/** A lead agent's conversation, as text: the question, then by turns what it wrote and what it read. */
export type Conversation = readonly string[];

/** Undefined for another role's. */
export function conversationOf(
  tokenizer: Tokenizer,
  { role, tokens }: Demonstration,
): Conversation | undefined {
  if (role !== "lead") return undefined;
  const end = tokenizer.special(END_TOKEN);
  const texts: string[] = [];
  let start = 0;
  for (const [index, id] of tokens.entries()) {
    if (id !== end) continue;
    texts.push(tokenizer.decode(tokens.slice(start, index)).trim());
    start = index + 1;
  }
  return texts;
}

/** The demonstration of which all is learnt that the lead agent wrote. */
export function leadDemonstration(tokenizer: Tokenizer, conversation: Conversation): Demonstration {
  const [end, turn] = [tokenizer.special(END_TOKEN), tokenizer.special("<|turn|>")];
  const tokens: number[] = [tokenizer.special("<|lead|>")];
  const spans: (readonly [number, number])[] = [];
  for (const [index, text] of conversation.entries()) {
    const start = tokens.length;
    tokens.push(...tokenizer.encode(` ${text}`), end);
    if (index % 2 === 1) spans.push([start, tokens.length]);
    else tokens.push(turn);
  }
  return { role: "lead", tokens, spans };
}
