/** @file Opens a model in ONNX Runtime: the one place that loads its package. */
import type { InferenceSession } from "onnxruntime-node";
import { ConfigError } from "../../core/errors.ts";

export type Provider = "cpu" | "webgpu";

export interface SessionOptions {
  readonly provider: Provider;
  /** Threads of one operator. Results depend on it in the last digits: a run that must repeat exactly keeps it. */
  readonly threads: number;
}

/**
 * A session that runs `model`. Its `run` blocks the thread it is called on: keep sessions in a worker where anything else
 * must go on. Throws `ConfigError` where the package or a GPU adapter is missing.
 */
export async function openSession(model: Uint8Array, options: SessionOptions): Promise<InferenceSession> {
  const { InferenceSession } = await loadRuntime();
  try {
    return await InferenceSession.create(model, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Plans memory per shape: a third less of it is held without, at the same speed.
      enableMemPattern: false,
      // Spinning threads take the core from whoever shares it: with a busy neighbour two threads were slower than one.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    if (options.provider === "webgpu" && error instanceof Error && error.message.includes("adapter")) {
      throw new ConfigError("no WebGPU adapter was found; use provider cpu", { cause: error });
    }
    throw error;
  }
}

export async function loadRuntime(): Promise<typeof import("onnxruntime-node")> {
  try {
    return await import("onnxruntime-node");
  } catch (error) {
    throw new ConfigError(
      "the embedded engine needs the package onnxruntime-node, which could not be loaded; install it with npm install onnxruntime-node",
      { cause: error },
    );
  }
}
