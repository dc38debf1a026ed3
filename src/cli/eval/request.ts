/** @file What was asked of `eval`, kept beside the evaluation so that it can be taken up again without repeating it. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { optionOf } from "../arguments/flags.ts";

const REQUEST_FILE = "command.json";
/** Of how this one time is shown, or where it goes. */
const PASSING = new Set(["out", "resume", "quiet", "color"]);

const flagsSchema = z.record(z.string(), z.union([z.string(), z.boolean()]));

/** Where the work goes on may be another directory. */
const FILES = new Set(["record", "replay"]);

const requestSchema = z.object({ benchmark: z.string(), flags: flagsSchema });

export interface EvalRequest {
  /** As it was typed. */
  readonly benchmark: string;
  /** As they were typed, by commander's names. */
  readonly flags: z.infer<typeof flagsSchema>;
  /** The directory of an evaluation to take up again. */
  readonly resume?: string | undefined;
}

/**
 * What was typed; where an evaluation is taken up again, what it was begun with fills the gaps. Throws `ConfigError`
 * where no benchmark is named, or there is no such evaluation.
 */
export async function readRequest(benchmark: string | undefined, typed: unknown): Promise<EvalRequest> {
  const flags = flagsSchema.parse(typed);
  const { resume } = flags;
  if (typeof resume === "string") {
    const stored = await readStored(resume);
    return {
      benchmark: benchmark ?? stored.benchmark,
      flags: { ...stored.flags, ...flags },
      resume: resolve(resume),
    };
  }
  if (benchmark === undefined) {
    throw new ConfigError(
      "Name a benchmark: seed-test, seed-dev, or the path of another. See wideseek eval --help",
    );
  }
  return { benchmark, flags };
}

/** `model` is the one that is used where the options name none: the environment may say another tomorrow. */
export async function keepRequest(
  directory: string,
  { benchmark, flags }: EvalRequest,
  model: string | undefined,
): Promise<void> {
  const lasting = Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]) => {
      if (PASSING.has(name)) return [];
      return [[name, FILES.has(name) ? resolve(String(value)) : value]];
    }),
  );
  const kept = { benchmark, flags: { ...(model !== undefined && { model }), ...lasting } };
  await writeFile(join(directory, REQUEST_FILE), `${JSON.stringify(kept, null, 2)}\n`);
}

/** Throws `ConfigError` where there is none. */
async function readStored(directory: string): Promise<z.infer<typeof requestSchema>> {
  const file = join(directory, REQUEST_FILE);
  try {
    return requestSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new ConfigError(`${file} is damaged: it does not say what the evaluation was begun with.`, {
        cause: error,
      });
    }
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`There is no evaluation to continue in ${directory}: ${systemReason(error)}.`, {
      cause: error,
    });
  }
}

/** The command that evaluates the same from recorded samples. */
export function replayCommand({ benchmark, flags }: EvalRequest, record: string, date: string): string {
  const { record: _record, baseUrl: _baseUrl, date: _date, concurrency: _concurrency, ...others } = flags;
  const options = Object.entries({ ...others, replay: record, date }).flatMap(([name, value]) =>
    typeof value === "string" && !PASSING.has(name) ? [optionOf(name), quote(value)] : [],
  );
  return ["wideseek eval", quote(benchmark), ...options].join(" ");
}

/** For a shell. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
