import { afterEach, describe, expect, it } from "vitest";
import { initialWeights } from "../../initial-weights.ts";
import { allocateMemory, fillFlat } from "../flat-weights.ts";
import { packMicroBatches } from "../micro-batches.ts";
import { TrainerError } from "../trainer-error.ts";
import { countingData, TINY } from "../training.fixture.ts";
import type { Order } from "./orders.ts";
import { TrainerThread } from "./trainer-thread.ts";

const opened: TrainerThread[] = [];

/** Of a trainer with one thread, which is thread 0. */
function open(thread: number): TrainerThread {
  const memory = allocateMemory(TINY, 1);
  fillFlat(memory.weights, initialWeights(TINY, 1, "normal"), TINY);
  const opening = new TrainerThread({ config: TINY, provider: "cpu", memory, thread });
  opened.push(opening);
  return opening;
}

function gatherOrder(): Extract<Order, { kind: "gather" }> {
  const [packed] = packMicroBatches(countingData(1, 2), { microBatchTokens: 128, contextLength: 64 });
  if (packed === undefined) throw new Error("nothing was packed");
  return { kind: "gather", microBatch: packed.microBatch, loss: { kind: "cross-entropy" }, version: 0 };
}

afterEach(async () => {
  for (const thread of opened.splice(0)) await thread.close();
});

describe("a thread of the trainer", () => {
  it("answers with an error where a micro-batch cannot run, and works on after it", async () => {
    const thread = open(0);
    const order = gatherOrder();
    const wrong = { ...order, microBatch: { ...order.microBatch, tokens: new BigInt64Array(3) } };
    await expect(thread.ask(wrong)).rejects.toThrow(TrainerError);
    await expect(thread.ask(order)).resolves.toMatchObject({ kind: "gathered" });
  });

  it("rejects what waits and what comes when it dies, and closes all the same", async () => {
    const thread = open(1);
    await expect(thread.ask({ kind: "sum" })).rejects.toThrow("a thread of the trainer died: ");
    await expect(thread.ask({ kind: "sum" })).rejects.toThrow(TrainerError);
    await thread.close();
  });
});
