/** @file A whole page from its passages in a Qdrant collection. */
import { z } from "zod";
import type { Page } from "../../core/knowledge-base.ts";
import { titleOfUrl } from "../corpora/wikipedia-url.ts";
import { ClusterError } from "../opensearch/cluster-error.ts";
import { joined } from "../opensearch/joined.ts";
import { urlVariants } from "../remote/url-variants.ts";
import { urlKey } from "../url-key.ts";
import { type StoredPoint, storedPoint } from "./point-form.ts";
import type { OpenCollection } from "./search.ts";

/** Passages read at a time. */
const BATCH = 1_000;

const pointId = z.union([z.number(), z.string()]);
const scrolled = z.object({ points: z.array(storedPoint), next_page_offset: pointId.nullish() });

/**
 * `undefined`: there is no such page. In the official index a page is found under any of the ways its URL is written. Throws
 * `ClusterError` where not all of its passages are there, as far as the collection says how many there are.
 */
export async function accessCollection(
  open: OpenCollection,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Page | undefined> {
  const forms = open.hasKeys ? [url] : urlVariants(url);
  const points = await pointsOf(open, open.hasKeys ? [urlKey(url)] : forms, signal);
  const first = forms.flatMap((form) => points.find((point) => point.url === form) ?? [])[0] ?? points[0];
  if (first === undefined) return undefined;
  const own = points.filter((point) => point.url === first.url).sort(byNumber);
  if (first.passages !== undefined && first.passages !== own.length) {
    throw new ClusterError(`the collection has ${own.length} of ${first.passages} passages of the page`, {
      status: 500,
    });
  }
  const isOurs = first.ordinal !== undefined;
  const title = first.title === "" && !isOurs ? (titleOfUrl(first.url) ?? "") : first.title;
  // passages of ours are the text without anything between; rows of a corpus begin a line each
  return { url: first.url, title, ...joined(own, isOurs ? "" : "\n") };
}

async function pointsOf(
  { server, collection, hasKeys }: OpenCollection,
  any: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly StoredPoint[]> {
  const filter = { must: [{ key: hasKeys ? "urlKey" : "url", match: { any: [...any] } }] };
  const points: StoredPoint[] = [];
  for (let offset: number | string | undefined; ; ) {
    const from = offset === undefined ? {} : { offset };
    const scroll = { collection_name: collection, filter, limit: BATCH, with_payload: true, ...from };
    const next = await server.send((api, init) => api.scrollPoints(scroll, init), scrolled, signal);
    points.push(...next.points);
    if (next.next_page_offset == null) return points;
    offset = next.next_page_offset;
  }
}

/** Points are numbered in the order of the corpus. */
function byNumber({ point: left }: StoredPoint, { point: right }: StoredPoint): number {
  return typeof left === "number" && typeof right === "number" ? left - right : 0;
}
