/** @file Reading a file of an installed data package, checked at the border. */
import { readFileSync } from "node:fs";
import type { z } from "zod";

/** `address` is a file URL, e.g. `import.meta.resolve("world-countries/countries.json")`. */
export function loadJson<T>(address: string | URL, schema: z.ZodType<T>): T {
  const parsed: unknown = JSON.parse(readFileSync(new URL(address), "utf8"));
  return schema.parse(parsed);
}
