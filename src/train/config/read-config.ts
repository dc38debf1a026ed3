/** @file Reads the config file of a training; what is wrong in it is named with file, key and what would work. */
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { type RlConfig, rlConfig } from "./rl-config.ts";
import type { WorldSettings } from "./settings.ts";
import { type SftConfig, sftConfig } from "./sft-config.ts";

/** Paths in it are relative to the file. Throws ConfigError, also for a path where there is nothing. */
export async function readSftConfig(file: string): Promise<SftConfig> {
  const config = await readAs(sftConfig, file);
  const place = pathsBeside(file);
  return {
    ...config,
    from: await place("from", config.from),
    tokenizer: await place("tokenizer", config.tokenizer),
    world: await placeWorld(config.world, place),
  };
}

/** As `readSftConfig`. */
export async function readRlConfig(file: string): Promise<RlConfig> {
  const config = await readAs(rlConfig, file);
  const place = pathsBeside(file);
  const from = await place("from", config.from);
  return { ...config, from: from ?? config.from, world: await placeWorld(config.world, place) };
}

type Place = (key: string, path: string | undefined) => Promise<string | undefined>;

function pathsBeside(file: string): Place {
  return async (key, path) => {
    if (path === undefined) return undefined;
    const place = resolve(dirname(file), path);
    await stat(place).catch((error: unknown) => {
      if (!isSystemError(error)) throw error;
      throw new ConfigError(
        `${file}: ${key}: ${place}: ${systemReason(error)}; paths are relative to ${file}`,
      );
    });
    return place;
  };
}

async function placeWorld(world: WorldSettings, place: Place): Promise<WorldSettings> {
  return {
    ...world,
    pages: await place("world.pages", world.pages),
    tasks: await place("world.tasks", world.tasks),
  };
}

async function readAs<T>(schema: z.ZodType<T>, file: string): Promise<T> {
  const parsed = schema.safeParse(await readJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`${file}: ${issue === undefined ? "not a config" : describe(issue, schema)}`);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (!isSystemError(cause)) throw cause;
    throw new ConfigError(`The config ${file} cannot be read: ${systemReason(cause)}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(`${file}: not JSON: ${cause.message}`, { cause });
  }
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return `${path.join(".") || "(config)"}: ${issue.message}`;
  const key = [...path, issue.keys[0]].join(".");
  return `there is no ${key}; possible here: ${keysAt(schema, path).join(", ")}`;
}

const jsonSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

/** The keys that an object of the config may have. */
function keysAt(schema: z.ZodType, path: readonly string[]): readonly string[] {
  const whole: unknown = z.toJSONSchema(schema, { io: "input" });
  const place = path.reduce<unknown>(
    (inside, key) => jsonSchema.safeParse(inside).data?.properties[key],
    whole,
  );
  return Object.keys(jsonSchema.safeParse(place).data?.properties ?? {});
}
