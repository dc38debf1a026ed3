/** @file Builds an index over pages that are all at hand. */
import { ConfigError } from "../../core/errors.ts";
import type { StoredPage } from "../stored-page.ts";
import type { IndexShape } from "./table.ts";
import { openIndexWriter } from "./writer.ts";

/** Pages written between two reports of progress. */
const REPORTED = 1_000;

/** How far a build is. `pages` are written first (counted in pages), then the words are indexed (counted in indexes). */
export interface BuildProgress {
  readonly phase: "pages" | "indexes";
  readonly done: number;
  /** Absent where the number of pages is not known beforehand. */
  readonly total?: number | undefined;
}

export interface BuildOptions {
  /** The number of pages, for progress. */
  readonly total?: number | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Looked at between two steps, none of which takes more than a few seconds for 20,000 pages. */
  readonly signal?: AbortSignal | undefined;
}

const SHAPE: IndexShape = { words: "any", keywords: true, places: true };

/**
 * Writes an index over the pages into `directory`, which must not hold one, and returns the number of pages. Throws
 * `ConfigError` where it cannot be written or two pages have one URL; what was written so far stays behind.
 */
export async function buildLanceIndex(
  directory: string,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  { total, onProgress, signal }: BuildOptions = {},
): Promise<number> {
  const writer = await openIndexWriter(directory, { shape: SHAPE });
  try {
    const urls = new Set<string>();
    for await (const page of pages) {
      if (urls.has(page.url)) {
        throw new ConfigError(`Two pages have the URL ${page.url}; a URL names one page.`);
      }
      urls.add(page.url);
      if (urls.size % REPORTED === 0) {
        signal?.throwIfAborted();
        onProgress?.({ phase: "pages", done: urls.size, total });
      }
      await writer.add(page, signal);
    }
    await writer.commit(signal);
    onProgress?.({ phase: "pages", done: urls.size, total });
    await writer.index((done, steps) => onProgress?.({ phase: "indexes", done, total: steps }), signal);
    await writer.tidy();
    return urls.size;
  } finally {
    writer.close();
  }
}
