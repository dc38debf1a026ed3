/** @file Who serves a model, in OpenTelemetry's names. */

export interface TracedModel {
  /** As its server knows it. */
  readonly model: string;
  readonly provider: string;
  /** It runs in this process. */
  readonly isHere: boolean;
}

/** Where OpenTelemetry has another name than `src/llm/providers.ts`. */
const PROVIDERS: Readonly<Record<string, string>> = {
  google: "gcp.gemini",
  mistral: "mistral_ai",
  moonshot: "moonshot_ai",
  xai: "x_ai",
};

/** `name` as `createSampler` takes it. A server that speaks OpenAI's protocol and is not known counts as `openai`. */
export function tracedModel(name: string): TracedModel {
  if (/^(?:demonstrator|seed-policy|reviser)$|^(?:policy|recorded):/u.test(name)) {
    return { model: name, provider: "wideseek", isHere: true };
  }
  if (name.startsWith("gguf/")) return { model: name, provider: "llama.cpp", isHere: true };
  if (/^https?:\/\//u.test(name))
    return { model: name.split("#")[1] ?? name, provider: "openai", isHere: false };
  const [provider = "", ...model] = name.split("/");
  if (model.length === 0) return { model: name, provider: "openai", isHere: false };
  return { model: model.join("/"), provider: PROVIDERS[provider] ?? provider, isHere: false };
}
