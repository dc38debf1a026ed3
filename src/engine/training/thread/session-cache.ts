/** @file The training sessions of one thread, by shape. Each holds memory, so only as many stay open as a bound allows. */
import type { InferenceSession } from "onnxruntime-node";
import { type TrainingShape, trainingGraph } from "../../graphs/training-graph.ts";
import type { ModelConfig } from "../../model-config.ts";
import { openSession, type Provider } from "../../onnx/open-session.ts";

/** What the open sessions of a thread may hold together, by estimate; one is always allowed. */
const MEMORY_BOUND = 1.5e9;

interface OpenSession {
  readonly session: InferenceSession;
  readonly bytes: number;
}

export class SessionCache {
  readonly #config: ModelConfig;
  readonly #provider: Provider;
  /** The one used longest ago comes first. */
  readonly #sessions = new Map<string, OpenSession>();

  constructor(config: ModelConfig, provider: Provider) {
    this.#config = config;
    this.#provider = provider;
  }

  /** The session for a shape, valid until another is asked for. */
  async get(shape: TrainingShape): Promise<InferenceSession> {
    const key = `${shape.batch}x${shape.length}/${shape.positions}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) {
      this.#sessions.delete(key);
      this.#sessions.set(key, known);
      return known.session;
    }
    const bytes = sessionBytes(this.#config, shape);
    await this.#makeRoom(bytes);
    const graph = trainingGraph(this.#config, shape);
    const session = await openSession(graph, { provider: this.#provider, threads: 1 });
    this.#sessions.set(key, { session, bytes });
    return session;
  }

  async close(): Promise<void> {
    await this.#makeRoom(Number.POSITIVE_INFINITY);
  }

  async #makeRoom(needed: number): Promise<void> {
    let held = needed;
    for (const { bytes } of this.#sessions.values()) held += bytes;
    for (const [key, { session, bytes }] of this.#sessions) {
      if (held <= MEMORY_BOUND) return;
      this.#sessions.delete(key);
      await session.release();
      held -= bytes;
    }
  }
}

/**
 * About what ONNX Runtime's arena holds after a run: values kept for the backward pass, and scratch space. Fitted to
 * resident memory over models of 1 and 4 million weights, lengths of 64 to 1024 and 256 to 2048 positions; within 15 %.
 */
function sessionBytes(config: ModelConfig, { batch, length, positions }: TrainingShape): number {
  const perToken = 16 * config.hiddenSize + 4 * config.feedForwardSize + 0.9 * config.heads * length;
  const floats = batch * length * config.layers * perToken + 4.2 * positions * config.vocabularySize;
  return 45e6 + 4 * floats;
}
