/** @file What is written down of a knowledge base in its directory, and what a build goes on from. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { parseJson } from "../../util/parse-json.ts";
import { embeddingRecordSchema } from "../embedding/embedding-record.ts";
import { INDEX_FORMAT } from "../lance/table.ts";

const FILE = "kb.json";

const count = z.int().nonnegative();

/** A file as it was when it was read, and the pages that came of it. */
const documentRecord = z.object({
  bytes: count,
  modifiedMs: z.number(),
  urls: z.array(z.string()),
  /** Why nothing could be read of it. */
  skipped: z.string().optional(),
});

const manifestSchema = z.object({
  format: z.literal(INDEX_FORMAT),
  name: z.string(),
  /** What the pages come from; both are absolute paths. */
  source: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("corpus"),
      path: z.string(),
      corpus: z.string(),
      pagesRead: count,
      isRead: z.boolean(),
    }),
    z.object({
      kind: z.literal("documents"),
      root: z.string(),
      files: z.record(z.string(), documentRecord),
      /** What is no document that can be read, and why. */
      skipped: z.array(z.object({ path: z.string(), why: z.string() })),
    }),
  ]),
  words: z.enum(["any", "spaced"]),
  embedding: embeddingRecordSchema.optional(),
  /** `reading`: pages are being written, and what is not committed does not count; `indexing`: all are written. */
  phase: z.enum(["reading", "indexing", "ready"]),
  /** Whether its indexes were ever whole: then it can be searched while it is brought up to date. */
  isSearchable: z.boolean(),
  pageCount: count,
  /** Once it is ready. */
  passageCount: count.optional(),
  /** The state of the table that all this describes. */
  commit: z.object({ version: count, passages: count }),
  updatedAt: z.iso.datetime(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type DocumentRecord = z.infer<typeof documentRecord>;

/** `undefined` where the directory holds no knowledge base. Throws `ConfigError` for one that cannot be read. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const json = await readIfThere(directory);
  if (json === undefined) return undefined;
  const parsed = manifestSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    `${join(directory, FILE)} is damaged or of another version of wideseek. Remove ${directory} and build it again.`,
  );
}

/** Replaces the manifest as one step, so that there is always a whole one. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const file = join(directory, FILE);
  await guarded(directory, async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(`${file}.part`, JSON.stringify(manifest), { flush: true });
    await rename(`${file}.part`, file);
  });
}

async function readIfThere(directory: string): Promise<string | undefined> {
  try {
    return await readFile(join(directory, FILE), "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new ConfigError(`${directory} cannot be read: ${systemReason(error)}.`, { cause: error });
  }
}

async function guarded<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${directory} cannot be written: ${systemReason(error)}.`, { cause: error });
  }
}
