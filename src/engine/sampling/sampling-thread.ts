/** @file A worker thread that samples, as its owner sees it: requests in, samples out, and its death told to all who wait. */
import type { Worker } from "node:worker_threads";
import { ConfigError, SamplerError } from "../../core/errors.ts";
import type { TokenRequest, TokenSample } from "../../core/token-sampler.ts";
import { startWorker } from "../start-worker.ts";
import { PrefixCache } from "./prefix-cache.ts";
import type { WorkerReply, WorkerRequest, WorkerSettings } from "./worker-messages.ts";

/** Resolves once the thread can sample. Throws `ConfigError` for what the user can mend, else `SamplerError`. */
export async function openSamplingThread(settings: WorkerSettings): Promise<SamplingThread> {
  const thread = new SamplingThread(settings);
  await thread.ready;
  return thread;
}

interface Pending {
  resolve(sample: TokenSample): void;
  reject(reason: unknown): void;
}

const nothing = new Float32Array(0);

export class SamplingThread {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  /** The tokens of what the worker's own cache keeps, as far as they can be told from here. */
  readonly #prefixes: PrefixCache;
  readonly #pending = new Map<number, Pending>();
  #failure: Error | undefined;
  #lastId = 0;

  constructor(settings: WorkerSettings) {
    this.#prefixes = new PrefixCache({ width: 0, capacity: settings.cacheTokens });
    this.#worker = startWorker(new URL("./sampling-worker.ts", import.meta.url), settings);
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => resolve());
    });
    this.ready = new Promise((resolve, reject) => {
      this.#pending.set(0, { resolve: () => undefined, reject });
      this.#worker.on("message", (reply: WorkerReply) => {
        if (reply.kind === "ready") {
          this.#pending.delete(0);
          resolve();
        } else this.#settle(reply);
      });
    });
    this.#worker.once("error", (error) => this.#fail(failure(error)));
    this.#worker.once("exit", () =>
      this.#fail(new SamplerError("the embedded sampler's worker thread ended")),
    );
  }

  get alive(): boolean {
    return this.#failure === undefined;
  }

  /** Requests that are running or waiting. */
  get load(): number {
    return this.#pending.size;
  }

  /** How many tokens of the prompt the thread has read already, or will have when it comes to it. */
  cachedTokens(prompt: readonly number[]): number {
    return this.#prefixes.lengthOf(prompt);
  }

  /** As `TokenSampler.sample`, of a request that has been checked. */
  sample({ signal, ...request }: TokenRequest): Promise<TokenSample> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const id = this.#lastId;
    this.#remember(request.prompt);
    return new Promise<TokenSample>((resolve, reject) => {
      const onAbort = () => {
        this.#pending.delete(id);
        this.#post({ kind: "abort", id });
        reject(signal?.reason);
      };
      const release = () => signal?.removeEventListener("abort", onAbort);
      this.#pending.set(id, {
        resolve: (sample) => {
          release();
          this.#remember([...request.prompt, ...sample.tokens]);
          resolve(sample);
        },
        reject: (reason) => {
          release();
          reject(reason);
        },
      });
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#post({ kind: "sample", id, request });
    });
  }

  /** Rejects what is running and resolves once the thread has ended. */
  async close(): Promise<void> {
    this.#fail(new SamplerError("the embedded sampler was closed"));
    this.#post({ kind: "close" });
    await this.#exited;
  }

  #settle(reply: Exclude<WorkerReply, { kind: "ready" }>): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === "sampled") pending?.resolve(reply.sample);
    else pending?.reject(new SamplerError(reply.message));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.reject(this.#failure);
  }

  /** The last token of a sequence is not read by the worker. */
  #remember(tokens: readonly number[]): void {
    this.#prefixes.insert(tokens, tokens.length - 1, () => nothing);
  }

  #post(message: WorkerRequest): void {
    this.#worker.postMessage(message);
  }
}

/** Errors lose their class between threads, but not their name. */
function failure(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === "ConfigError")
    return new ConfigError(message, { cause: error });
  return new SamplerError(`the embedded sampler's worker thread failed: ${message}`, { cause: error });
}
