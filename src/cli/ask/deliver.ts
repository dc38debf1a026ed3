/** @file Hands the result over: to a file, a pipe or a terminal. */
import { constants } from "node:fs";
import { access, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { WriteStream } from "node:tty";
import { ConfigError } from "../../core/errors.ts";
import type { RunResult } from "../../core/events.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { resultLines } from "../../tui/result-lines.ts";
import { columnsOf, paletteOf } from "../look.ts";
import { type OutputFormat, type ResultRun, writeResult } from "../output/write-result.ts";

/** Throws `ConfigError` when `path` could not be written; better known before the run than after it. */
export async function requireWritable(path: string): Promise<void> {
  const directory = dirname(resolve(path));
  try {
    await access(directory, constants.W_OK);
    const isDirectory = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isDirectory) throw new ConfigError(`--out ${path} is a directory. Name a file.`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`--out ${path} cannot be written: ${systemReason(error)}.`, { cause: error });
  }
}

interface Delivery extends ResultRun {
  readonly result: RunResult;
  /** Without it, a terminal gets an aligned table, and everything else Markdown. */
  readonly format: OutputFormat | undefined;
  readonly color: boolean;
}

export async function print(delivery: Delivery, stdout: WriteStream): Promise<void> {
  const { result, format, color } = delivery;
  if (format === undefined && stdout.isTTY) {
    const lines = resultLines(result, {
      columns: columnsOf(stdout),
      palette: paletteOf(stdout, color),
      sources: "line",
    });
    stdout.write(`${lines.join("\n")}\n`);
  } else {
    stdout.write(await writeResult(result, delivery, format ?? "markdown"));
  }
}

/** Gives what went wrong, if anything. */
export async function writeOut(path: string, delivery: Delivery): Promise<string | undefined> {
  const { result, format } = delivery;
  try {
    await writeFile(path, await writeResult(result, delivery, format ?? "markdown"));
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return `--out ${path} cannot be written: ${systemReason(error)}.`;
  }
}
