/** @file Documents to pages, in a thread that is ended when a document takes too long or too much memory. */
import type { Worker } from "node:worker_threads";
import { FetchError } from "../../core/errors.ts";
import { startWorker } from "../../engine/start-worker.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { StoredPage } from "../stored-page.ts";
import type { DocumentReply, DocumentRequest } from "./document-messages.ts";
import { type DocumentLimits, documentLimits } from "./limits.ts";
import type { DocumentPath } from "./read-file.ts";

export interface ReadDocumentOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<DocumentLimits> | undefined;
}

/** Reads one document after the other in one thread. */
export interface DocumentReader {
  /**
   * The document's pages: one, or one a sheet. Throws `FetchError` with the file's path and why it is not read: too large, locked,
   * damaged, without text, something else than its name says, too slow.
   */
  read(file: DocumentPath, signal?: AbortSignal): Promise<readonly StoredPage[]>;
  close(): Promise<void>;
}

/** One file to its pages. For many files `openDocumentReader` saves starting a thread for each. Throws as it does. */
export async function readDocument(
  file: DocumentPath,
  { signal, limits }: ReadDocumentOptions = {},
): Promise<readonly StoredPage[]> {
  const reader = openDocumentReader(limits);
  try {
    return await reader.read(file, signal);
  } finally {
    await reader.close();
  }
}

export function openDocumentReader(limits: Partial<DocumentLimits> = {}): DocumentReader {
  const known = documentLimits.parse(limits);
  const turn = semaphore(1);
  let worker: Worker | undefined;

  async function read(file: DocumentPath, signal: AbortSignal | undefined): Promise<readonly StoredPage[]> {
    signal?.throwIfAborted();
    worker ??= startWorker(new URL("./document-worker.ts", import.meta.url), undefined);
    const outcome = await ask(worker, { file, limits: known }, signal);
    if (outcome.kind === "pages") return outcome.pages;
    if (outcome.kind === "unread") throw unread(file, outcome.why);
    if (outcome.kind === "bug") throw outcome.error;
    worker = undefined;
    throw typeof outcome.reason === "string" ? unread(file, outcome.reason) : outcome.reason;
  }

  return {
    read: (file, signal) => turn.run(() => read(file, signal), signal),
    close: async () => {
      await worker?.terminate();
      worker = undefined;
    },
  };
}

function unread({ path }: DocumentPath, why: string): FetchError {
  return new FetchError(`${path} was not read: ${why.replace(/\.$/u, "")}.`);
}

/** The thread is gone; a reason in words is the document's fault. */
interface Ended {
  readonly kind: "ended";
  readonly reason: unknown;
}

/** Ends the thread when the signal is aborted or the time is over: what runs in it listens to nothing. */
function ask(
  worker: Worker,
  request: DocumentRequest,
  signal: AbortSignal | undefined,
): Promise<DocumentReply | Ended> {
  const { seconds } = request.limits;
  return new Promise((resolve) => {
    const settle = (outcome: DocumentReply | Ended) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      worker.off("message", settle).off("error", onError).off("exit", onExit);
      resolve(outcome);
    };
    const end = (reason: unknown) => {
      const ended = worker.terminate();
      settle({ kind: "ended", reason });
      return ended;
    };
    const onAbort = () => void end(signal?.reason);
    const onError = (error: unknown) =>
      settle({ kind: "ended", reason: isOutOfMemory(error) ? MEMORY : error });
    const onExit = () => settle({ kind: "ended", reason: "the thread that read it ended" });
    const timer = setTimeout(() => void end(`it took longer than ${seconds} s`), seconds * 1000);
    signal?.addEventListener("abort", onAbort, { once: true });
    worker.on("message", settle).on("error", onError).on("exit", onExit);
    worker.postMessage(request);
  });
}

const MEMORY = "it needs more memory than there is";

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
