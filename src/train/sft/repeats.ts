/** @file Sequences of random tokens that repeat, the loss on the repeats: practice for copying from the context. */
import type { Datum } from "../../core/trainer.ts";
import type { ModelConfig } from "../../engine/model-config.ts";
import { random } from "../../util/random.ts";

const ROWS = 16;
const LENGTH = 96;
const SHORTEST = 4;
const LONGEST = 24;

/** One batch; its weights sum to 1. */
export function repeats(
  { vocabularySize }: Pick<ModelConfig, "vocabularySize">,
  seed: number,
): readonly Datum[] {
  const next = random(seed);
  const rows = Array.from({ length: ROWS }, () => {
    const period = SHORTEST + Math.floor(next() * (LONGEST - SHORTEST));
    const pattern = Array.from({ length: period }, () => Math.floor(next() * vocabularySize));
    return { period, tokens: Array.from({ length: LENGTH }, (_, index) => pattern[index % period] ?? 0) };
  });
  const learnt = rows.reduce((sum, { period }) => sum + LENGTH - period, 0);
  return rows.map(({ period, tokens }) => ({
    tokens,
    weights: tokens.map((_, index) => (index >= period ? 1 / learnt : 0)),
  }));
}
