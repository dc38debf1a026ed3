/** @file Opens the seed knowledge base for a command; its index is built when it is missing. */
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { openSeedKnowledgeBase } from "../../kb/seed.ts";
import { cacheDirectory } from "../places/places.ts";
import type { Surroundings } from "../surroundings.ts";

/** `undefined`: the user stopped the building of its index. */
export async function openSeed({
  onBuild,
  signal,
}: Pick<Surroundings, "onBuild" | "signal">): Promise<KnowledgeBase | undefined> {
  try {
    return await openSeedKnowledgeBase({ cacheDirectory, onProgress: onBuild, signal });
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
