/** @file An embedder that runs a Hugging Face model folder on this machine. */
import { availableParallelism } from "node:os";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { untilAborted } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { OpenEmbedder } from "./embedder.ts";
import { pooling } from "./embedding-record.ts";
import { openEmbeddingThread } from "./embedding-thread.ts";
import { type FolderFiles, readFolder } from "./folder-files.ts";
import { batches, normalised } from "./vectors.ts";

export const embeddingFolderSettings = z.strictObject({
  /** The model's name; default: as its folder says. */
  model: z.string().min(1).optional(),
  /** The path of the `.onnx` file in the folder, where there are several. */
  file: z.string().min(1).optional(),
  queryPrefix: z.string().default(""),
  passagePrefix: z.string().default(""),
  pooling,
  normalise: z.boolean().default(true),
  /** Longer texts are cut. */
  maxTokens: z.int().positive().default(512),
  /**
   * Texts that go through the model at once. More than one makes a quantised model's vector of a text depend on what stands
   * beside it, and is no faster on a CPU.
   */
  batchSize: z.int().positive().default(1),
  threads: z
    .int()
    .positive()
    .default(Math.max(1, availableParallelism() - 1)),
});

/**
 * The folder has `config.json`, `tokenizer.json` and a graph, `onnx/model.onnx` or the like. The model runs in a thread of
 * its own until it is closed. Throws `ConfigError` where the folder cannot be used.
 */
export async function openEmbeddingFolder(
  directory: string,
  given: z.input<typeof embeddingFolderSettings>,
): Promise<OpenEmbedder> {
  const settings = embeddingFolderSettings.parse(given);
  const { pooling: pool, maxTokens, threads, batchSize, queryPrefix, passagePrefix, normalise } = settings;
  const files = await readFolder(directory, settings.file);
  assertFits(files, maxTokens, directory);
  const thread = await openEmbeddingThread({ files, pooling: pool, maxTokens, threads });
  const turns = semaphore(1);

  const embed = async (prefix: string, texts: readonly string[], signal: AbortSignal | undefined) => {
    const vectors: (readonly number[])[] = [];
    for (const batch of batches(texts, batchSize)) {
      const prefixed = batch.map((text) => prefix + text);
      // who waits for a turn may give up; a batch under way is finished, and nobody waits for it
      const values = await turns.run(
        () => untilAborted(thread.embed(prefixed), signal ?? new AbortController().signal),
        signal,
      );
      const rows = batch.map((_, row) =>
        Array.from(values.subarray(row * thread.dimensions, (row + 1) * thread.dimensions)),
      );
      vectors.push(...rows.map((row) => (normalise ? normalised(row) : row)));
    }
    return vectors;
  };

  return {
    model: settings.model ?? files.model,
    dimensions: thread.dimensions,
    settings: { queryPrefix, passagePrefix, pooling: pool, normalise, maxTokens },
    embedQueries: (texts, signal) => embed(queryPrefix, texts, signal),
    embedPassages: (texts, signal) => embed(passagePrefix, texts, signal),
    close: () => thread.close(),
  };
}

function assertFits({ positions }: FolderFiles, maxTokens: number, directory: string): void {
  if (positions === undefined || maxTokens <= positions) return;
  throw new ConfigError(
    `the model in ${directory} reads at most ${positions} tokens; set maxTokens to ${positions} or less`,
  );
}
