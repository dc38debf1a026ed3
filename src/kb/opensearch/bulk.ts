/** @file Loads passages into an index of OpenSearch, and what becomes of each of them. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Clock } from "../../util/clock.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { StoredPage } from "../stored-page.ts";
import { type Batch, batchesOf, type Outgoing, sendAll, vectorsOf } from "./batches.ts";
import type { Cluster } from "./cluster.ts";
import { ClusterError, isPassing } from "./cluster-error.ts";
import { shortHash } from "./passage-form.ts";

/** A request: enough that its overhead does not count, and far from the 100 MB that a cluster refuses. */
const BATCH = { bytes: 4_000_000, passages: 1_000 };
/** A minute or more, after which the cluster is not merely busy. */
const ATTEMPTS = 12;
const BACKOFF = { baseMs: 200, maxMs: 20_000 };

const answer = z.object({
  items: z.array(
    z.object({
      create: z.object({
        status: z.int(),
        error: z
          .object({
            type: z.string(),
            reason: z.string().nullish(),
            caused_by: z.object({ reason: z.string().nullish() }).optional(),
          })
          .optional(),
      }),
    }),
  ),
});

type Refusal = NonNullable<z.infer<typeof answer>["items"][number]["create"]["error"]>;

export interface BulkTarget {
  readonly cluster: Cluster;
  readonly index: string;
  readonly embedder?: Embedder | undefined;
  readonly clock: Clock;
  /** Called with the number of pages of each request that the cluster took. */
  readonly onPages: (pages: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Throws `ConfigError` where two pages have one URL or the cluster refuses a passage for what it is, and `ClusterError` where
 * it stays out of reach; nothing is sent any more after that.
 */
export async function loadPassages(
  pages: Iterable<StoredPage> | AsyncIterable<StoredPage>,
  target: BulkTarget,
): Promise<void> {
  const send = (batch: Batch, signal: AbortSignal) => sendBatch(batch, { ...target, signal });
  await sendAll(batchesOf(pages, BATCH), send, target.signal);
}

async function sendBatch(batch: Batch, target: BulkTarget & { readonly signal: AbortSignal }): Promise<void> {
  const { clock, signal, onPages, embedder } = target;
  const texts = batch.passages.map(({ record: { title, text } }) => `${title}\n${text}`);
  const vectors = await vectorsOf(embedder, texts, signal);
  let left = batch.passages.map((passage, index) => ({
    passage,
    lines: bulkLines(passage, vectors?.[index]),
  }));
  let mayBeThere = false;
  const attempt = async () => {
    try {
      const statuses = await sendLines(
        left.flatMap(({ lines }) => lines),
        target,
      );
      left = left.filter(({ passage }, index) => !isTaken(passage, statuses[index], mayBeThere));
    } catch (error) {
      // a request whose answer did not come may have been carried out all the same
      mayBeThere ||= isPassing(error);
      throw error;
    }
    if (left.length > 0)
      throw new ClusterError(`it is too busy to take ${left.length} passages`, { status: 429 });
  };
  const delayMs = (error: unknown, number: number) =>
    isPassing(error) && number < ATTEMPTS ? backoffMs(number, BACKOFF, Math.random()) : undefined;
  await retry(attempt, { clock, signal, delayMs });
  onPages(batch.pages);
}

function bulkLines({ record, line }: Outgoing, vector: readonly number[] | undefined): readonly string[] {
  const create = { _id: `${shortHash(record.url)}-${record.ordinal}`, routing: shortHash(record.urlKey) };
  const whole = vector === undefined ? line : `${line.slice(0, -1)},"vector":${JSON.stringify(vector)}}`;
  return [JSON.stringify({ create }), whole];
}

interface Outcome {
  readonly status: number;
  readonly error?: Refusal | undefined;
}

/** One outcome a passage, in their order. */
async function sendLines(
  lines: readonly string[],
  { cluster, index, signal }: BulkTarget,
): Promise<readonly Outcome[]> {
  const query = { filter_path: "items.*.status,items.*.error" };
  const path = `/${index}/_bulk`;
  const { items } = await cluster.send({ method: "POST", path, query, lines, again: false }, answer, signal);
  if (items.length * 2 !== lines.length) {
    throw new ClusterError(`it answered ${items.length} of ${lines.length / 2} passages`, { status: 500 });
  }
  return items.map(({ create }) => create);
}

/** False: the cluster had no room for it and wants it again. Throws where it never will take it. */
function isTaken({ record }: Outgoing, outcome: Outcome | undefined, mayBeThere: boolean): boolean {
  const { status, error } = outcome ?? { status: 500 };
  if (status === 429 || status === 503) return false;
  if (status < 300 || (status === 409 && mayBeThere)) return true;
  const url = record.url.length > 200 ? `${record.url.slice(0, 200)}…` : record.url;
  if (status === 409) throw new ConfigError(`Two pages have the URL ${url}; a URL names one page.`);
  const reason = [error?.type, error?.reason, error?.caused_by?.reason]
    .filter((part) => part != null)
    .join(": ");
  throw new ConfigError(
    `The cluster refuses passage ${record.ordinal} of the page ${url} (${status}, ${reason.slice(0, 300)}). Change the page, or leave it out.`,
  );
}
