/** @file What the user wants of `score`, read from the command line and checked before anything is opened. */
import { z } from "zod";
import { parseDate, wholeNumber } from "../arguments/amounts.ts";
import { readFlags, text } from "../arguments/flags.ts";

const scoreFlags = z.object({
  benchmark: text.optional(),
  limit: text.transform(wholeNumber("--limit", 1, 1_000_000)).optional(),
  language: z.enum(["en", "zh"]).optional(),
  judge: text.default("exact"),
  date: text.transform(parseDate).optional(),
  concurrency: text.transform(wholeNumber("--concurrency", 1, 1_000)).default(8),
  out: text.optional(),
  format: z.enum(["text", "json"]).default("text"),
  color: z.boolean().default(true),
});

export type ScorePlan = z.infer<typeof scoreFlags>;

/** Throws `ConfigError` for whatever cannot work. */
export function planScore(flags: unknown): ScorePlan {
  return readFlags(scoreFlags, flags);
}
