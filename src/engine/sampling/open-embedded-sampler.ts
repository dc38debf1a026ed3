/** @file The embedded sampler: a small transformer that samples in worker threads of this process. */
import { z } from "zod";
import { ConfigError, SamplerError } from "../../core/errors.ts";
import type { TokenRequest, TokenSample, TokenSampler } from "../../core/token-sampler.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { checkRequest } from "./check-request.ts";
import type { CopyingRules } from "./copying.ts";
import { rowsGraph } from "./rows-graph.ts";
import { openSamplingThread, type SamplingThread } from "./sampling-thread.ts";

const embeddedSamplerOptions = z.strictObject({
  model: z.string().min(1),
  threads: z
    .int()
    .positive()
    .default(2)
    .describe("worker threads, each with one core and its own running batch"),
  maxBatch: z.int().positive().default(32).describe("sequences that one thread samples at once"),
  provider: z.enum(["cpu", "webgpu"]).default("cpu"),
  cacheBytes: z
    .int()
    .nonnegative()
    .default(256 * 2 ** 20)
    .describe("keys and values kept of earlier sequences, over all threads"),
  copying: z.custom<CopyingRules>().optional().describe("what may only be copied; default: nothing"),
});

export type EmbeddedSamplerOptions = z.input<typeof embeddedSamplerOptions>;

/**
 * A sampler of the model with these weights, which it copies. Log-probabilities are exact, over the whole vocabulary. The
 * uniform number that draws token i of a sample comes from the request's seed and i alone; what else is in the batch, or was
 * read before, changes logits in their last bits only, so the same seed and prompt give the same ids except where two
 * tokens lie that close. Throws `ConfigError` for wrong options.
 */
export async function openEmbeddedSampler(
  config: ModelConfig,
  weights: Weights,
  options: EmbeddedSamplerOptions,
): Promise<TokenSampler> {
  const parsed = embeddedSamplerOptions.safeParse(options);
  if (!parsed.success) throw new ConfigError(`embedded sampler: ${z.prettifyError(parsed.error)}`);
  const { model, threads: count, cacheBytes, maxBatch, provider, copying } = parsed.data;
  const settings = {
    config,
    graph: rowsGraph(config, weights),
    provider,
    maxBatch,
    copying,
    cacheTokens: Math.floor(cacheBytes / count / bytesPerToken(config)),
  };
  const opening = await Promise.allSettled(Array.from({ length: count }, () => openSamplingThread(settings)));
  const threads = opening.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = opening.find((one) => one.status === "rejected");
  if (failed !== undefined) {
    await closeAll(threads);
    throw failed.reason;
  }
  return embeddedSampler(config, model, threads);
}

function embeddedSampler(
  config: ModelConfig,
  model: string,
  threads: readonly SamplingThread[],
): TokenSampler {
  return {
    model,
    contextLength: config.contextLength,
    sample: async (request: TokenRequest): Promise<TokenSample> => {
      request.signal?.throwIfAborted();
      checkRequest(config, request);
      return route(threads, request.prompt).sample(request);
    },
    close: () => closeAll(threads),
  };
}

/** What a request that is sampled beside another costs it, in prompt tokens: sampling is several times dearer than reading. */
const LOAD_COST = 64;

/** The thread that has read most of the prompt, unless it is so busy that reading it again elsewhere is cheaper. */
function route(threads: readonly SamplingThread[], prompt: readonly number[]): SamplingThread {
  const alive = threads.filter((thread) => thread.alive);
  const [first = threads[0], ...others] = alive;
  if (first === undefined) throw new SamplerError("the embedded sampler has no worker threads");
  const cost = (thread: SamplingThread) => LOAD_COST * thread.load - thread.cachedTokens(prompt);
  return others.reduce((best, thread) => (cost(thread) < cost(best) ? thread : best), first);
}

/** Float32 keys and values of all layers, and the token itself in the worker's cache. */
function bytesPerToken({ layers, keyValueHeads, headSize }: ModelConfig): number {
  return 4 * (2 * layers * keyValueHeads * headSize + 1);
}

async function closeAll(threads: readonly SamplingThread[]): Promise<void> {
  await Promise.all(threads.map((thread) => thread.close()));
}
