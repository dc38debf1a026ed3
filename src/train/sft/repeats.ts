/** @file Sequences of random tokens that repeat, the loss on the repeats: practice for copying from the context. */
import type { Datum } from "../../core/trainer.ts";
import type { ModelConfig } from "../../engine/model-config.ts";
import { random } from "../../util/random.ts";

const ROWS = 16;
const MOST_TOKENS = 96;
const LEAST_PERIOD = 4;
const MOST_PERIOD = 24;

/** One batch; its weights sum to 1. */
export function repeats(
  { vocabularySize, contextLength }: Pick<ModelConfig, "vocabularySize" | "contextLength">,
  seed: number,
): readonly Datum[] {
  const next = random(seed);
  const length = Math.min(MOST_TOKENS, contextLength);
  const longest = Math.min(MOST_PERIOD, Math.floor(length / 2));
  const rows = Array.from({ length: ROWS }, () => {
    const period = LEAST_PERIOD + Math.floor(next() * Math.max(1, longest - LEAST_PERIOD));
    const pattern = Array.from({ length: period }, () => Math.floor(next() * vocabularySize));
    return { period, tokens: Array.from({ length }, (_, index) => pattern[index % period] ?? 0) };
  });
  const learnt = rows.reduce((sum, { period }) => sum + Math.max(0, length - period), 0);
  return rows.map(({ period, tokens }) => ({
    tokens,
    weights: tokens.map((_, index) => (index >= period ? 1 / learnt : 0)),
  }));
}
