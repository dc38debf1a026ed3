/** @file The batches of supervised training: all demonstrations in an order of their own each time, cut by their tokens. */

import { random } from "../../util/random.ts";
import type { SftConfig } from "../config/sft-config.ts";
import type { Demonstration } from "../demonstrations/demonstration.ts";
import { shuffled } from "../world.ts";
import type { Rename } from "./rename.ts";

type BatchSettings = Pick<SftConfig, "seed" | "batchTokens" | "renamedShare" | "copies">;

/** Without end. The same demonstrations and config give the same batches; some of them under made-up names. */
export function* batchesOf(
  demonstrations: readonly Demonstration[],
  rename: Rename,
  { seed, batchTokens, renamedShare, copies }: BatchSettings,
): Generator<readonly Demonstration[], never> {
  const all = demonstrations.flatMap((one) => Array.from({ length: copies[one.role] }, () => one));
  for (let epoch = 0; ; epoch += 1) {
    let batch: Demonstration[] = [];
    let tokens = 0;
    const next = random(seed * 104_729 + epoch);
    for (const made of shuffled(all, seed * 7919 + epoch)) {
      const [chance, names] = [next(), next()];
      const one = chance < renamedShare ? rename(made, names * 2 ** 31) : made;
      batch.push(one);
      tokens += one.tokens.length;
      if (tokens < batchTokens) continue;
      yield batch;
      batch = [];
      tokens = 0;
    }
    // fewer demonstrations than one batch takes
    if (batch.length === all.length) yield batch;
  }
}
