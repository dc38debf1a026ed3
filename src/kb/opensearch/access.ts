/** @file A whole page from its passages in OpenSearch. */
import { z } from "zod";
import type { Page } from "../../core/knowledge-base.ts";
import { urlKey } from "../url-key.ts";
import type { Cluster } from "./cluster.ts";
import { ClusterError } from "./cluster-error.ts";
import { joined } from "./joined.ts";
import { passageSource, shortHash } from "./passage-form.ts";

/** Passages read at a time. */
const BATCH = 1_000;
const SOURCE = ["url", "title", "text", "ordinal", "passages", "places"];

const row = passageSource.extend({ ordinal: z.int(), passages: z.int() });
const answer = z.object({
  hits: z.object({
    hits: z.array(z.object({ _index: z.string(), _source: row, sort: z.array(z.unknown()) })),
  }),
});

type Row = z.infer<typeof row>;

/** `undefined`: there is no such page. Throws `ClusterError` where not all of its passages are there. */
export async function accessPage(
  cluster: Cluster,
  { index, url }: { readonly index: string; readonly url: string },
  signal: AbortSignal | undefined,
): Promise<Page | undefined> {
  const rows = await rowsOf(cluster, { index, key: urlKey(url) }, signal);
  const first = rows.find((found) => found.url === url) ?? rows[0];
  if (first === undefined) return undefined;
  const own = rows.filter((found) => found.url === first.url);
  if (own.length !== first.passages) {
    throw new ClusterError(`the index has ${own.length} of ${first.passages} passages of the page`, {
      status: 500,
    });
  }
  return { url: first.url, title: first.title, ...joined(own) };
}

/** The passages of all pages with this key, those of a page together and in order. */
async function rowsOf(
  cluster: Cluster,
  { index, key }: { readonly index: string; readonly key: string },
  signal: AbortSignal | undefined,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const body = {
    size: BATCH,
    query: { bool: { filter: [{ term: { urlKey: key } }] } },
    sort: ["url", "ordinal"],
    track_total_hits: false,
    _source: SOURCE,
  };
  const query = { routing: shortHash(key), allow_partial_search_results: false };
  // once a passage is found its index is asked for the others, even when the alias moves on to a newer one
  for (let from = index, after: object = {}; ; ) {
    const request = { method: "POST", path: `/${from}/_search`, query, body: { ...body, ...after } } as const;
    const found = (await cluster.send(request, answer, signal)).hits.hits;
    rows.push(...found.map(({ _source }) => _source));
    const last = found.at(-1);
    if (last === undefined || found.length < BATCH) return rows;
    from = encodeURIComponent(last._index);
    after = { search_after: last.sort };
  }
}
