/** @file Loads node-llama-cpp, the one place that does; a missing package is said in one line. */
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
