/** @file What an embedder and its worker thread say to each other. */
import type { EmbeddingModelSettings } from "./embedding-model.ts";

/** What the thread starts with. */
export type ThreadSettings = EmbeddingModelSettings;

export type ThreadRequest =
  | { readonly kind: "embed"; readonly id: number; readonly texts: readonly string[] }
  | { readonly kind: "close" };

export type ThreadReply =
  | { readonly kind: "ready"; readonly dimensions: number }
  /** `vectors` is [texts, dimensions]. */
  | { readonly kind: "embedded"; readonly id: number; readonly vectors: Float32Array }
  /** What the user can mend, told before `ready`. */
  | { readonly kind: "refused"; readonly message: string };
