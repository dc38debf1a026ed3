/** @file A run with those that it is based on, and the pages that they have read. */
import { type Episode, type PageRead, pageReads } from "../../core/episode.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { pageHash } from "../../core/page-hash.ts";
import { rebuildEpisode } from "../../run/rebuild-episode.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";

/** Newest first. Throws `ConfigError` where one of them is not there any more. */
export async function chainOf(store: RunStore, recorded: RecordedRun): Promise<readonly RecordedRun[]> {
  const chain = [recorded];
  for (let base = recorded.config.revision?.base; base !== undefined; ) {
    if (chain.some(({ run }) => run === base)) throw new ConfigError(`The run ${base} is based on itself.`);
    const opened = await store.open(base);
    chain.push(opened);
    base = opened.config.revision?.base;
  }
  return chain;
}

/** The page of that hash that the run, or one that it is based on, has read. */
export async function storedPage(store: RunStore, run: string, hash: string): Promise<Page | undefined> {
  const chain = await chainOf(store, await store.open(run));
  return chain.flatMap(pagesIn).find((page) => pageHash(page) === hash);
}

/** Every page that one of the runs has read. */
export function readsOf(chain: readonly RecordedRun[]): readonly PageRead[] {
  return chain.flatMap((recorded) => {
    const episode = episodeOf(recorded);
    return episode === undefined ? [] : pageReads(episode);
  });
}

export function pageHashes(chain: readonly RecordedRun[]): ReadonlySet<string> {
  return new Set(chain.flatMap(pagesIn).map(pageHash));
}

/** `undefined` where the run has not come to its lead agent. */
export function episodeOf({ events }: RecordedRun): Episode | undefined {
  const types = new Set(events.map(({ type }) => type));
  return types.has("run-start") && types.has("agent-start") ? rebuildEpisode(events) : undefined;
}

function pagesIn({ events }: RecordedRun): readonly Page[] {
  return events.flatMap((event) => (event.type === "page-read" ? [event.page] : []));
}
