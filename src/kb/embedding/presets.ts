/** @file How well-known families of embedding models want to be used, as their makers say. */
import type { EmbeddingSettings } from "./embedder.ts";

export const embeddingPresets = {
  /** `intfloat/e5-*` and `multilingual-e5-*`. */
  e5: {
    queryPrefix: "query: ",
    passagePrefix: "passage: ",
    pooling: "mean",
    normalise: true,
    maxTokens: 512,
  },
  /** `Qwen/Qwen3-Embedding-*`: no space after `Query:`. */
  "qwen3-embedding": {
    queryPrefix:
      "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:",
    passagePrefix: "",
    pooling: "last",
    normalise: true,
    maxTokens: 8_192,
  },
} as const satisfies Readonly<Record<string, EmbeddingSettings>>;
