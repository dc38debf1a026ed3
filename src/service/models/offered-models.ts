/** @file Which models a face lets its users choose from: a name must not open a file or reach a server that nobody offered. */
import { ConfigError } from "../../core/errors.ts";
import { PROVIDERS } from "../../llm/providers.ts";
import { NotOfferedError } from "../not-offered.ts";
import { MODELS_ON_BOARD } from "./default-model.ts";
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

/**
 * `names`: whatever a run can be given, the default first; of the server at `baseUrl`, where there is one, unless they are models of
 * the package. Throws `ConfigError` for a server of which no model is named.
 */
export function offerModels(names: readonly string[], baseUrl: string | undefined): OfferedModels {
  const offered = [...new Set([...names, ...(baseUrl === undefined ? MODELS_ON_BOARD : [])])];
  const [defaultModel] = offered;
  if (defaultModel === undefined) {
    throw new ConfigError("--base-url is a server of models: name one of its models with --model.");
  }
  const checked = (name: string): string => {
    if (offered.includes(name) || (baseUrl === undefined && isHosted(name))) return name;
    throw new NotOfferedError(`There is no model "${name}" here. There are: ${offered.join(", ")}.`);
  };
  return {
    names: offered,
    defaultModel,
    planOf: ({ model = defaultModel, leadModel = model, subagentModel = model }) => {
      const models = { lead: checked(leadModel), subagent: checked(subagentModel) };
      return { models, baseUrl: baseUrl !== undefined && areOnBoard(models) ? undefined : baseUrl };
    },
  };
}

/** Throws `NotOfferedError` for a team of which one part is in the package and the other at a server. */
function areOnBoard({ lead, subagent }: ModelPlan["models"]): boolean {
  const isOnBoard = MODELS_ON_BOARD.includes(lead);
  if (isOnBoard === MODELS_ON_BOARD.includes(subagent)) return isOnBoard;
  throw new NotOfferedError(
    `"${lead}" and "${subagent}" cannot be one team: only one of them is at the server of models. Choose both of one kind.`,
  );
}

/** `openai/gpt-5-mini`: a name that reaches a provider's own address. */
function isHosted(name: string): boolean {
  const [, provider] = /^([a-z-]+)\/\S+$/u.exec(name) ?? [];
  return provider !== undefined && Object.hasOwn(PROVIDERS, provider);
}
