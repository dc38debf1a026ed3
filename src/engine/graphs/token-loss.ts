/** @file The loss of a batch's tokens, and its gradient back to the hidden states that predict them. */
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";
import { split } from "./differentiable.ts";
import type { Tape } from "./tape.ts";

export interface TokenLoss {
  /** [1] */
  readonly loss: Value;
  /** [positions] */
  readonly logprobs: Value;
  /** [positions], in nats */
  readonly entropies: Value;
}

interface Predictors {
  /** [positions, hiddenSize] */
  readonly hidden: Value;
  /** [vocabulary, hiddenSize]: logits are its products with the hidden states. */
  readonly embedding: Value;
  readonly positions: number;
}

/** Positions whose logits are worked on together: those of more fall out of the processor's caches. */
const BLOCK = 512;

/**
 * Adds the inputs `targets`, `weights`, `old_logprobs` (each [positions]), `is_policy`, `clip_low`, `clip_high` and
 * `dual_clip` (each [1]), the loss that core's `Loss` documents, and its gradients to the hidden states and the embedding.
 * The log-ratio is held within ±20, so that no ratio overflows; its gradient is not cut there.
 */
export function tokenLoss(tape: Tape, { hidden, embedding, positions }: Predictors): TokenLoss {
  const { graph } = tape;
  const count = Math.ceil(positions / BLOCK);
  const cut = {
    axis: 0,
    sizes: Array.from({ length: count }, (_, block) => Math.min(BLOCK, positions - block * BLOCK)),
  };
  const targets = split(tape, graph.input("targets", "int64", [positions]), cut);
  const weights = split(tape, graph.input("weights", "float32", [positions]), cut);
  const old = split(tape, graph.input("old_logprobs", "float32", [positions]), cut);
  const settings = lossSettings(graph);
  const states = split(tape, hidden, cut);
  const blocks = states.map((x, block) => {
    const scores = predict(tape, { x, embedding, targets: targets[block] ?? "" });
    const inputs = { logprobs: scores.logprobs, weights: weights[block] ?? "", old: old[block] ?? "" };
    const { losses, coefficients } = perToken(graph, inputs, settings);
    scores.descend(coefficients);
    return { losses, logprobs: scores.logprobs, entropies: scores.entropies };
  });
  const join = (part: "losses" | "logprobs" | "entropies") =>
    graph.op(
      "Concat",
      blocks.map((block) => block[part]),
      { axis: 0 },
    );
  return {
    loss: graph.op("ReduceSum", [join("losses"), graph.integers([0])]),
    logprobs: join("logprobs"),
    entropies: join("entropies"),
  };
}

interface Block {
  /** [n, hiddenSize] */
  readonly x: Value;
  readonly embedding: Value;
  /** [n] */
  readonly targets: Value;
}

interface Scores {
  /** [n] */
  readonly logprobs: Value;
  /** [n] */
  readonly entropies: Value;
  /** Adds the gradients of a loss whose slope in each log-probability is minus a coefficient, [n]. */
  readonly descend: (coefficients: Value) => void;
}

/**
 * With p the probabilities, e a target's row of the embedding W and c a coefficient, the gradient of x is `c * (p · W - e)`,
 * and that of W is `pᵀ · (c * x)` less `c * x` in the row e: nothing as wide as the vocabulary is written after the softmax.
 */
function predict(tape: Tape, { x, embedding, targets }: Block): Scores {
  const { graph } = tape;
  const op = (type: string, ...inputs: readonly Value[]) => graph.op(type, inputs);
  const largest = (values: Value) => graph.op("ReduceMax", [values, graph.integers([1])], { keepdims: 0 });
  const rows = graph.reshape(targets, [-1, 1]);
  const logits = graph.op("Gemm", [x, embedding], { transB: 1 });
  const probabilities = graph.op("Softmax", [logits], { axis: -1 });
  // the logarithm of the softmax's denominator, as the likeliest token tells it
  const total = op("Sub", largest(logits), op("Log", largest(probabilities)));
  const own = graph.reshape(graph.op("GatherElements", [logits, rows], { axis: 1 }), [-1]);
  const mean = graph.op("ReduceSum", [op("Mul", probabilities, logits), graph.integers([1])], {
    keepdims: 0,
  });
  return {
    logprobs: op("Sub", own, total),
    entropies: op("Sub", total, mean),
    descend: (coefficients) => {
      const each = graph.reshape(coefficients, [-1, 1]);
      const away = op("Sub", op("MatMul", probabilities, embedding), op("Gather", embedding, targets));
      tape.add(x, op("Mul", away, each));
      const scaled = op("Mul", x, each);
      tape.accumulate(embedding, (sum) => {
        const inputs = [probabilities, scaled, ...(sum === undefined ? [] : [sum])];
        const product = graph.op("Gemm", inputs, { transA: 1 });
        return graph.op("ScatterND", [product, rows, op("Neg", scaled)], { reduction: "add" });
      });
    },
  };
}

interface PerToken {
  readonly losses: Value;
  /** Minus the slope of the loss in the log-probability. */
  readonly coefficients: Value;
}

/** Each [n]. */
interface TokenInputs {
  readonly weights: Value;
  readonly logprobs: Value;
  readonly old: Value;
}

/** Each [1]. */
interface LossSettings {
  readonly isPolicy: Value;
  readonly clipLow: Value;
  readonly clipHigh: Value;
  readonly dualClip: Value;
}

function lossSettings(graph: GraphBuilder): LossSettings {
  const scalar = (name: string) => graph.input(name, "float32", [1]);
  return {
    isPolicy: graph.op("Greater", [scalar("is_policy"), graph.scalar(0.5)]),
    clipLow: scalar("clip_low"),
    clipHigh: scalar("clip_high"),
    dualClip: scalar("dual_clip"),
  };
}

function perToken(graph: GraphBuilder, inputs: TokenInputs, settings: LossSettings): PerToken {
  const { weights, logprobs } = inputs;
  const policy = policyLoss(graph, inputs, settings);
  const crossEntropy = graph.op("Neg", [graph.op("Mul", [weights, logprobs])]);
  return {
    losses: graph.op("Where", [settings.isPolicy, policy.losses, crossEntropy]),
    coefficients: graph.op("Where", [settings.isPolicy, policy.coefficients, weights]),
  };
}

/** The unclipped branch alone has a gradient, and only where the dual clip does not bind. */
function policyLoss(
  graph: GraphBuilder,
  { weights, logprobs, old }: TokenInputs,
  { clipLow, clipHigh, dualClip }: LossSettings,
): PerToken {
  const op = (type: string, ...inputs: readonly Value[]) => graph.op(type, inputs);
  const difference = op("Min", op("Max", op("Sub", logprobs, old), graph.scalar(-20)), graph.scalar(20));
  const ratio = op("Exp", difference);
  const clippedRatio = op("Min", op("Max", ratio, clipLow), clipHigh);
  const unclipped = op("Mul", ratio, weights);
  const clipped = op("Mul", clippedRatio, weights);
  const bounded = op("Neg", op("Min", unclipped, clipped));
  const most = op("Mul", op("Abs", weights), dualClip);
  const free = op("And", op("LessOrEqual", unclipped, clipped), op("LessOrEqual", bounded, most));
  return {
    losses: op("Min", bounded, most),
    coefficients: op("Where", free, unclipped, graph.scalar(0)),
  };
}
