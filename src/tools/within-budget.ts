/** @file A model that tools may call only as long as the episode's budget has something left for work. */
import { SamplerError } from "../core/errors.ts";
import type { Sampler } from "../core/sampler.ts";
import { estimatePromptTokens } from "../llm/prompt-tokens.ts";
import type { Budget } from "./budget.ts";

/** Its `SamplerError` for a budget that is used up comes before the model is asked. */
export function withinBudget(sampler: Sampler, budget: Budget): Sampler {
  return {
    model: sampler.model,
    limits: sampler.limits,
    async sample(request) {
      const started = budget.startCall(estimatePromptTokens(request));
      if (started === undefined) throw new SamplerError("the budget of the run is used up.");
      try {
        return await sampler.sample(request);
      } finally {
        started.release();
      }
    },
  };
}
