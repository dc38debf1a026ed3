/** @file The settings that both kinds of training share. */
import { z } from "zod";

const share = z.number().min(0).max(1);

/** AdamW, with a linear warm-up of the rate and a cosine decay to a share of it. */
export function adamSettings(defaults: { learningRate: number; warmupSteps: number; finalShare: number }) {
  return z
    .strictObject({
      learningRate: z.number().positive().default(defaults.learningRate),
      warmupSteps: z.int().min(0).default(defaults.warmupSteps),
      finalShare: share.default(defaults.finalShare).describe("of the rate, at the last step"),
      beta1: z.number().min(0).lt(1).default(0.9),
      beta2: z.number().min(0).lt(1).default(0.98),
      epsilon: z.number().positive().default(1e-8),
      weightDecay: z.number().min(0).default(0.05),
      maxGradientNorm: z.number().positive().default(1),
    })
    .prefault({});
}

/** What training is about: questions with their gold answers, and the pages that answer them. */
export const worldSettings = z
  .strictObject({
    pages: z.string().optional().describe("brotli-compressed JSON lines; default: the seed pages"),
    tasks: z.string().optional().describe("brotli-compressed JSON lines; default: the seed tasks"),
    maxRows: z.int().positive().default(12).describe("larger wide tasks are left out"),
    kinds: z.enum(["hybrid", "wide", "deep"]).default("hybrid"),
  })
  .prefault({});

export type WorldSettings = z.infer<typeof worldSettings>;

export const engineSettings = z
  .strictObject({
    threads: z.int().positive().max(64).default(2),
    provider: z.enum(["cpu", "webgpu"]).default("cpu"),
    microBatchTokens: z.int().positive().default(2048),
  })
  .prefault({});
