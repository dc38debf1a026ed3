/** @file Draws one token from what the model says of it, with its exact log-probability. */
import { SamplerError } from "../../core/errors.ts";

export interface TokenDraw {
  readonly token: number;
  /** Natural log-probability of `token` at temperature 1, over the whole vocabulary. */
  readonly logprob: number;
}

export interface DrawOptions {
  /** 0 takes the likeliest token, the first of equals. */
  readonly temperature: number;
  /** In [0, 1): where in the distribution, laid out in the order of the ids, the draw falls. */
  readonly uniform: number;
  /** As long as the vocabulary; overwritten where the temperature is neither 0 nor 1. */
  readonly scratch: Float64Array;
  /** Which tokens may be drawn; default: all. */
  readonly allowed?: ((id: number) => boolean) | undefined;
}

/** What the model says of the next token. */
export interface Prediction {
  /** One entry per token of the vocabulary. */
  readonly logits: Float32Array;
  /** The largest logit. */
  readonly max: number;
  /** `exp(logit - max)`, one entry per token. */
  readonly exponentials: Float32Array;
}

/**
 * Softmax, summed in float64, and the inverse of its cumulative distribution. Throws `SamplerError` where the logits are not
 * finite.
 */
export function sampleToken(prediction: Prediction, options: DrawOptions): TokenDraw {
  const { logits, max, exponentials } = prediction;
  const total = sum(exponentials);
  if (!Number.isFinite(total)) {
    throw new SamplerError("the model's logits are not finite numbers; its weights are likely broken");
  }
  const token = draw(prediction, total, options);
  return { token, logprob: (logits[token] ?? 0) - max - Math.log(total) };
}

function draw(prediction: Prediction, total: number, options: DrawOptions): number {
  const { logits, max, exponentials } = prediction;
  const { temperature, uniform, scratch, allowed } = options;
  if (allowed !== undefined) return drawAllowed(prediction, allowed, options);
  if (temperature === 0) return logits.indexOf(max);
  if (temperature === 1) return indexAt(exponentials, uniform * total) ?? logits.indexOf(max);
  for (let index = 0; index < scratch.length; index++) {
    scratch[index] = Math.exp(((logits[index] ?? 0) - max) / temperature);
  }
  return indexAt(scratch, uniform * sum(scratch)) ?? logits.indexOf(max);
}

/** As if only the allowed tokens were there; where none is, all are. */
function drawAllowed(
  { logits, max }: Prediction,
  allowed: (id: number) => boolean,
  { temperature, uniform, scratch }: DrawOptions,
): number {
  const likeliest = logits.reduce(
    (best, logit, id) => (allowed(id) && (best < 0 || logit > (logits[best] ?? 0)) ? id : best),
    -1,
  );
  if (likeliest < 0) return logits.indexOf(max);
  if (temperature === 0) return likeliest;
  const top = logits[likeliest] ?? 0;
  for (let id = 0; id < scratch.length; id++) {
    scratch[id] = allowed(id) ? Math.exp(((logits[id] ?? 0) - top) / temperature) : 0;
  }
  return indexAt(scratch, uniform * sum(scratch)) ?? likeliest;
}

type Masses = Float32Array | Float64Array;

function sum(masses: Masses): number {
  let total = 0;
  for (let index = 0; index < masses.length; index++) total += masses[index] ?? 0;
  return total;
}

/** The first index at which the running sum exceeds `target`; rounding can leave none. */
function indexAt(masses: Masses, target: number): number | undefined {
  let running = 0;
  for (let index = 0; index < masses.length; index++) {
    running += masses[index] ?? 0;
    if (running > target) return index;
  }
  return undefined;
}
