/** @file The token ids of a turn, without which it cannot be trained on. */
import type { Turn } from "../../core/episode.ts";
import { ConfigError } from "../../core/errors.ts";
import type { TokenRecord } from "../../core/sampler.ts";

/** Throws `ConfigError` where the sampler keeps its ids to itself. */
export function tokenRecord({ sample }: Turn): TokenRecord {
  if (sample.tokens !== undefined) return sample.tokens;
  throw new ConfigError(
    "This sampler hides its token ids, so its turns cannot be trained on; use one that records them, as the embedded policy does.",
  );
}
