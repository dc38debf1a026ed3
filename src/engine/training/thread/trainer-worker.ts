/** @file One thread of the embedded trainer: gradients of its micro-batches, and Adam over its part of the weights. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ConfigError } from "../../../core/errors.ts";
import { adamStep } from "../adam.ts";
import { threadStretches } from "../flat-weights.ts";
import { GradientGatherer } from "./gradient-gatherer.ts";
import type { Answer, Failed, Order, ThreadData } from "./orders.ts";

if (parentPort === null) throw new Error("a trainer's worker runs only as one of its threads");
serve(parentPort, workerData);

function serve(port: MessagePort, data: ThreadData): void {
  const { memory, thread } = data;
  const stretches = threadStretches(data.config, thread, memory.gathered.length);
  // the sum over threads is made in the first one's array
  const [sum, ...others] = memory.gathered;
  const own = memory.gathered[thread];
  if (sum === undefined || own === undefined) throw new Error(`the trainer has no thread ${thread}`);
  let gatherer: GradientGatherer | undefined;

  const answer = async (order: Order): Promise<Answer> => {
    switch (order.kind) {
      case "gather":
        gatherer ??= await GradientGatherer.open(data);
        return gatherer.gather(order.microBatch, order.loss, order.version);
      case "keep":
        gatherer?.keep(own);
        break;
      case "drop":
        gatherer?.drop();
        break;
      case "sum":
        return { kind: "summed", squaredNorm: sumThreads(sum, others, stretches) };
      case "update":
        for (const stretch of stretches) {
          adamStep(memory, sum, stretch, order.update);
          sum.fill(0, stretch.start, stretch.end);
        }
        break;
      case "close":
        await gatherer?.close();
        setImmediate(() => port.close());
        break;
    }
    return { kind: "done" };
  };

  port.on("message", (order: Order) => {
    answer(order).then(
      (message) => port.postMessage(message),
      (error: unknown) => port.postMessage(failure(error)),
    );
  });
}

/** The sum replaces the first array in `stretches`, the others become 0 there; the squared norm of the sum. */
function sumThreads(
  sum: Float32Array,
  others: readonly Float32Array[],
  stretches: ReturnType<typeof threadStretches>,
): number {
  let squaredNorm = 0;
  for (const { start, end } of stretches) {
    for (const other of others) {
      for (let i = start; i < end; i++) sum[i] = (sum[i] ?? 0) + (other[i] ?? 0);
      other.fill(0, start, end);
    }
    for (let i = start; i < end; i++) squaredNorm += (sum[i] ?? 0) ** 2;
  }
  return squaredNorm;
}

function failure(error: unknown): Failed {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "failed", message, isConfigError: error instanceof ConfigError, error };
}
