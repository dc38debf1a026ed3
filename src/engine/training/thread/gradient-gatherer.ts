/** @file Runs micro-batches through the training graph and adds up their gradients, for one thread. */
import type { Tensor } from "onnxruntime-node";
import type { Loss } from "../../../core/trainer.ts";
import { type ModelConfig, parameterCount, parameters } from "../../model-config.ts";
import { loadRuntime } from "../../onnx/open-session.ts";
import { parameterViews } from "../flat-weights.ts";
import type { MicroBatch } from "../micro-batches.ts";
import type { Gathered, ThreadData } from "./orders.ts";
import { SessionCache } from "./session-cache.ts";

type TensorType = typeof Tensor;

/** The dual clip that changes nothing. */
const NO_DUAL_CLIP = 1e30;

export class GradientGatherer {
  readonly #shared: Float32Array;
  readonly #sessions: SessionCache;
  readonly #tensor: TensorType;
  /** ONNX Runtime refuses shared memory, so it reads this copy, made anew when the version changes. */
  readonly #weights: Float32Array;
  #version = -1;
  readonly #pending: Float32Array;
  /** The graph writes each gradient here, in place. */
  readonly #gradient: Float32Array;
  readonly #weightTensors: Readonly<Record<string, Tensor>>;
  readonly #gradientTensors: Readonly<Record<string, Tensor>>;

  private constructor(data: ThreadData, tensor: TensorType) {
    const { config, provider, memory } = data;
    const flat = () => new Float32Array(parameterCount(config));
    this.#shared = memory.weights;
    this.#sessions = new SessionCache(config, provider);
    this.#tensor = tensor;
    this.#weights = flat();
    this.#pending = flat();
    this.#gradient = flat();
    this.#weightTensors = parameterTensors(this.#weights, config, tensor, "");
    this.#gradientTensors = parameterTensors(this.#gradient, config, tensor, "gradient.");
  }

  static async open(data: ThreadData): Promise<GradientGatherer> {
    const { Tensor } = await loadRuntime();
    return new GradientGatherer(data, Tensor);
  }

  /** Adds the gradient of a micro-batch to the pending one. `version` numbers the weights in shared memory. */
  async gather(microBatch: MicroBatch, loss: Loss, version: number): Promise<Gathered> {
    if (version !== this.#version) {
      this.#weights.set(this.#shared);
      this.#version = version;
    }
    const session = await this.#sessions.get(microBatch.shape);
    const fetches = this.#fetches(microBatch.shape.positions);
    await session.run({ ...this.#weightTensors, ...this.#feeds(microBatch, loss) }, fetches.all);
    addTo(this.#pending, this.#gradient);
    return {
      kind: "gathered",
      loss: fetches.loss[0] ?? 0,
      logprobs: fetches.logprobs,
      entropies: fetches.entropies,
    };
  }

  /** Adds the pending gradient to `target` and forgets it. */
  keep(target: Float32Array): void {
    addTo(target, this.#pending);
    this.#pending.fill(0);
  }

  drop(): void {
    this.#pending.fill(0);
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }

  #feeds(microBatch: MicroBatch, loss: Loss): Record<string, Tensor> {
    const { shape, tokens, rows, targets, weights, oldLogprobs } = microBatch;
    const Tensor = this.#tensor;
    const positions = [shape.positions];
    const scalar = (value: number) => new Tensor("float32", Float32Array.of(value), [1]);
    const isPolicy = loss.kind === "policy";
    return {
      tokens: new Tensor("int64", tokens, [shape.batch, shape.length]),
      rows: new Tensor("int64", rows, positions),
      targets: new Tensor("int64", targets, positions),
      weights: new Tensor("float32", weights, positions),
      old_logprobs: new Tensor("float32", oldLogprobs, positions),
      is_policy: scalar(isPolicy ? 1 : 0),
      clip_low: scalar(isPolicy ? loss.clipLow : 1),
      clip_high: scalar(isPolicy ? loss.clipHigh : 1),
      dual_clip: scalar((isPolicy ? loss.dualClip : undefined) ?? NO_DUAL_CLIP),
    };
  }

  #fetches(positions: number) {
    const Tensor = this.#tensor;
    const loss = new Float32Array(1);
    const logprobs = new Float32Array(positions);
    const entropies = new Float32Array(positions);
    const all = {
      ...this.#gradientTensors,
      loss: new Tensor("float32", loss, [1]),
      logprobs: new Tensor("float32", logprobs, [positions]),
      entropies: new Tensor("float32", entropies, [positions]),
    };
    return { loss, logprobs, entropies, all };
  }
}

function parameterTensors(flat: Float32Array, config: ModelConfig, tensor: TensorType, prefix: string) {
  const views = parameterViews(flat, config);
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of parameters(config)) {
    const view = views.get(name);
    if (view !== undefined) tensors[`${prefix}${name}`] = new tensor("float32", view, shape);
  }
  return tensors;
}

function addTo(sum: Float32Array, values: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0);
}
