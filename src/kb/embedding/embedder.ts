/** @file The seam to a model that turns texts into vectors, by which a search compares meanings. */

/** How an embedder treats texts and vectors. An index may be searched only with the settings it was built with. */
export interface EmbeddingSettings {
  /** Stands before each query, e.g. `query: `. */
  readonly queryPrefix: string;
  /** Stands before each passage, e.g. `passage: `. */
  readonly passagePrefix: string;
  /** Which of the token vectors of a text make its vector; absent where a server decides it. */
  readonly pooling?: Pooling | undefined;
  /** Whether vectors are brought to length 1. */
  readonly normalise: boolean;
  /** Longer texts are cut; absent where a server decides it. */
  readonly maxTokens?: number | undefined;
}

/** The mean of all tokens, the last token, or the first. */
export type Pooling = "mean" | "last" | "cls";

export interface Embedder {
  /** The model's name, e.g. `intfloat/e5-base-v2`. */
  readonly model: string;
  /** Numbers in each vector. */
  readonly dimensions: number;
  /** Absent: texts go to the model as they are, and vectors come as it makes them. */
  readonly settings?: EmbeddingSettings | undefined;
  /**
   * One vector a text, in their order. Throws `FetchError` where the model could not be reached, and the signal's reason
   * once it is aborted.
   */
  embedQueries(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** The same for what is searched in. */
  embedPassages(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>;
}

/** An embedder that holds something open. */
export interface OpenEmbedder extends Embedder {
  readonly settings: EmbeddingSettings;
  close(): Promise<void>;
}
