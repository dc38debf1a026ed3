/** @file The options of a command as commander hands them over: mostly texts, read by a schema of the command's own. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";

export const text = z.string().trim();

/** An option without a value. */
export const flag = z.boolean().default(false);

/** Throws `ConfigError` naming the option that has no value, or one that cannot be. */
export function readFlags<T>(schema: z.ZodType<T>, flags: unknown): T {
  const options = z.record(z.string(), z.unknown()).parse(flags);
  for (const [name, value] of Object.entries(options)) {
    // a forgotten value makes the next option the value of this one
    if (typeof value !== "string" || !/^(\s*$|--)/.test(value)) continue;
    throw new ConfigError(`${optionOf(name)} needs a value; "${value}" is none.`);
  }
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`${optionOf(String(issue?.path[0] ?? ""))}: ${issue?.message}.`);
}

/** From commander's `baseUrl` back to `--base-url`. */
export function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
