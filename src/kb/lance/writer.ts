/** @file Writes the table of an index: pages are added and removed, and each commit is a version to go back to. */
import type { Table } from "@lancedb/lancedb";
import { ConfigError } from "../../core/errors.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { StoredPage } from "../stored-page.ts";
import { urlKey } from "../url-key.ts";
import { loadLance } from "./load.ts";
import { reason } from "./reason.ts";
import { anyOf } from "./sql.ts";
import { type IndexShape, indexes, type PassageRow, passageRows, schemaOf, TABLE } from "./table.ts";

/** Rows written at a time, and held in memory until then. */
const BATCH = 20_000;
/** URLs named in one filter. */
const REMOVED_AT_ONCE = 500;
/** With fewer vectors every one is compared, which is exact and fast enough. */
const FEWEST_INDEXED_VECTORS = 20_000;

/** A state of the table that stays as it is. */
interface Commit {
  readonly version: number;
  /** Passages numbered so far; removed ones count. */
  readonly passages: number;
}

export interface IndexWriter {
  /** Rows are written when enough of them have come together, and with `commit`. */
  add(page: StoredPage, signal?: AbortSignal): Promise<void>;
  /** Removes the pages at these URLs. */
  remove(urls: readonly string[]): Promise<void>;
  commit(signal?: AbortSignal): Promise<Commit>;
  /** Builds each search index, or brings it up to date; `onStep` is called before each. */
  index(onStep: (done: number, total: number) => void, signal?: AbortSignal): Promise<Commit>;
  /** Passages that stand in the index. */
  count(): Promise<number>;
  /** Removes what only older versions need. */
  tidy(): Promise<Commit>;
  close(): void;
}

export interface WriterOptions {
  readonly shape: IndexShape;
  /** The commit to go on from, and whether to undo what was written since; absent: the directory holds no index yet. */
  readonly from?: (Commit & { readonly undo: boolean }) | undefined;
  /** Needed where the shape has vectors. */
  readonly embedder?: Embedder | undefined;
}

/** Every method throws `ConfigError` where the index cannot be written, and the signal's reason when aborted. */
export async function openIndexWriter(
  directory: string,
  { shape, from, embedder }: WriterOptions,
): Promise<IndexWriter> {
  const lance = await loadLance();
  const written = <T>(work: () => Promise<T>) => writing(directory, work);
  const connection = await written(() => lance.connect(directory));
  const table = await written(async () => {
    if (from === undefined) return await connection.createEmptyTable(TABLE, await schemaOf(shape));
    const found = await connection.openTable(TABLE);
    if (from.undo) await goBack(found, from.version);
    return found;
  });
  let passages = from?.passages ?? 0;
  let rows: PassageRow[] = [];

  async function flush(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const full = rows;
    rows = [];
    if (full.length === 0) return;
    const vectors = await embedder?.embedPassages(
      full.map(({ title, text }) => `${title}\n${text}`),
      signal,
    );
    const complete = vectors === undefined ? full : full.map((row, index) => withVector(row, vectors[index]));
    await written(() => table.add(complete));
  }
  async function commit(signal?: AbortSignal): Promise<Commit> {
    await flush(signal);
    return { version: await written(() => table.version()), passages };
  }

  return {
    async add(page, signal) {
      const added = passageRows(page, passages, shape);
      passages += added.length;
      rows.push(...added);
      if (rows.length >= BATCH) await flush(signal);
    },
    async remove(urls) {
      await flush();
      for (let start = 0; start < urls.length; start += REMOVED_AT_ONCE) {
        const keys = urls.slice(start, start + REMOVED_AT_ONCE).map(urlKey);
        await written(() => table.delete(anyOf("urlKey", keys)));
      }
    },
    commit,
    async index(onStep, signal) {
      await flush(signal);
      const built = new Set((await written(() => table.listIndices())).flatMap(({ columns }) => columns));
      const missing = indexes(lance, shape).filter(({ column }) => !built.has(column));
      const total = missing.length + 2;
      const step = async (done: number, work: () => Promise<unknown>) => {
        signal?.throwIfAborted();
        onStep(done, total);
        await written(work);
      };
      // rows of many small writes are put together, and indexes that exist take in what is new
      await step(0, () => table.optimize({ cleanupOlderThan: new Date(0) }));
      for (const [index, { column, config }] of missing.entries()) {
        await step(index + 1, () => table.createIndex(column, { config }));
      }
      await step(total - 1, () => indexVectors(table, lance, { shape, built }));
      onStep(total, total);
      return { version: await written(() => table.version()), passages };
    },
    count: () => written(() => table.countRows()),
    async tidy() {
      await written(() => table.optimize({ cleanupOlderThan: new Date() }));
      return { version: await written(() => table.version()), passages };
    },
    close: () => {
      table.close();
      connection.close();
    },
  };
}

/** A write that was not committed is undone. */
async function goBack(table: Table, version: number): Promise<void> {
  if ((await table.version()) === version) return;
  await table.checkout(version);
  await table.restore();
}

async function indexVectors(
  table: Table,
  { Index }: Awaited<ReturnType<typeof loadLance>>,
  { shape, built }: { readonly shape: IndexShape; readonly built: ReadonlySet<string> },
): Promise<void> {
  if (shape.dimensions === undefined || built.has("vector")) return;
  if ((await table.countRows()) < FEWEST_INDEXED_VECTORS) return;
  await table.createIndex("vector", {
    config: Index.hnswSq({ distanceType: "cosine", m: 20, efConstruction: 200, numPartitions: 1 }),
  });
}

function withVector(row: PassageRow, vector: readonly number[] | undefined): PassageRow {
  if (vector === undefined) throw new ConfigError("The embedding model gave fewer vectors than passages.");
  return { ...row, vector };
}

async function writing<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ConfigError(`The search index cannot be written in ${directory}: ${reason(error)}.`, {
      cause: error,
    });
  }
}
