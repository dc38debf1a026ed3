/** @file The knowledge base that ships with the package: real facts on short pages, indexed when first opened. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import { openCachedIndex } from "./index-cache.ts";
import type { BuildProgress } from "./lance/build.ts";
import type { StoredPage } from "./stored-page.ts";

/** The same place seen from `src/kb` and from `dist/kb`. */
const PAGES_FILE = fileURLToPath(new URL("../../seed/pages.jsonl.br", import.meta.url));

const pageLine = z.object({
  url: z.string().min(1),
  title: z.string().min(1),
  text: z.string(),
  keywords: z.string().optional(),
  kind: z.string().optional(),
  split: z.string().optional(),
});

export interface SeedOptions {
  /** Where the index is kept, some 20 MB; made where it does not exist. */
  readonly cacheDirectory: string;
  /** Called while the index is built, which only the first opening does. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Stops a build. */
  readonly signal?: AbortSignal | undefined;
  /** Brotli-compressed JSON lines of pages, where not the package's own. */
  readonly pagesFile?: string | undefined;
}

/** Throws `ConfigError` where the pages or the index cannot be read, or the index cannot be built. */
export async function openSeedKnowledgeBase({
  pagesFile = PAGES_FILE,
  ...options
}: SeedOptions): Promise<KnowledgeBase> {
  const compressed = await readCompressed(pagesFile);
  const key = createHash("sha256").update(compressed).digest("hex").slice(0, 16);
  return openCachedIndex({ ...options, name: "seed", key, pages: () => readPages(pagesFile, compressed) });
}

async function readCompressed(pagesFile: string): Promise<Buffer> {
  try {
    return await readFile(pagesFile);
  } catch (error) {
    throw new ConfigError(
      `The seed pages ${pagesFile} cannot be read. They are part of the package: install it again.`,
      { cause: error },
    );
  }
}

async function readPages(pagesFile: string, compressed: Buffer): Promise<readonly StoredPage[]> {
  try {
    const lines = (await promisify(brotliDecompress)(compressed)).toString("utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => storedPage(pageLine.parse(JSON.parse(line))));
  } catch (error) {
    throw new ConfigError(
      `The seed pages ${pagesFile} are damaged: not brotli-compressed JSON lines of pages. Install the package again.`,
      { cause: error },
    );
  }
}

function storedPage({ kind, split, ...page }: z.infer<typeof pageLine>): StoredPage {
  return { ...page, fields: { ...(kind && { kind }), ...(split && { split }) } };
}
