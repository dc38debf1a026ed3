/** @file An agent's context: its messages, how many tokens they take, and how much room is left. */
import type { Message, ToolMessage } from "../core/message.ts";
import type { Sample } from "../core/sampler.ts";
import { estimateTokens } from "../util/token-estimate.ts";
import type { AgentLimits } from "./team.ts";

/** The share of the context that tool results must leave free, so that the agent can still answer. */
const KEPT_FOR_ANSWER = 0.1;

/** Results shorter than this are worth nothing; where so little is left the context counts as full. */
const SMALLEST_RESULT = 50;

export interface Context {
  readonly messages: readonly Message[];
  /** The model's own count as far as it has told, an estimate for what was added since. */
  readonly tokens: number;
  add(message: Message): void;
  addSample(sample: Sample): void;
  /** Results are cut to what fits, the longest first; the hint ends the last one. */
  addResults(results: readonly ToolMessage[], hint: string): void;
  /** True where no further tool result fits: the agent must answer. */
  isFull(): boolean;
  /** How many tokens the model may write next. */
  turnTokens(): number;
}

export function createContext(system: string, prompt: string, limits: AgentLimits): Context {
  const messages: Message[] = [
    { role: "system", content: system },
    { role: "user", content: prompt },
  ];
  let tokens = estimateTokens(system) + estimateTokens(prompt);
  const room = () => Math.floor(limits.maxContextTokens * (1 - KEPT_FOR_ANSWER)) - tokens;
  const add = (message: Message) => {
    messages.push(message);
    tokens += estimateTokens(message.content);
  };

  return {
    // a copy: a sampler may keep the request, and this conversation goes on
    get messages() {
      return [...messages];
    },
    get tokens() {
      return tokens;
    },
    add,
    addSample({ message, usage }) {
      messages.push(message);
      const told = usage.promptTokens + usage.sampledTokens;
      tokens = told > 0 ? told : tokens + estimateTokens(message.content);
    },
    addResults(results, hint) {
      const fitting = fitted(results, room() - estimateTokens(hint));
      for (const [index, result] of fitting.entries()) {
        const isLast = index === fitting.length - 1;
        add(isLast ? { ...result, content: `${result.content}\n\n${hint}` } : result);
      }
    },
    isFull: () => room() < SMALLEST_RESULT,
    turnTokens: () => Math.max(1, Math.min(limits.maxTurnTokens, limits.maxContextTokens - tokens)),
  };
}

/** The messages in at most `room` tokens: short ones whole, the long ones cut to an equal share of what is left. */
function fitted(results: readonly ToolMessage[], room: number): readonly ToolMessage[] {
  const sizes = results.map((result) => estimateTokens(result.content));
  const share = equalShare(sizes, Math.max(room, results.length * SMALLEST_RESULT));
  return results.map((result, index) => {
    const size = sizes[index] ?? 0;
    if (size <= share) return result;
    const kept = Math.floor((result.content.length * share) / size);
    return { ...result, content: `${result.content.slice(0, kept)}\n[cut to fit the context]` };
  });
}

/** The largest share such that sizes capped at it sum to at most `room`. */
function equalShare(sizes: readonly number[], room: number): number {
  let left = room;
  const ascending = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (size > share) return share;
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}
