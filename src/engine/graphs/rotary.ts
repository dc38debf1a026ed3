/** @file The angles of rotary positions (RoFormer, arXiv 2104.09864; halves as in Qwen3, not interleaved). */
import type { ModelConfig } from "../model-config.ts";
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";

/** Cosines and sines [length, headSize / 2]. */
export interface Rotary {
  readonly cosines: Value;
  readonly sines: Value;
  /** The sines negated: they turn back, which is the gradient. */
  readonly backSines: Value;
}

/** The rotations of positions 0 to `length - 1`, all times `scale`. `name` keeps two of them apart in one graph. */
export function rotary(
  graph: GraphBuilder,
  config: ModelConfig,
  { name, length, scale }: { readonly name: string; readonly length: number; readonly scale: number },
): Rotary {
  const half = config.headSize / 2;
  const table = (part: string, at: (angle: number) => number): Value =>
    graph.initializer({
      name: `${name}.${part}`,
      shape: [length, half],
      values: Float32Array.from({ length: length * half }, (_, index) => {
        const frequency = config.ropeBase ** (-(index % half) / half);
        return scale * at(Math.floor(index / half) * frequency);
      }),
    });
  return {
    cosines: table("cosines", Math.cos),
    sines: table("sines", Math.sin),
    backSines: table("back-sines", (angle) => -Math.sin(angle)),
  };
}
