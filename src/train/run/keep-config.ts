/** @file The config of a training, kept beside it: another one cannot go on with it. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { readIfThere, writeWhole } from "./files.ts";

const CONFIG = "config.json";

const values = z.record(z.string(), z.unknown());

/** Writes the config where there is none. Throws ConfigError for another one, naming the first key that differs. */
export async function keepConfig(directory: string, config: object): Promise<void> {
  const file = join(directory, CONFIG);
  const text = `${JSON.stringify(config, null, 2)}\n`;
  const kept = await readIfThere(file);
  if (kept === undefined) return await writeWhole(file, text);
  const difference = firstDifference(parseKept(kept, file), JSON.parse(text), "");
  if (difference === undefined) return;
  const { key, before, now } = difference;
  throw new ConfigError(
    `${directory} holds a training with another config: its ${key} is ${write(before)}, not ${write(now)}; ` +
      `go on with that config (${file}), or choose another directory`,
  );
}

function parseKept(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${file} is damaged: not JSON; choose another directory`, { cause });
  }
}

interface Difference {
  readonly key: string;
  readonly before: unknown;
  readonly now: unknown;
}

function firstDifference(before: unknown, now: unknown, key: string): Difference | undefined {
  if (isDeepStrictEqual(before, now)) return undefined;
  const [left, right] = [values.safeParse(before), values.safeParse(now)];
  if (!left.success || !right.success) return { key, before, now };
  const keys = new Set([...Object.keys(left.data), ...Object.keys(right.data)]);
  for (const name of keys) {
    const inside = key === "" ? name : `${key}.${name}`;
    const found = firstDifference(left.data[name], right.data[name], inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

function write(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
