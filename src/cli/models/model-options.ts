/** @file Which models play which role, as the command line says it. */
import { ConfigError } from "../../core/errors.ts";
import { text } from "../arguments/flags.ts";

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

export interface ModelPlan {
  readonly models: { readonly lead: string; readonly subagent: string };
  readonly baseUrl: string | undefined;
}

/**
 * Where the options name no model, `chosen` is used, the user's own default; where there is none, `fallback`. Throws
 * `ConfigError` for a server without a model.
 */
export function planModels(
  { model, leadModel, subagentModel, baseUrl }: ModelFlags,
  chosen: string | undefined,
  fallback = "demonstrator",
): ModelPlan {
  const shared = model || chosen;
  if (
    baseUrl !== undefined &&
    shared === undefined &&
    (leadModel === undefined || subagentModel === undefined)
  ) {
    throw new ConfigError("--base-url needs --model: the name of the model on that server.");
  }
  const models = {
    lead: leadModel || shared || fallback,
    subagent: subagentModel || shared || fallback,
  };
  return { models, baseUrl };
}
