/** @file From a judge's name to a judge. */
import type { Judge } from "../../core/judge.ts";
import { createSampler, type SamplerOptions } from "../../llm/create-sampler.ts";
import { exactJudge } from "./exact-judge.ts";
import { modelJudge } from "./model-judge.ts";

/** `name` is `exact`, or a model's as `createSampler` takes it. Throws `ConfigError` for a model that cannot be used. */
export async function openJudge(name: string, options: SamplerOptions): Promise<Judge> {
  return name === "exact" ? exactJudge : modelJudge(await createSampler(name, options));
}
