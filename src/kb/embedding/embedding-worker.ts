/** @file The worker thread of a local embedding model: one batch of texts after another. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { ConfigError } from "../../core/errors.ts";
import type { ThreadReply, ThreadRequest, ThreadSettings } from "./embedding-messages.ts";
import { type EmbeddingModel, openEmbeddingModel } from "./embedding-model.ts";

if (parentPort !== null) await serve(parentPort, workerData);

async function serve(port: MessagePort, settings: ThreadSettings): Promise<void> {
  const reply = (message: ThreadReply) => port.postMessage(message);
  const model = await open(settings, reply);
  if (model === undefined) return;
  // anything that goes wrong from here on is a bug, and ends the thread with its stack trace
  let last: Promise<void> = Promise.resolve();
  port.on("message", (message: ThreadRequest) => {
    last = last.then(async () => {
      if (message.kind === "embed") {
        reply({ kind: "embedded", id: message.id, vectors: await model.embed(message.texts) });
        return;
      }
      await model.close();
      port.close();
    });
  });
}

/** Tries the model on one text: it may load and still not be made to embed. */
async function open(
  settings: ThreadSettings,
  reply: (message: ThreadReply) => void,
): Promise<EmbeddingModel | undefined> {
  try {
    const model = await openEmbeddingModel(settings);
    const { length } = await model.embed(["dimensions"]);
    reply({ kind: "ready", dimensions: length });
    return model;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    reply({ kind: "refused", message: error.message });
    return undefined;
  }
}
