/** @file Which models a face lets its users choose from: a name must not open a file or reach a server that nobody offered. */

import { SHIPPED_POLICY } from "../../llm/embedded/shipped-policy.ts";
import { PROVIDERS } from "../../llm/providers.ts";
import { NotOfferedError } from "../not-offered.ts";
import type { ModelPlan } from "./model-plan.ts";

interface ModelWish {
  readonly model?: string | undefined;
  readonly leadModel?: string | undefined;
  readonly subagentModel?: string | undefined;
}

export interface OfferedModels {
  /** Those that were offered by name, the default first. Hosted models of known providers can be wished for besides. */
  readonly names: readonly string[];
  readonly defaultModel: string;
  /** Throws `NotOfferedError`. */
  planOf(wish: ModelWish): ModelPlan;
}

const EMBEDDED = ["demonstrator", SHIPPED_POLICY] as const;

/** `names`: whatever a run can be given, the default first; of the server at `baseUrl`, where there is one. */
export function offerModels(names: readonly string[], baseUrl: string | undefined): OfferedModels {
  const offered = [...new Set([...names, ...(baseUrl === undefined ? EMBEDDED : [])])];
  const defaultModel = offered[0] ?? EMBEDDED[0];
  const checked = (name: string): string => {
    if (offered.includes(name) || (baseUrl === undefined && isHosted(name))) return name;
    throw new NotOfferedError(`There is no model "${name}" here. There are: ${offered.join(", ")}.`);
  };
  return {
    names: offered,
    defaultModel,
    planOf: ({ model = defaultModel, leadModel = model, subagentModel = model }) => ({
      models: { lead: checked(leadModel), subagent: checked(subagentModel) },
      baseUrl,
    }),
  };
}

/** `openai/gpt-5-mini`: a name that reaches a provider's own address. */
function isHosted(name: string): boolean {
  const [, provider] = /^([a-z-]+)\/\S+$/u.exec(name) ?? [];
  return provider !== undefined && Object.hasOwn(PROVIDERS, provider);
}
