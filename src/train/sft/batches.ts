/** @file The batches of supervised training: all demonstrations in an order of their own each time, cut by their tokens. */
import type { SftConfig } from "../config/sft-config.ts";
import type { Demonstration } from "../demonstrations/demonstration.ts";
import { shuffled } from "../world.ts";

/** Without end. The same demonstrations and config give the same batches. */
export function* batchesOf(
  demonstrations: readonly Demonstration[],
  { seed, batchTokens }: Pick<SftConfig, "seed" | "batchTokens">,
): Generator<readonly Demonstration[], never> {
  for (let epoch = 0; ; epoch += 1) {
    let batch: Demonstration[] = [];
    let tokens = 0;
    for (const one of shuffled(demonstrations, seed * 7919 + epoch)) {
      batch.push(one);
      tokens += one.tokens.length;
      if (tokens < batchTokens) continue;
      yield batch;
      batch = [];
      tokens = 0;
    }
    // fewer demonstrations than one batch takes
    if (batch.length === demonstrations.length) yield batch;
  }
}
