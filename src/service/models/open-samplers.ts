/** @file The models of a team. */
import type { Samplers } from "../../agent/build-team.ts";
import type { TeamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Sampler } from "../../core/sampler.ts";
import { createSampler, type SamplerOptions } from "../../llm/create-sampler.ts";
import { SHIPPED_POLICY } from "../../llm/embedded/shipped-policy.ts";
import { priceOf } from "../../llm/prices.ts";
import { MODELS_ON_BOARD } from "./default-model.ts";
import type { ModelPlan } from "./model-plan.ts";

interface TeamPlan extends ModelPlan {
  readonly team: TeamSettings;
}

interface OpenOptions extends Pick<SamplerOptions, "environment" | "record"> {
  /** The policy on board has no stand-in: what is measured is the policy. */
  readonly isAlone?: boolean | undefined;
}

/** One model is one sampler, whichever roles it plays. Throws `ConfigError` for a model that cannot be used. */
export async function openSamplers(
  { models, baseUrl, team }: TeamPlan,
  { isAlone = false, ...options }: OpenOptions,
): Promise<Samplers> {
  const open = async (name: string) => {
    const sampler = await createSampler(name, { ...options, baseUrl });
    return baseUrl === undefined && name === SHIPPED_POLICY && !isAlone ? supported(sampler) : sampler;
  };
  const lead = await open(models.lead);
  const subagent = models.subagent === models.lead ? lead : await open(models.subagent);
  if (team.budget.costUsd !== undefined) requirePrices([models.lead, models.subagent], baseUrl);
  return { lead, subagent };
}

/** The policy on board with the demonstrator for what is beyond it. */
async function supported(policy: Sampler): Promise<Sampler> {
  const { withStandIn } = await import("../../llm/embedded/stand-in.ts");
  const { createDemonstrator } = await import("../../llm/demonstrator/demonstrator.ts");
  return withStandIn(policy, createDemonstrator());
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
  return MODELS_ON_BOARD.includes(model) || /^(?:recorded|policy):/.test(model);
}
