/** @file A knowledge base over a LanceDB index: ranked search, and access by URL. */
import type { Table } from "@lancedb/lancedb";
import { z } from "zod";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page } from "../../core/knowledge-base.ts";
import { untilAborted } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { urlKey } from "../url-key.ts";
import { type Lance, loadLance } from "./load.ts";
import { reason } from "./reason.ts";
import { numberedColumnsOf, type OpenIndex, passageRow, placesOf, searchIndex } from "./search.ts";
import { quoted } from "./sql.ts";
import { type IndexShape, TABLE } from "./table.ts";

const INDEX_CACHE_BYTES = 1024n * 1024n * 1024n;
const METADATA_CACHE_BYTES = 128n * 1024n * 1024n;

/** More searches at once are no faster, and each holds memory while it runs. */
const AT_ONCE = 16;

const pageRows = z.array(passageRow);

export interface LanceOptions {
  /** The knowledge base's name in reports and errors. */
  readonly name: string;
  /** The number of pages in the index, where that is known. */
  readonly pageCount?: number | undefined;
  /** For an index with vectors: the model that made them. */
  readonly embedder?: Embedder | undefined;
  /** Whether its pages have places; default true. */
  readonly places?: boolean | undefined;
  /** Of the knowledge base. */
  readonly isTrusted?: true | undefined;
}

/** Opens the index that was written into `directory`. Throws `ConfigError` where there is none that can be read. */
export async function openLanceIndex(
  directory: string,
  { name, pageCount, embedder, places = true, isTrusted }: LanceOptions,
): Promise<KnowledgeBase> {
  const lance = await loadLance();
  const { table, ...found } = await openTable(lance, directory);
  const shape = { ...found, places };
  const index: OpenIndex = { lance, table, shape, embedder };
  const turns = semaphore(AT_ONCE);
  let isOpen = true;

  async function carriedOut<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`${what}: the knowledge base ${name} is closed.`);
    try {
      const done = turns.run(work, signal);
      return await (signal === undefined ? done : untilAborted(done, signal));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ToolInputError || error instanceof FetchError) throw error;
      throw new FetchError(`${what} failed in the knowledge base ${name}: ${reason(error)}.`, {
        cause: error,
      });
    }
  }

  return {
    name,
    pageCount,
    isTrusted,
    search: (request) => carriedOut("The search", () => searchIndex(index, request), request.signal),
    access: (url, signal) => carriedOut(`Access to ${url}`, () => access(index, url), signal),
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      table.close();
    },
  };
}

/** What the index is made of can be read from the table itself. */
async function openTable(
  lance: Lance,
  directory: string,
): Promise<{ readonly table: Table } & Pick<IndexShape, "words" | "keywords">> {
  try {
    const session = new lance.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES);
    const connection = await lance.connect(directory, {}, session);
    const table = await connection.openTable(TABLE);
    connection.close();
    const indexed = new Set((await table.listIndices()).flatMap(({ columns }) => columns));
    const words = indexed.has("bigrams") ? "any" : "spaced";
    return { table, words, keywords: indexed.has("keywords") };
  } catch (error) {
    throw new ConfigError(`There is no readable search index in ${directory}: ${reason(error)}.`, {
      cause: error,
    });
  }
}

async function access({ table, shape }: OpenIndex, url: string): Promise<Page | undefined> {
  const rows = await table
    .query()
    .where(`urlKey = ${quoted(urlKey(url))}`)
    .select(numberedColumnsOf(shape))
    .toArray();
  const passages = pageRows.parse(rows).sort((left, right) => left.ordinal - right.ordinal);
  const first = passages.find((row) => row.url === url) ?? passages[0];
  if (first === undefined) return undefined;
  const own = passages.filter((row) => row.url === first.url);
  let text = "";
  const places = own.flatMap((row) => {
    const start = text.length;
    text += row.text;
    return (placesOf(row.places) ?? []).map((place) => ({ ...place, start: start + place.start }));
  });
  const page = { url: first.url, title: first.title, text };
  return places.length === 0 ? page : { ...page, places };
}
