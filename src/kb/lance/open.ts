/** @file A knowledge base over a LanceDB index: ranked search, and access by URL. */
import type { Table } from "@lancedb/lancedb";
import { z } from "zod";
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { KnowledgeBase, Page, Passage, SearchRequest } from "../../core/knowledge-base.ts";
import { untilAborted } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import { type Candidate, FIELD_WEIGHTS, passagesNeeded, searchResults } from "../ranking.ts";
import { titleKey } from "../text/words.ts";
import { urlKey } from "../url-key.ts";
import { type Lance, loadLance } from "./load.ts";
import { reason } from "./reason.ts";
import { TABLE } from "./table.ts";

const INDEX_CACHE_BYTES = 256n * 1024n * 1024n;
const METADATA_CACHE_BYTES = 64n * 1024n * 1024n;
/** More searches at once are no faster, and each holds memory while it runs. */
const AT_ONCE = 16;
/** Characters of a query that are looked at; nothing a person or a model asks is longer. */
const LONGEST_QUERY = 2_000;

const passageRow = z.object({ url: z.string(), title: z.string(), text: z.string() });
const matchRows = z.array(passageRow.extend({ keywords: z.string().nullable(), _score: z.number() }));
const titleRows = z.array(passageRow);
const pageRows = z.array(passageRow.extend({ ordinal: z.number() }));

export interface LanceOptions {
  /** The knowledge base's name in reports and errors. */
  readonly name: string;
  /** The number of pages in the index, where that is known. */
  readonly pageCount?: number | undefined;
}

/** Opens the index that `buildLanceIndex` wrote into `directory`. Throws `ConfigError` where there is none that can be read. */
export async function openLanceIndex(
  directory: string,
  { name, pageCount }: LanceOptions,
): Promise<KnowledgeBase> {
  const lance = await loadLance();
  const table = await openTable(lance, directory);
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
      throw new FetchError(`${what} failed in the knowledge base ${name}: ${reason(error)}.`, {
        cause: error,
      });
    }
  }

  return {
    name,
    pageCount,
    search: ({ signal, ...request }) => carriedOut("The search", () => search(lance, table, request), signal),
    access: (url, signal) => carriedOut(`Access to ${url}`, () => access(table, url), signal),
    close: async () => {
      if (isOpen) table.close();
      isOpen = false;
    },
  };
}

async function openTable(lance: Lance, directory: string): Promise<Table> {
  try {
    const session = new lance.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES);
    const connection = await lance.connect(directory, {}, session);
    const table = await connection.openTable(TABLE);
    connection.close();
    return table;
  } catch (error) {
    throw new ConfigError(`There is no readable search index in ${directory}: ${reason(error)}.`, {
      cause: error,
    });
  }
}

async function search(lance: Lance, table: Table, request: SearchRequest): Promise<readonly Passage[]> {
  const query = request.query.slice(0, LONGEST_QUERY).trim();
  if (query === "" || request.limit < 1) return [];
  const [titled, ranked] = await Promise.all([
    titledRows(table, query, request.limit),
    matchingRows(lance, table, { query, limit: request.limit }),
  ]);
  return searchResults(query, request.limit, { titled, ranked });
}

async function titledRows(table: Table, query: string, limit: number): Promise<readonly Candidate[]> {
  const rows = await table
    .query()
    .where(`titleKey = ${quoted(titleKey(query))}`)
    .select(["url", "title", "text"])
    .limit(limit)
    .toArray();
  return titleRows.parse(rows).map((row) => ({ ...row, score: 0 }));
}

/** Passages best first, enough of them for `limit` pages where there are as many. */
async function matchingRows(
  lance: Lance,
  table: Table,
  { query, limit }: SearchRequest,
): Promise<readonly Candidate[]> {
  const words = wordsQuery(lance, query);
  for (let count = passagesNeeded(limit); ; count *= 4) {
    const rows = await table
      .query()
      .fullTextSearch(words)
      .select(["url", "title", "text", "keywords", "_score"])
      .limit(count)
      .toArray();
    const found = matchRows.parse(rows).map(({ _score, ...row }) => ({ ...row, score: _score }));
    const pages = new Set(found.map(({ url }) => url));
    if (found.length < count || pages.size >= limit) return found;
  }
}

/** The title's score, and the better one of the text's and the keywords': these say in other words what the text says. */
function wordsQuery({ BooleanQuery, MatchQuery, MultiMatchQuery, Occur }: Lance, query: string) {
  const { title, text, keywords } = FIELD_WEIGHTS;
  return new BooleanQuery([
    [Occur.Should, new MatchQuery(query, "title", { boost: title })],
    [Occur.Should, new MultiMatchQuery(query, ["text", "keywords"], { boosts: [text, keywords] })],
  ]);
}

async function access(table: Table, url: string): Promise<Page | undefined> {
  const rows = await table
    .query()
    .where(`urlKey = ${quoted(urlKey(url))}`)
    .select(["url", "title", "text", "ordinal"])
    .toArray();
  const passages = pageRows.parse(rows).sort((left, right) => left.ordinal - right.ordinal);
  const first = passages.find((row) => row.url === url) ?? passages[0];
  if (first === undefined) return undefined;
  const text = passages
    .filter((row) => row.url === first.url)
    .map((row) => row.text)
    .join("");
  return { url: first.url, title: first.title, text };
}

/** A string of the filter language; a quote in it is doubled, and nothing else has a meaning there. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
