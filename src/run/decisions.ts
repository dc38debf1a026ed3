/** @file What a user decided about a run's table by hand: an append-only file of lines in the run's directory. */
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { Decision } from "../core/revision.ts";
import { parseJson } from "../util/parse-json.ts";
import { isSystemError } from "./system-error.ts";

export const DECISIONS_FILE = "decisions.jsonl";

const base = { at: z.iso.datetime(), row: z.string() };

const decisionSchema: z.ZodType<Decision> = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("choose"),
    column: z.string(),
    value: z.string(),
    url: z.string().optional(),
  }),
  z.object({ ...base, kind: z.literal("split") }),
]);

/**
 * In the order in which they were made; empty where there are none. A last line that was cut off is passed over. Throws
 * `ConfigError` naming file and line where anything else is wrong.
 */
export async function readDecisions(directory: string): Promise<readonly Decision[]> {
  const path = join(directory, DECISIONS_FILE);
  const file = await openOrAbsent(path);
  if (file === undefined) return [];
  const { whole } = await readWhole(file).finally(() => file.close());
  return whole
    .toString("utf8")
    .split("\n")
    .flatMap((line, index) => {
      if (line === "") return [];
      const parsed = decisionSchema.safeParse(parseJson(line));
      if (parsed.success) return [parsed.data];
      throw new ConfigError(`${path}, line ${index + 1}: the line is no decision.`);
    });
}

/** Resolves once it is on disk. Throws the system's error where it cannot be, and then nothing of it stands there. */
export async function appendDecision(directory: string, decision: Decision): Promise<void> {
  const file = await open(join(directory, DECISIONS_FILE), "a+");
  try {
    const { whole, size } = await readWhole(file);
    if (size > whole.length) await file.truncate(whole.length);
    await file
      .appendFile(`${JSON.stringify(decision)}\n`)
      .then(() => file.sync())
      .catch(async (error: unknown) => {
        // a line that was cut off would be passed over too, so that it does no harm where it cannot be taken away
        await file.truncate(whole.length).catch(passOver);
        throw error;
      });
  } finally {
    await file.close();
  }
}

function passOver(failure: unknown): void {
  if (!isSystemError(failure)) throw failure;
}

async function openOrAbsent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The file's lines that have their line break, and the size of the file in bytes. */
async function readWhole(file: FileHandle): Promise<{ readonly whole: Buffer; readonly size: number }> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, 0);
  return { whole: bytes.subarray(0, bytes.subarray(0, bytesRead).lastIndexOf("\n") + 1), size };
}
