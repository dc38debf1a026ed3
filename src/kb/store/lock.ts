/** @file Keeps two processes from writing one directory. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isRunning } from "../../run/lock.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";

const FILE = "kb.lock";

/** Gives what releases it again. A lock whose process is gone does not count. Throws `ConfigError` where it is held. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, FILE);
  try {
    await mkdir(directory, { recursive: true });
    for (;;) {
      if (await created(file)) return async () => await rm(file, { force: true });
      const holder = Number(await readFile(file, "utf8"));
      if (isRunning(holder)) {
        throw new ConfigError(`${directory} is being built by process ${holder}. Wait for it, or stop it.`);
      }
      await rm(file, { force: true });
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${directory} cannot be written: ${systemReason(error)}.`, { cause: error });
  }
}

async function created(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}
