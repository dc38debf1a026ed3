/** @file Opens a model through its provider's client, which is loaded only when it is needed. */
import type { LanguageModelV3 } from "@ai-sdk/provider";
import type { Provider } from "../providers.ts";

export interface ModelAddress {
  readonly protocol: Provider["protocol"];
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** The model's name on its server. */
  readonly model: string;
  readonly fetch: typeof fetch;
}

/** Nothing is sent yet. */
export async function openModel(address: ModelAddress): Promise<LanguageModelV3> {
  const { protocol, model, key = "", baseUrl: baseURL, fetch } = address;
  switch (protocol) {
    case "openai": {
      const { createOpenAI } = await import("@ai-sdk/openai");
      return createOpenAI({ baseURL, apiKey: key, fetch }).chat(model);
    }
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic({ baseURL, apiKey: key, fetch })(model);
    }
    case "google": {
      const { createGoogleGenerativeAI } = await import("@ai-sdk/google");
      return createGoogleGenerativeAI({ baseURL, apiKey: key, fetch })(model);
    }
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const settings = { name: "server", baseURL, includeUsage: true, fetch };
      return createOpenAICompatible(key === "" ? settings : { ...settings, apiKey: key }).chatModel(model);
    }
  }
}
