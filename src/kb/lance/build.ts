/** @file Builds a LanceDB index over pages. */
import type { Table } from "@lancedb/lancedb";
import { ConfigError } from "../../core/errors.ts";
import type { StoredPage } from "../stored-page.ts";
import { type Lance, loadLance } from "./load.ts";
import { reason } from "./reason.ts";
import { indexes, type PassageRow, passageRows, SCHEMA, TABLE } from "./table.ts";

/** Rows written at a time: what progress moves by, and what is held in memory. */
const BATCH = 2_000;

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

/**
 * Writes an index over the pages into `directory`, which must not hold one, and returns the number of pages. Throws
 * `ConfigError` where it cannot be written or two pages have one URL; what was written so far stays behind.
 */
export async function buildLanceIndex(
  directory: string,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  options: BuildOptions = {},
): Promise<number> {
  const lance = await loadLance();
  const connection = await written(directory, () => lance.connect(directory));
  try {
    const table = await written(directory, () => connection.createEmptyTable(TABLE, SCHEMA));
    const pageCount = await writePages(table, pages, { ...options, directory });
    await writeIndexes(lance, table, { ...options, directory });
    table.close();
    return pageCount;
  } finally {
    connection.close();
  }
}

type Step = BuildOptions & { readonly directory: string };

async function writePages(
  table: Table,
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  { total, onProgress, signal, directory }: Step,
): Promise<number> {
  const urls = new Set<string>();
  let rows: PassageRow[] = [];
  const flush = async () => {
    signal?.throwIfAborted();
    if (rows.length > 0) await written(directory, () => table.add(rows));
    rows = [];
    onProgress?.({ phase: "pages", done: urls.size, total });
  };
  for await (const page of pages) {
    if (urls.has(page.url))
      throw new ConfigError(`Two pages have the URL ${page.url}; a URL names one page.`);
    urls.add(page.url);
    rows.push(...passageRows(page));
    if (rows.length >= BATCH) await flush();
  }
  await flush();
  return urls.size;
}

async function writeIndexes(
  lance: Lance,
  table: Table,
  { onProgress, signal, directory }: Step,
): Promise<void> {
  const plan = indexes(lance);
  const total = plan.length + 1;
  let done = 0;
  const step = async (work: () => Promise<unknown>) => {
    signal?.throwIfAborted();
    onProgress?.({ phase: "indexes", done, total });
    await written(directory, work);
    done += 1;
  };
  await step(() => table.optimize({ cleanupOlderThan: new Date() }));
  for (const { column, config } of plan) await step(() => table.createIndex(column, { config }));
  onProgress?.({ phase: "indexes", done, total });
}

async function written<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ConfigError(`The search index cannot be written in ${directory}: ${reason(error)}.`, {
      cause: error,
    });
  }
}
