/** @file The turns of one agent as training sequences: shared beginnings once. */
import type { TokenRecord } from "../../core/sampler.ts";
import type { Datum } from "../../core/trainer.ts";

export interface WeightedTurn {
  readonly tokens: TokenRecord;
  /** Of each sampled token; 0 where the turn is not trained. */
  readonly weight: number;
}

/**
 * A turn whose prompt begins with all tokens of the datum so far extends it; any other begins a new one. Ids are compared,
 * never text: a chat template that rewrites what it showed before breaks the beginning. Every token is predicted from
 * exactly what the policy had before it, so packing changes the cost of training and nothing else. Datums without a
 * weight are left out.
 */
export function packTurns(turns: readonly WeightedTurn[]): readonly Datum[] {
  const drafts: Draft[] = [];
  // a prompt that left no room: nothing was written, and it may be longer than the model can read
  const written = turns.filter(({ tokens }) => tokens.sampled.length > 0);
  for (const { tokens, weight } of written) {
    const last = drafts.at(-1);
    const draft = last !== undefined && startsWith(tokens.prompt, last.tokens) ? last : emptyDraft();
    if (draft !== last) drafts.push(draft);
    for (const token of tokens.prompt.slice(draft.tokens.length)) add(draft, token, 0, 0);
    for (const [index, token] of tokens.sampled.entries()) {
      add(draft, token, weight, tokens.logprobs[index] ?? 0);
    }
  }
  return drafts.filter(({ weights }) => weights.some((weight) => weight !== 0));
}

interface Draft {
  readonly tokens: number[];
  readonly weights: number[];
  readonly logprobs: number[];
}

function emptyDraft(): Draft {
  return { tokens: [], weights: [], logprobs: [] };
}

function add(draft: Draft, token: number, weight: number, logprob: number): void {
  draft.tokens.push(token);
  draft.weights.push(weight);
  draft.logprobs.push(weight === 0 ? 0 : logprob);
}

function startsWith(tokens: readonly number[], beginning: readonly number[]): boolean {
  return tokens.length >= beginning.length && beginning.every((token, index) => token === tokens[index]);
}
