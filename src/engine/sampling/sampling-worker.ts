/** @file The worker thread of the embedded sampler: one decoder with its running batch. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { SamplerError } from "../../core/errors.ts";
import { ContinuousBatch } from "./continuous-batch.ts";
import { type Decoder, openDecoder } from "./decoder.ts";
import type { WorkerReply, WorkerRequest, WorkerSettings } from "./worker-messages.ts";

if (parentPort !== null) await serve(parentPort, workerData);

async function serve(port: MessagePort, settings: WorkerSettings): Promise<void> {
  const { config, graph, provider } = settings;
  const decoder = await openDecoder(config, graph, provider);
  const batch = new ContinuousBatch(decoder, {
    vocabularySize: config.vocabularySize,
    contextLength: config.contextLength,
    maxBatch: settings.maxBatch,
    cacheTokens: settings.cacheTokens,
    copying: settings.copying,
  });
  const running = new Map<number, Running>();
  port.on("message", (message: WorkerRequest) => {
    if (message.kind === "abort") running.get(message.id)?.controller.abort();
    else if (message.kind === "close") void close(port, decoder, running);
    else start(message);
  });
  const reply = (message: WorkerReply) => port.postMessage(message);
  reply({ kind: "ready" });

  function start({ id, request }: Extract<WorkerRequest, { kind: "sample" }>): void {
    const controller = new AbortController();
    const done = batch
      .sample({ ...request, signal: controller.signal })
      .then(
        (sample) => reply({ kind: "sampled", id, sample }),
        (error: unknown) => {
          if (controller.signal.aborted) return;
          // anything else is a bug, and ends the thread with its stack trace
          if (!(error instanceof SamplerError)) throw error;
          reply({ kind: "failed", id, message: error.message });
        },
      )
      .finally(() => running.delete(id));
    running.set(id, { controller, done });
  }
}

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Ends the thread once its step is over: the session must not be in use when it is released. */
async function close(
  port: MessagePort,
  decoder: Decoder,
  running: ReadonlyMap<number, Running>,
): Promise<void> {
  const all = [...running.values()];
  for (const { controller } of all) controller.abort();
  await Promise.allSettled(all.map(({ done }) => done));
  await decoder.close();
  port.close();
}
