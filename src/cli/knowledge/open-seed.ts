/** @file Opens the seed knowledge base for a command; its index is built when it is missing. */
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { openSeedKnowledgeBase } from "../../kb/seed.ts";
import type { Interruption } from "../interruption.ts";
import { cacheDirectory } from "../places/places.ts";
import type { Progress } from "../progress/progress.ts";

interface Waiting {
  readonly progress: Pick<Progress, "building">;
  readonly interruption: Interruption;
}

/** `undefined`: the user stopped the building of its index. */
export async function openSeed({
  progress,
  interruption: { signal },
}: Waiting): Promise<KnowledgeBase | undefined> {
  try {
    return await openSeedKnowledgeBase({ cacheDirectory, onProgress: progress.building, signal });
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
