/**
 * @file How passages stand in a collection of Qdrant: as in the official index of WideSeek-R1, whose points are the rows of
 * its corpus, numbered in order. Collections of ours say more of each passage.
 */
import { z } from "zod";
import { embeddingRecordSchema } from "../embedding/embedding-record.ts";
import type { PassageRecord } from "../opensearch/passage-form.ts";
import { titledText } from "../remote/wire-document.ts";

export const COLLECTION_FORMAT = 1;
/** Of the official index (RLinf's `build_index.py` and `launch_local_server.sh`). */
export const HNSW = { m: 32, ef_construct: 512 };
export const SEARCH_EF = 256;

/** `id`, `contents` and `url` are the official row: `contents` is the title in quotes, a new line, and the text. */
export function payloadOf(record: PassageRecord, point: number) {
  const { id = String(point), text: _, keywords: __, ...row } = record;
  return { id, contents: contentsOf(record), ...row };
}

/** What is embedded. */
export function contentsOf({ title, text }: PassageRecord): string {
  return `"${title.replace(/\s+/gu, " ")}"\n${text}`;
}

const payload = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    contents: z.string().optional(),
    title: z.string().optional(),
    text: z.string().optional(),
    url: z.string(),
    ordinal: z.int().optional(),
    passages: z.int().optional(),
    places: z.array(z.object({ start: z.number(), name: z.string() })).optional(),
  })
  .refine(({ contents, text }) => contents !== undefined || text !== undefined);

/** A point as it is read, whoever wrote it. */
export const storedPoint = z
  .object({ id: z.union([z.number(), z.string()]), score: z.number().default(0), payload })
  .transform(({ id: point, score, payload: { id, contents, ...row } }) => ({
    ...row,
    ...titledText({ ...row, contents, id: undefined }),
    id: String(id ?? point),
    point,
    score,
  }));

export type StoredPoint = z.output<typeof storedPoint>;

/** What a collection of ours says of itself; `pages` is there once it is complete. */
export const collectionMeta = z.object({
  wideseek: z.object({
    format: z.int(),
    embedding: embeddingRecordSchema,
    pages: z.int().optional(),
  }),
});

export const collectionInfo = z.object({
  config: z.object({ params: z.object({ vectors: z.unknown() }), metadata: z.unknown().optional() }),
  payload_schema: z.record(z.string(), z.unknown()),
});

export type CollectionInfo = z.output<typeof collectionInfo>;

/** Collections with several vectors a point have an object of such. */
export const singleVector = z.object({ size: z.int(), distance: z.string() });
