/** @file How hard a hosted model may be pushed, and how patiently. */
import { z } from "zod";

const limit = z.number().positive();

export const samplerLimitsSchema = z.object({
  /** Calls under way at once. */
  maxConcurrent: z.number().int().positive().default(64),
  requestsPerMinute: limit.default(Number.POSITIVE_INFINITY),
  /** Prompt and sampled tokens together. */
  tokensPerMinute: limit.default(Number.POSITIVE_INFINITY),
  /** Attempts at one call, the first included. */
  maxAttempts: z.number().int().positive().default(6),
  /** The longest wait for the next byte of a reply. A reply that is not streamed is silent until it is whole. */
  idleTimeoutMs: limit.default(300_000),
  /** A server that asks for a longer wait is given up on. */
  maxRetryAfterMs: limit.default(120_000),
  maxReplyBytes: limit.default(32 * 1024 * 1024),
});

export type SamplerLimits = z.infer<typeof samplerLimitsSchema>;

/** What may be set; the rest has defaults. */
export type SamplerLimitSettings = z.input<typeof samplerLimitsSchema>;
