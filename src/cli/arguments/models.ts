/** @file Which models play which role, as the command line says it. */
import { ConfigError } from "../../core/errors.ts";
import { DEFAULT_MODEL } from "../../service/models/default-model.ts";
import type { ModelPlan } from "../../service/models/model-plan.ts";
import { text } from "./flags.ts";

/** The part of a command's schema that names models. */
export const modelFlags = {
  model: text.optional(),
  leadModel: text.optional(),
  subagentModel: text.optional(),
  baseUrl: text.optional(),
};

interface ModelFlags {
  readonly model?: string | undefined;
  readonly leadModel?: string | undefined;
  readonly subagentModel?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/** `defaultModel` is used where the options name none. Throws `ConfigError` for a server without a model. */
export function planModels(
  { model, leadModel, subagentModel, baseUrl }: ModelFlags,
  defaultModel: string | undefined,
): ModelPlan {
  const shared = model || defaultModel;
  if (
    baseUrl !== undefined &&
    shared === undefined &&
    (leadModel === undefined || subagentModel === undefined)
  ) {
    throw new ConfigError("--base-url needs --model: the name of the model on that server.");
  }
  const models = {
    lead: leadModel || shared || DEFAULT_MODEL,
    subagent: subagentModel || shared || DEFAULT_MODEL,
  };
  return { models, baseUrl };
}
