/** @file The loss of a batch's tokens and its gradient to the logits. */
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";

export interface TokenLoss {
  /** [1] */
  readonly loss: Value;
  /** [positions] */
  readonly logprobs: Value;
  /** [positions], in nats */
  readonly entropies: Value;
  /** [positions, vocabulary] */
  readonly logitGradient: Value;
}

/**
 * Adds the inputs `targets`, `weights`, `old_logprobs` (each [positions]), `is_policy`, `clip_low`, `clip_high` and
 * `dual_clip` (each [1]), and the loss that core's `Loss` documents. The log-ratio is held within ±20, so that no ratio
 * overflows; its gradient is not cut there.
 */
export function tokenLoss(graph: GraphBuilder, logits: Value, positions: number): TokenLoss {
  const targets = graph.reshape(graph.input("targets", "int64", [positions]), [positions, 1]);
  const weights = graph.input("weights", "float32", [positions]);
  const all = graph.op("LogSoftmax", [logits], { axis: -1 });
  const probabilities = graph.op("Exp", [all]);
  const spread = graph.op("ReduceSum", [graph.op("Mul", [probabilities, all]), graph.integers([1])], {
    keepdims: 0,
  });
  const logprobs = graph.reshape(graph.op("GatherElements", [all, targets], { axis: 1 }), [positions]);
  const tokens = perToken(graph, { weights, logprobs }, positions);
  const coefficients = graph.reshape(tokens.coefficients, [positions, 1]);
  return {
    loss: graph.op("ReduceSum", [tokens.losses, graph.integers([0])]),
    logprobs,
    entropies: graph.op("Neg", [spread]),
    logitGradient: graph.op(
      "ScatterElements",
      [graph.op("Mul", [probabilities, coefficients]), targets, graph.op("Neg", [coefficients])],
      { axis: 1, reduction: "add" },
    ),
  };
}

interface PerToken {
  readonly losses: Value;
  /** Minus the slope of the loss in the log-probability. */
  readonly coefficients: Value;
}

interface WeightedLogprobs {
  readonly weights: Value;
  readonly logprobs: Value;
}

function perToken(graph: GraphBuilder, inputs: WeightedLogprobs, positions: number): PerToken {
  const { weights, logprobs } = inputs;
  const policy = policyLoss(graph, inputs, positions);
  const isPolicy = graph.op("Greater", [graph.input("is_policy", "float32", [1]), graph.scalar(0.5)]);
  const crossEntropy = graph.op("Neg", [graph.op("Mul", [weights, logprobs])]);
  return {
    losses: graph.op("Where", [isPolicy, policy.losses, crossEntropy]),
    coefficients: graph.op("Where", [isPolicy, policy.coefficients, weights]),
  };
}

/** The unclipped branch alone has a gradient, and only where the dual clip does not bind. */
function policyLoss(
  graph: GraphBuilder,
  { weights, logprobs }: WeightedLogprobs,
  positions: number,
): PerToken {
  const op = (type: string, ...inputs: readonly Value[]) => graph.op(type, inputs);
  const scalar = (name: string) => graph.input(name, "float32", [1]);
  const old = graph.input("old_logprobs", "float32", [positions]);
  const difference = op("Min", op("Max", op("Sub", logprobs, old), graph.scalar(-20)), graph.scalar(20));
  const ratio = op("Exp", difference);
  const clippedRatio = op("Min", op("Max", ratio, scalar("clip_low")), scalar("clip_high"));
  const unclipped = op("Mul", ratio, weights);
  const clipped = op("Mul", clippedRatio, weights);
  const bounded = op("Neg", op("Min", unclipped, clipped));
  const most = op("Mul", op("Abs", weights), scalar("dual_clip"));
  const free = op("And", op("LessOrEqual", unclipped, clipped), op("LessOrEqual", bounded, most));
  return {
    losses: op("Min", bounded, most),
    coefficients: op("Where", free, unclipped, graph.scalar(0)),
  };
}
