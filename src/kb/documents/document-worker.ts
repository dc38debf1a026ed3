/** @file The thread in which documents are read. */
import { parentPort } from "node:worker_threads";
import { FetchError } from "../../core/errors.ts";
import type { DocumentReply, DocumentRequest } from "./document-messages.ts";
import { readFileHere } from "./read-file.ts";

parentPort?.on("message", (request: DocumentRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ file, limits }: DocumentRequest): Promise<DocumentReply> {
  try {
    return { kind: "pages", pages: await readFileHere(file, limits) };
  } catch (error) {
    return error instanceof FetchError ? { kind: "unread", why: error.message } : { kind: "bug", error };
  }
}
