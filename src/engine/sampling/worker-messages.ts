/** @file What the embedded sampler and its worker threads say to each other. */
import type { TokenRequest, TokenSample } from "../../core/token-sampler.ts";
import type { ModelConfig } from "../model-config.ts";
import type { Provider } from "../onnx/open-session.ts";
import type { CopyingRules } from "./copying.ts";

/** What a worker thread starts with. */
export interface WorkerSettings {
  readonly config: ModelConfig;
  /** What `rowsGraph` wrote. */
  readonly graph: Uint8Array;
  readonly provider: Provider;
  readonly maxBatch: number;
  readonly cacheTokens: number;
  readonly copying?: CopyingRules | undefined;
}

export type WorkerRequest =
  | { readonly kind: "sample"; readonly id: number; readonly request: Omit<TokenRequest, "signal"> }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "close" };

export type WorkerReply =
  | { readonly kind: "ready" }
  | { readonly kind: "sampled"; readonly id: number; readonly sample: TokenSample }
  /** `message` is that of a `SamplerError`. */
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
