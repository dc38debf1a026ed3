/** @file What an index remembers of the embedder it was built with, and the check that it is searched with the same. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Embedder } from "./embedder.ts";

export const pooling = z.enum(["mean", "last", "cls"]);

export const embeddingRecordSchema = z.strictObject({
  model: z.string().min(1),
  dimensions: z.int().positive(),
  queryPrefix: z.string(),
  passagePrefix: z.string(),
  pooling: pooling.optional(),
  normalise: z.boolean(),
  maxTokens: z.int().positive().optional(),
});

export type EmbeddingRecord = z.output<typeof embeddingRecordSchema>;

export function embeddingRecord({ model, dimensions, settings }: Embedder): EmbeddingRecord {
  return {
    model,
    dimensions,
    queryPrefix: settings?.queryPrefix ?? "",
    passagePrefix: settings?.passagePrefix ?? "",
    normalise: settings?.normalise ?? false,
    ...(settings?.pooling !== undefined && { pooling: settings.pooling }),
    ...(settings?.maxTokens !== undefined && { maxTokens: settings.maxTokens }),
  };
}

const FIELDS = [
  "model",
  "dimensions",
  "queryPrefix",
  "passagePrefix",
  "pooling",
  "normalise",
  "maxTokens",
] as const;

/**
 * Throws `ConfigError` where vectors of the two cannot be compared. What a server decides by itself is not known, and
 * differs from nothing.
 */
export function requireSameEmbedding(stored: EmbeddingRecord, given: EmbeddingRecord): void {
  const different = FIELDS.filter(
    (field) => stored[field] !== undefined && given[field] !== undefined && stored[field] !== given[field],
  );
  if (different.length === 0) return;
  const said = (record: EmbeddingRecord) =>
    different.map((field) => `${field} ${JSON.stringify(record[field])}`).join(", ");
  throw new ConfigError(
    `the index was built with ${said(stored)}, and the embedder given has ${said(given)}; give the same, or build the index again`,
  );
}
