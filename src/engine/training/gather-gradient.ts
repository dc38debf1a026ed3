/** @file One forwardBackward over all threads: packs the data, hands out the micro-batches, puts the results together. */
import type { Datum, ForwardBackward, Loss } from "../../core/trainer.ts";
import type { ModelConfig } from "../model-config.ts";
import { type PackedBatch, packMicroBatches } from "./micro-batches.ts";
import { shareOut } from "./share-out.ts";
import type { Gathered } from "./thread/orders.ts";
import type { TrainerThread } from "./thread/trainer-thread.ts";

export interface GatherResources {
  readonly config: ModelConfig;
  readonly threads: readonly TrainerThread[];
  readonly microBatchTokens: number;
}

export interface GatherRequest {
  readonly data: readonly Datum[];
  readonly loss: Loss;
  /** Number of the weights in shared memory. */
  readonly version: number;
}

/**
 * The threads keep the gradient only when every micro-batch came through. A failure, or an abort, stops after those that
 * are running, and nothing of this call stays.
 */
export async function gatherGradient(
  resources: GatherResources,
  request: GatherRequest,
  signal?: AbortSignal,
): Promise<ForwardBackward> {
  signal?.throwIfAborted();
  const { config, threads, microBatchTokens } = resources;
  const packed = packMicroBatches(request.data, { microBatchTokens, contextLength: config.contextLength });
  const shares = shareOut(
    packed.map(({ microBatch }) => microBatch),
    config,
    threads.length,
  );
  const results: Gathered[] = [];
  let stopped = false;
  const work = threads.map(async (thread, index) => {
    for (const place of shares[index] ?? []) {
      const microBatch = packed[place]?.microBatch;
      if (stopped || signal?.aborted || microBatch === undefined) return;
      const { loss, version } = request;
      const answer = await thread.ask({ kind: "gather", microBatch, loss, version });
      if (answer.kind === "gathered") results[place] = answer;
    }
  });
  const failures: unknown[] = [];
  await Promise.all(
    work.map((one) =>
      one.catch((error: unknown) => {
        stopped = true;
        failures.push(error);
      }),
    ),
  );
  const aborted = signal?.aborted === true;
  const kind = aborted || failures.length > 0 ? "drop" : "keep";
  const settled = await Promise.allSettled(threads.map((thread) => thread.ask({ kind })));
  if (aborted) throw signal?.reason;
  if (failures.length > 0) throw failures[0];
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  return collect(request.data, packed, results);
}

function collect(
  data: readonly Datum[],
  packed: readonly PackedBatch[],
  results: readonly Gathered[],
): ForwardBackward {
  const zeros = () => data.map(({ tokens }) => tokens.map(() => 0));
  const logprobs = zeros();
  const entropies = zeros();
  let loss = 0;
  for (const [place, { origins }] of packed.entries()) {
    const result = results[place];
    if (result === undefined) throw new Error(`micro-batch ${place} has no result`);
    loss += result.loss;
    spread(result.logprobs, origins, logprobs);
    spread(result.entropies, origins, entropies);
  }
  return { loss, logprobs, entropies };
}

function spread(values: Float32Array, origins: PackedBatch["origins"], rows: readonly number[][]): void {
  for (const [position, { datum, token }] of origins.entries()) {
    const row = rows[datum];
    if (row !== undefined) row[token] = values[position] ?? 0;
  }
}
