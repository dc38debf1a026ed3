/** @file The folders of a directory that hold reports, by name. */
import { readdir } from "node:fs/promises";
import { isSystemError } from "../../run/system-error.ts";

/** Newest first as their names sort; hidden ones are none, and a directory that is not there has none. */
export async function foldersIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const names = entries.flatMap((entry) =>
      entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [],
    );
    return names.sort().reverse();
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  }
}
