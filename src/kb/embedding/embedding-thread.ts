/** @file The worker thread of a local embedding model, as its owner sees it. */
import type { Worker } from "node:worker_threads";
import { ConfigError, FetchError } from "../../core/errors.ts";
import { startWorker } from "../../engine/start-worker.ts";
import type { ThreadReply, ThreadRequest, ThreadSettings } from "./embedding-messages.ts";

/** Throws `ConfigError` for what the user can mend, and `FetchError` where the thread dies. */
export async function openEmbeddingThread(settings: ThreadSettings): Promise<EmbeddingThread> {
  const thread = new EmbeddingThread(settings);
  await thread.ready;
  return thread;
}

interface Pending {
  resolve(vectors: Float32Array): void;
  reject(reason: unknown): void;
}

export class EmbeddingThread {
  readonly ready: Promise<void>;
  /** Known once it is ready. */
  dimensions = 0;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #failure: Error | undefined;
  #lastId = 0;

  constructor(settings: ThreadSettings) {
    this.#worker = startWorker(new URL("./embedding-worker.ts", import.meta.url), settings);
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => resolve());
    });
    this.ready = new Promise((resolve, reject) => {
      this.#pending.set(0, { resolve: () => resolve(), reject });
    });
    this.#worker.on("message", (reply: ThreadReply) => this.#read(reply));
    this.#worker.once("error", (error) => this.#fail(failure(error)));
    this.#worker.once("exit", () => this.#fail(new FetchError("The thread of the embedding model ended.")));
  }

  /** [texts, dimensions]. Calls are worked off one after another. */
  embed(texts: readonly string[]): Promise<Float32Array> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ kind: "embed", id, texts });
    });
  }

  /** Rejects what is running and resolves once the thread has ended. */
  async close(): Promise<void> {
    this.#fail(new FetchError("The embedding model was closed."));
    this.#post({ kind: "close" });
    await this.#exited;
  }

  #read(reply: ThreadReply): void {
    if (reply.kind === "refused") {
      this.#fail(new ConfigError(reply.message));
      return;
    }
    if (reply.kind === "ready") this.dimensions = reply.dimensions;
    const id = reply.kind === "ready" ? 0 : reply.id;
    this.#pending.get(id)?.resolve(reply.kind === "ready" ? new Float32Array(0) : reply.vectors);
    this.#pending.delete(id);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.reject(this.#failure);
  }

  #post(message: ThreadRequest): void {
    this.#worker.postMessage(message);
  }
}

function failure(error: unknown): FetchError {
  const message = error instanceof Error ? error.message : String(error);
  return new FetchError(`The thread of the embedding model failed: ${message}`, { cause: error });
}
