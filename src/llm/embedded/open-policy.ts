/** @file A sampler of an embedded policy: its model in this process, its conversations in the compact form. */
import type { Sampler } from "../../core/sampler.ts";
import { openEmbeddedSampler } from "../../engine/sampling/open-embedded-sampler.ts";
import { compactRenderer } from "../compact/compact-renderer.ts";
import { copyingRules } from "../compact/copying.ts";
import { compactLimits } from "../compact/limits.ts";
import { seedLexicon } from "../demonstrator/lexicon/seed-lexicon.ts";
import { tokenLevelSampler } from "../token-level-sampler.ts";
import { loadPolicy } from "./policy-directory.ts";

export interface OpenPolicyOptions {
  /** What the sampler is called. */
  readonly model: string;
  /** Worker threads; default 2. */
  readonly threads?: number | undefined;
  /** Default 0: the likeliest token each time. `null` takes what the agents ask for. */
  readonly temperature?: number | null | undefined;
  /** Whether what it reports is copied from what it read, as the compact form has it; default: yes. */
  readonly copying?: boolean | undefined;
}

/** Throws ConfigError for a directory that holds no policy. Its threads end with the process. */
export async function openPolicy(
  directory: string,
  { model, threads = 2, temperature = 0, copying = true }: OpenPolicyOptions,
): Promise<Sampler> {
  const { config, weights, tokenizer } = await loadPolicy(directory);
  const tokens = await openEmbeddedSampler(config, weights, {
    model,
    threads,
    copying: copying ? copyingRules(tokenizer, seedLexicon) : undefined,
  });
  const sampler = tokenLevelSampler(tokens, compactRenderer(tokenizer));
  return {
    model,
    limits: compactLimits,
    sample: (request) => sampler.sample(temperature === null ? request : { ...request, temperature }),
  };
}
