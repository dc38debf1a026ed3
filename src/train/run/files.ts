/** @file Files of a training, with the user's words for what the operating system refuses. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";

/** Throws ConfigError where the operating system refuses. */
export async function guarded<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(
      `the training directory ${directory} cannot be used: ${systemReason(error)}; ` +
        "repair that and go on with the same command, or choose another directory",
      { cause: error },
    );
  }
}

/** Whole or not at all, whenever the process ends. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.part`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** `undefined` where there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  });
}
