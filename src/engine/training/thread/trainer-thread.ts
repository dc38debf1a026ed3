/** @file One thread of the trainer, seen from outside: an order in, its answer out, and no promise left open if it dies. */
import type { Worker } from "node:worker_threads";
import { ConfigError } from "../../../core/errors.ts";
import { startWorker } from "../../start-worker.ts";
import { TrainerError } from "../trainer-error.ts";
import type { Answer, Failed, Order, ThreadData } from "./orders.ts";

type Success = Exclude<Answer, Failed>;

interface Waiting {
  readonly resolve: (answer: Success) => void;
  readonly reject: (error: Error) => void;
}

export class TrainerThread {
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #death: TrainerError | undefined;

  constructor(data: ThreadData) {
    this.#worker = startWorker(new URL("./trainer-worker.ts", import.meta.url), data);
    this.#worker.on("message", (answer: Answer) => this.#settle(answer));
    this.#worker.on("error", (error) => this.#die(`a thread of the trainer died: ${reasonOf(error)}`, error));
    this.#worker.on("exit", (code) => this.#die(`a thread of the trainer ended with code ${code}`));
  }

  /** One order at a time. Rejects with `ConfigError` or `TrainerError`; once the thread is dead, always. */
  ask(order: Order): Promise<Success> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    if (this.#waiting !== undefined) throw new Error("a thread of the trainer was asked two things at once");
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(order);
    });
  }

  /** Frees its sessions and ends it. */
  async close(): Promise<void> {
    if (this.#death !== undefined) return;
    const ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    await this.ask({ kind: "close" });
    await ended;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (answer.kind === "failed") waiting?.reject(failure(answer));
    else waiting?.resolve(answer);
  }

  #die(message: string, cause?: unknown): void {
    this.#death ??= new TrainerError(message, { cause });
    this.#waiting?.reject(this.#death);
    this.#waiting = undefined;
  }
}

function failure({ message, isConfigError, error }: Failed): Error {
  if (isConfigError) return new ConfigError(message, { cause: error });
  return new TrainerError(`a thread of the trainer failed: ${message}`, { cause: error });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
