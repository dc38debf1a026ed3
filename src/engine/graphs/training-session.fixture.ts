/** @file Runs a training graph on small batches, for tests. */
import type { InferenceSession } from "onnxruntime-node";
import { Tensor } from "onnxruntime-node";
import type { Loss } from "../../core/trainer.ts";
import { random } from "../../util/random.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { parameters } from "../model-config.ts";
import type { Provider } from "../onnx/open-session.ts";
import { openSession } from "../onnx/open-session.ts";
import type { Batch, LossAndGradients } from "./jax-model.fixture.ts";
import type { TrainingShape } from "./training-graph.ts";
import { trainingGraph } from "./training-graph.ts";

interface Pass extends LossAndGradients {
  readonly logprobs: Float32Array;
  readonly entropies: Float32Array;
}

export class TrainingSession {
  readonly #config: ModelConfig;
  readonly #session: InferenceSession;
  readonly #shape: TrainingShape;

  private constructor(config: ModelConfig, session: InferenceSession, shape: TrainingShape) {
    this.#config = config;
    this.#session = session;
    this.#shape = shape;
  }

  static async open(
    config: ModelConfig,
    shape: TrainingShape,
    provider: Provider = "cpu",
  ): Promise<TrainingSession> {
    const session = await openSession(trainingGraph(config, shape), { provider, threads: 1 });
    return new TrainingSession(config, session, shape);
  }

  /** The batch may have fewer predictions than the graph has positions. */
  async run(weights: Weights, batch: Batch, loss: Loss): Promise<Pass> {
    const outputs = await this.#session.run({ ...this.#weightTensors(weights), ...this.#feeds(batch, loss) });
    const read = (name: string) => {
      const data = outputs[name]?.data;
      if (!(data instanceof Float32Array)) throw new Error(`no output ${name}`);
      return data;
    };
    const gradients = new Map(parameters(this.#config).map(({ name }) => [name, read(`gradient.${name}`)]));
    return {
      loss: read("loss")[0] ?? Number.NaN,
      logprobs: read("logprobs"),
      entropies: read("entropies"),
      gradients,
    };
  }

  #weightTensors(weights: Weights): Record<string, Tensor> {
    return Object.fromEntries(
      parameters(this.#config).map(({ name, shape }) => [
        name,
        new Tensor("float32", weights.get(name) ?? new Float32Array(), shape),
      ]),
    );
  }

  #feeds({ tokens, predictions }: Batch, loss: Loss): Record<string, Tensor> {
    const { batch, length, positions } = this.#shape;
    const padded = Array.from({ length: positions }, (_, index) => predictions[index]);
    const int64 = (values: readonly number[], shape: readonly number[]) =>
      new Tensor("int64", BigInt64Array.from(values, BigInt), shape);
    const float32 = (values: readonly number[]) =>
      new Tensor("float32", Float32Array.from(values), [values.length]);
    return {
      tokens: int64(tokens.flat(), [batch, length]),
      rows: int64(
        padded.map((one) => one?.row ?? 0),
        [positions],
      ),
      targets: int64(
        padded.map((one) => one?.target ?? 0),
        [positions],
      ),
      weights: float32(padded.map((one) => one?.weight ?? 0)),
      old_logprobs: float32(padded.map((one) => one?.oldLogprob ?? 0)),
      is_policy: float32([loss.kind === "policy" ? 1 : 0]),
      clip_low: float32([loss.kind === "policy" ? loss.clipLow : 0]),
      clip_high: float32([loss.kind === "policy" ? loss.clipHigh : 0]),
      dual_clip: float32([(loss.kind === "policy" ? loss.dualClip : undefined) ?? 1e30]),
    };
  }
}

/** Weights of both signs, large enough that every part of a tiny model matters; gains around 1. */
export function unevenWeights(config: ModelConfig, seed: number): Map<string, Float32Array> {
  const uniform = random(seed);
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const length = shape.reduce((size, one) => size * one, 1);
      const centre = shape.length === 1 ? 1 : 0;
      return [name, Float32Array.from({ length }, () => centre + uniform() - 0.5)];
    }),
  );
}
