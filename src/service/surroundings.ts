/** @file What surrounds a run, whichever face began it: the environment, how it is stopped, and whom to tell what. */
import type { BuildProgress } from "../kb/lance/build.ts";

/** The environment variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface Surroundings {
  readonly variables: Variables;
  /** Aborted: whatever is being opened or built stops. */
  readonly signal: AbortSignal;
  /** How far the building of a search index is. */
  readonly onBuild: (progress: BuildProgress) => void;
  /** Where indexes are kept that have no place of their own; default: the user's cache. */
  readonly cacheDirectory?: string | undefined;
  /** A line for the user. */
  readonly say: (line: string) => void;
}
