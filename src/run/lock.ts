/** @file Keeps two processes from writing one directory. */
import { readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigError } from "../core/errors.ts";
import { isSystemError } from "./system-error.ts";

const LOCK = /^process-(\d+)\.lock$/;

/** The locks of this process: a file of its number that is not among them was left by one that is gone. */
const held = new Set<string>();

/**
 * Gives what releases it again. A lock whose process is gone does not count. Throws `ConfigError` where it is held, and the
 * system's error where the directory cannot be written. Each process has a lock file of its own and looks for others only once
 * it has made it: of two that come at once, one or none gets through.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = resolve(directory, `process-${process.pid}.lock`);
  if (held.has(file)) throw inUse(directory, process.pid);
  held.add(file);
  const release = async () => {
    held.delete(file);
    await rm(file, { force: true });
  };
  try {
    await writeFile(file, "");
  } catch (error) {
    held.delete(file);
    throw error;
  }
  try {
    await requireNoOther(directory);
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

/** Whether a process that is still there holds it. */
export async function isLocked(directory: string): Promise<boolean> {
  const names = await readdir(directory);
  return names.some((name) => {
    const holder = LOCK.exec(name)?.[1];
    if (holder === undefined) return false;
    return Number(holder) === process.pid ? held.has(resolve(directory, name)) : isRunning(Number(holder));
  });
}

async function requireNoOther(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const holder = Number(LOCK.exec(name)?.[1] ?? process.pid);
    if (holder === process.pid) continue;
    if (isRunning(holder)) throw inUse(directory, holder);
    await rm(join(directory, name), { force: true });
  }
}

function inUse(directory: string, holder: number): ConfigError {
  return new ConfigError(
    `${directory} is in use by process ${holder}. Wait for it, or stop it; if that is another program, delete process-${holder}.lock there.`,
  );
}

/** Whether a process of this machine has that number. */
export function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  if (processId === process.pid) return true;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return !(isSystemError(error) && error.code === "ESRCH");
  }
}
