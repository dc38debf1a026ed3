/** @file The same model and losses once more, written for jax-js and differentiated by it, to compare with. */
import { defaultDevice, init, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { Loss } from "../../core/trainer.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { parameters } from "../model-config.ts";

/** One prediction that counts: from the token at `row`, a flat index into the batch. */
interface Prediction {
  readonly row: number;
  readonly target: number;
  readonly weight: number;
  readonly oldLogprob: number;
}

export interface Batch {
  /** Sequences of one length, padded with 0. */
  readonly tokens: readonly (readonly number[])[];
  readonly predictions: readonly Prediction[];
}

/** Loss, and gradients by parameter name. */
export interface LossAndGradients {
  readonly loss: number;
  readonly gradients: Weights;
}

export async function startJax(): Promise<void> {
  await init("wasm");
  defaultDevice("wasm");
}

/** jax-js frees an array that is passed on without `.ref`; here everything is kept, since the models are tiny. */
export function jaxLoss(config: ModelConfig, weights: Weights, batch: Batch, loss: Loss): LossAndGradients {
  const shapes = new Map(parameters(config).map(({ name, shape }) => [name, [...shape]]));
  const arrays = Object.fromEntries(
    [...weights].map(([name, values]) => [name, np.array(values).reshape(shapes.get(name) ?? [])]),
  );
  // The look-up of embeddings is done here and not in jax-js, which cannot differentiate it.
  const flat = batch.tokens.flat();
  const table = weights.get(EMBEDDING) ?? new Float32Array();
  const rows = flat.map((token) => [
    ...table.subarray(token * config.hiddenSize, (token + 1) * config.hiddenSize),
  ]);
  const program = valueAndGrad((inputs: Arrays) => batchLoss(config, inputs, batch, loss));
  const [value, slopes] = program({ ...arrays, embedded: np.array(rows) });
  const gradients = new Map(parameters(config).map(({ name }) => [name, numbers(slopes[name])]));
  const embedded = numbers(slopes["embedded"]);
  const embedding = gradients.get(EMBEDDING) ?? new Float32Array();
  for (const [index, slope] of embedded.entries()) {
    const token = flat[Math.floor(index / config.hiddenSize)] ?? 0;
    const at = token * config.hiddenSize + (index % config.hiddenSize);
    embedding[at] = (embedding[at] ?? 0) + slope;
  }
  return { loss: value.item(), gradients };
}

const EMBEDDING = "model.embed_tokens.weight";

type Arrays = Record<string, np.Array>;

function numbers(array: np.Array | undefined): Float32Array {
  if (array === undefined) throw new Error("jax-js gave no gradient");
  return Float32Array.from(array.dataSync());
}

function batchLoss(config: ModelConfig, inputs: Arrays, batch: Batch, loss: Loss): np.Array {
  const { predictions, tokens } = batch;
  const input = (name: string): np.Array => {
    const array = inputs[name];
    if (array === undefined) throw new Error(`no ${name}`);
    return array.ref;
  };
  const length = tokens[0]?.length ?? 0;
  const hidden = hiddenStates(config, input, { batch: tokens.length, length });
  const picks = oneHot(
    predictions.map(({ row }) => row),
    tokens.length * length,
  );
  const logits = np.matmul(np.matmul(picks, hidden), input(EMBEDDING).transpose());
  const targets = oneHot(
    predictions.map(({ target }) => target),
    config.vocabularySize,
  );
  const logprobs = np.sum(nn.logSoftmax(logits, -1).mul(targets), -1);
  const weights = np.array(predictions.map(({ weight }) => weight));
  if (loss.kind === "cross-entropy") return np.sum(logprobs.mul(weights).neg());
  const old = np.array(predictions.map(({ oldLogprob }) => oldLogprob));
  const ratio = np.exp(logprobs.sub(old));
  const clipped = np.clip(ratio.ref, loss.clipLow, loss.clipHigh);
  const losses = np.minimum(ratio.mul(weights.ref), clipped.mul(weights.ref)).neg();
  return np.sum(
    loss.dualClip === undefined ? losses : np.minimum(losses, np.absolute(weights).mul(loss.dualClip)),
  );
}

function oneHot(indices: readonly number[], size: number): np.Array {
  return np.array(
    indices.map((index) => Array.from({ length: size }, (_, column) => (column === index ? 1 : 0))),
  );
}

type Input = (name: string) => np.Array;

interface Sizes {
  readonly batch: number;
  readonly length: number;
}

/** [batch * length, hiddenSize] */
function hiddenStates(config: ModelConfig, input: Input, sizes: Sizes): np.Array {
  let hidden = input("embedded");
  for (let layer = 0; layer < config.layers; layer++) {
    const weight = (name: string) => input(`model.layers.${layer}.${name}.weight`);
    const attended = attention(config, weight, {
      ...sizes,
      x: norm(hidden.ref, weight("input_layernorm"), config),
    });
    hidden = hidden.add(np.matmul(attended, weight("self_attn.o_proj").transpose()));
    const x = norm(hidden.ref, weight("post_attention_layernorm"), config);
    const gate = nn.silu(np.matmul(x.ref, weight("mlp.gate_proj").transpose()));
    const gated = gate.mul(np.matmul(x, weight("mlp.up_proj").transpose()));
    hidden = hidden.add(np.matmul(gated, weight("mlp.down_proj").transpose()));
  }
  return norm(hidden, input("model.norm.weight"), config);
}

function norm(x: np.Array, gain: np.Array, config: ModelConfig): np.Array {
  const square = np.mean(x.ref.mul(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(square.add(config.normEpsilon))).mul(gain);
}

function attention(
  config: ModelConfig,
  weight: Input,
  { x, batch, length }: Sizes & { x: np.Array },
): np.Array {
  const { heads, keyValueHeads, headSize } = config;
  /** [batch, keyValueHeads, heads of the group, length, headSize] */
  const split = (part: string, count: number) =>
    np
      .matmul(x.ref, weight(`self_attn.${part}_proj`).transpose())
      .reshape([batch, length, keyValueHeads, count / keyValueHeads, headSize])
      .transpose([0, 2, 3, 1, 4]);
  const queries = rotate(norm(split("q", heads), weight("self_attn.q_norm"), config), config, length);
  const keys = rotate(norm(split("k", keyValueHeads), weight("self_attn.k_norm"), config), config, length);
  const scores = np.matmul(queries, keys.transpose([0, 1, 2, 4, 3])).mul(1 / Math.sqrt(headSize));
  const mask = np.array(
    Array.from({ length }, (_, query) => Array.from({ length }, (_, key) => (key > query ? -1e9 : 0))),
  );
  const attended = np.matmul(nn.softmax(scores.add(mask), -1), split("v", keyValueHeads));
  return attended.transpose([0, 3, 1, 2, 4]).reshape([batch * length, heads * headSize]);
}

/** `x * cos + (x with its halves swapped, the second negated) * sin`; the swap is a product with a matrix. */
function rotate(x: np.Array, { headSize, ropeBase }: ModelConfig, length: number): np.Array {
  const half = headSize / 2;
  const table = (at: (angle: number) => number) =>
    np.array(
      Array.from({ length }, (_, position) =>
        Array.from({ length: headSize }, (_, i) => at(position / ropeBase ** ((i % half) / half))),
      ),
    );
  const swap = np.array(
    Array.from({ length: headSize }, (_, from) =>
      Array.from({ length: headSize }, (_, to) => {
        if (from === to + half) return -1;
        return from === to - half ? 1 : 0;
      }),
    ),
  );
  return x.ref.mul(table(Math.cos)).add(np.matmul(x, swap).mul(table(Math.sin)));
}
