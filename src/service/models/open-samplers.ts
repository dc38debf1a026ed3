/** @file The models of a team. */
import type { Samplers } from "../../agent/build-team.ts";
import type { TeamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import { createSampler, type SamplerOptions } from "../../llm/create-sampler.ts";
import { SHIPPED_POLICY } from "../../llm/embedded/shipped-policy.ts";
import { priceOf } from "../../llm/prices.ts";
import type { ModelPlan } from "./model-plan.ts";

interface TeamPlan extends ModelPlan {
  readonly team: TeamSettings;
}

/** One model is one sampler, whichever roles it plays. Throws `ConfigError` for a model that cannot be used. */
export async function openSamplers(
  { models, baseUrl, team }: TeamPlan,
  options: Pick<SamplerOptions, "environment" | "record">,
): Promise<Samplers> {
  const open = (name: string) => createSampler(name, { ...options, baseUrl });
  const lead = await open(models.lead);
  const subagent = models.subagent === models.lead ? lead : await open(models.subagent);
  if (team.budget.costUsd !== undefined) requirePrices([models.lead, models.subagent], baseUrl);
  return { lead, subagent };
}

/** A ceiling in dollars that nobody can count would be no ceiling. */
function requirePrices(models: readonly string[], baseUrl: string | undefined): void {
  const unpriced = models.find(
    (model) => !isFree(model) && (baseUrl !== undefined || priceOf(model) === undefined),
  );
  if (unpriced === undefined) return;
  throw new ConfigError(
    `The price of "${unpriced}" is not known, so a budget in dollars cannot be kept. Limit tokens: --budget 500k-tokens`,
  );
}

function isFree(model: string): boolean {
  return model === "demonstrator" || model === SHIPPED_POLICY || /^(?:recorded|policy):/.test(model);
}
