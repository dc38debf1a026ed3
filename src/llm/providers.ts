/** @file Where models are served, as data: address, key and protocol of each provider. */

export interface Provider {
  /** The protocol its server speaks. */
  readonly protocol: "openai" | "anthropic" | "google" | "openai-compatible";
  readonly baseUrl: string;
  /** The environment variables that may hold the key; the first one that is set counts. */
  readonly keyVariables: readonly string[];
  readonly needsKey: boolean;
  /** Calls at once, where the server is one machine. */
  readonly maxConcurrent?: number | undefined;
  /** The server wants a model's earlier thinking back in `reasoning_content`. */
  readonly sendsReasoning?: boolean | undefined;
}

/** The key for servers that are named by their address: a known provider's key is never sent to another server. */
const SERVER_KEY = "WIDESEEK_API_KEY";

const hosted = (baseUrl: string, ...keyVariables: readonly string[]) => ({
  protocol: "openai-compatible" as const,
  baseUrl,
  keyVariables,
  needsKey: true,
});

const local = (port: number) => ({
  protocol: "openai-compatible" as const,
  baseUrl: `http://localhost:${port}/v1`,
  keyVariables: [SERVER_KEY],
  needsKey: false,
  maxConcurrent: 8,
});

export const PROVIDERS: Readonly<Record<string, Provider>> = {
  anthropic: { ...hosted("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"), protocol: "anthropic" },
  cerebras: hosted("https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
  deepseek: { ...hosted("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"), sendsReasoning: true },
  fireworks: hosted("https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
  google: {
    ...hosted(
      "https://generativelanguage.googleapis.com/v1beta",
      "GEMINI_API_KEY",
      "GOOGLE_GENERATIVE_AI_API_KEY",
      "GOOGLE_API_KEY",
    ),
    protocol: "google",
  },
  groq: hosted("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
  llamacpp: local(8080),
  lmstudio: local(1234),
  mistral: hosted("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
  moonshot: { ...hosted("https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"), sendsReasoning: true },
  ollama: local(11434),
  openai: { ...hosted("https://api.openai.com/v1", "OPENAI_API_KEY"), protocol: "openai" },
  openrouter: hosted("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
  qwen: hosted("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"),
  together: hosted("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
  vllm: { ...local(8000), maxConcurrent: 64 },
  xai: hosted("https://api.x.ai/v1", "XAI_API_KEY"),
  zai: { ...hosted("https://api.z.ai/api/paas/v4", "ZAI_API_KEY"), sendsReasoning: true },
};

/** A server that is known only by its address. */
export function serverAt(baseUrl: string): Provider {
  return { protocol: "openai-compatible", baseUrl, keyVariables: [SERVER_KEY], needsKey: false };
}
