/** @file Loads and starts node-llama-cpp, the one place that does; a missing package is said in one line. */
import type { Llama } from "node-llama-cpp";
import { ConfigError } from "../../core/errors.ts";

export type Library = typeof import("node-llama-cpp");

/** Throws `ConfigError` where the package is not installed. */
export async function loadLibrary(
  load: () => Promise<Library> = () => import("node-llama-cpp"),
): Promise<Library> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new ConfigError(
      "GGUF models run in the package node-llama-cpp, which is not installed: npm install node-llama-cpp@3.22.1",
      { cause: error },
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

export interface LlamaSettings {
  /** Use a GPU where there is one. */
  readonly gpu: boolean;
  readonly threads: number;
}

const started = new Map<string, Promise<Llama>>();

/** llama.cpp with these settings, which all models share; it takes a second to start and ends with the process. */
export function startLlama(library: Library, { gpu, threads }: LlamaSettings): Promise<Llama> {
  const key = `${gpu} ${threads}`;
  const running = started.get(key);
  if (running !== undefined) return running;
  const starting = library.getLlama({
    gpu: gpu ? "auto" : false,
    build: "never",
    maxThreads: threads,
    progressLogs: false,
    // it would write into whatever the terminal shows
    logLevel: library.LlamaLogLevel.disabled,
  });
  started.set(key, starting);
  starting.catch(() => started.delete(key));
  return starting;
}
