/** @file One knowledge base out of several that each hold a part of the pages: asked all at once, their answers merged. */
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { KnowledgeBase, Page } from "../../core/knowledge-base.ts";
import { type ChildSignal, childSignal } from "../../util/abort.ts";
import { type MergeBy, mergePassages } from "./merge-passages.ts";

export interface ShardSettings {
  readonly mergeBy: MergeBy;
  /** Default: the shards' names. */
  readonly name?: string | undefined;
  /** A shard that fails is left out, as long as one answers; without this its failure is the search's. */
  readonly allowMissing?: boolean | undefined;
  /** Called for each failure of a shard, left out or not. */
  readonly onShardFailure?: ((failure: ShardFailure) => void) | undefined;
}

interface ShardFailure {
  /** The shard's place in the list, from 0. */
  readonly shard: number;
  readonly name: string;
  readonly error: FetchError;
}

/** What a shard gave, or how it failed. */
type Outcome<T> = { readonly value: T } | { readonly failure: FetchError };

/**
 * `access` gives the page of the first shard, in their order, that has it. A page that no shard has is missing only if all of
 * them answered, or failures are allowed. `close` closes the shards.
 */
export function shardedKnowledgeBase(
  shards: readonly KnowledgeBase[],
  { mergeBy, name, allowMissing = false, onShardFailure }: ShardSettings,
): KnowledgeBase {
  if (shards.length === 0) throw new ConfigError("A sharded knowledge base needs at least one shard.");
  const called = name ?? [...new Set(shards.map((shard) => shard.name))].join("+");
  const counts = shards.map(({ pageCount }) => pageCount);

  async function tried<T>(shard: number, guard: ChildSignal, ask: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return { value: await ask() };
    } catch (error) {
      guard.signal.throwIfAborted();
      if (!(error instanceof FetchError)) throw error;
      const failed = shards[shard]?.name ?? "";
      onShardFailure?.({ shard, name: failed, error });
      const failure = new FetchError(`The shard ${failed} of ${called} failed: ${error.message}`, {
        cause: error,
      });
      if (!allowMissing) throw failure;
      return { failure };
    }
  }

  /** Asks every shard at once; when `take` returns or throws, the shards that still work are told to stop. */
  async function scattered<T, R>(
    ask: (shard: KnowledgeBase, signal: AbortSignal) => Promise<T>,
    take: (outcomes: readonly Promise<Outcome<T>>[]) => Promise<R>,
    signal: AbortSignal | undefined,
  ): Promise<R> {
    signal?.throwIfAborted();
    const guard = childSignal(signal ?? new AbortController().signal);
    const outcomes = shards.map((shard, index) => tried(index, guard, () => ask(shard, guard.signal)));
    // whoever is not waited for any more may still fail
    void Promise.allSettled(outcomes);
    try {
      return await take(outcomes);
    } finally {
      guard.abort(new FetchError(`The knowledge base ${called} needs no more answers.`));
      guard.release();
    }
  }

  return {
    name: called,
    pageCount: counts.reduce(
      (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
      0,
    ),
    search: ({ signal, ...request }) =>
      scattered(
        (shard, shardSignal) => shard.search({ ...request, signal: shardSignal }),
        async (outcomes) => mergePassages(answers(await Promise.all(outcomes)), mergeBy, request),
        signal,
      ),
    access: (url, signal) =>
      scattered((shard, shardSignal) => shard.access(url, shardSignal), firstPage, signal),
    close: async () => {
      await Promise.all(shards.map((shard) => shard.close()));
    },
  };
}

/** Throws the first failure where there is nothing else. */
function answers<T>(outcomes: readonly Outcome<T>[]): readonly T[] {
  const values = outcomes.flatMap((outcome) => ("value" in outcome ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => "failure" in outcome);
  if (values.length === 0 && failed !== undefined) throw failed.failure;
  return values;
}

async function firstPage(outcomes: readonly Promise<Outcome<Page | undefined>>[]): Promise<Page | undefined> {
  const seen: Outcome<Page | undefined>[] = [];
  for (const outcome of outcomes) {
    const next = await outcome;
    if ("value" in next && next.value !== undefined) return next.value;
    seen.push(next);
  }
  return answers(seen).find((page) => page !== undefined);
}
