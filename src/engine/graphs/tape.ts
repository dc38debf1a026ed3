/** @file Reverse-mode differentiation: operations are recorded as they are applied, and their gradients emitted in reverse. */
import type { GraphBuilder, Value } from "../onnx/graph-builder.ts";

/** Emits the gradients of an operation's inputs from the gradient of its output. */
type Backward = (gradient: Value) => void;

export class Tape {
  readonly graph: GraphBuilder;
  readonly #steps: { readonly output: Value; readonly backward: Backward }[] = [];
  readonly #gradients = new Map<Value, Value>();

  constructor(graph: GraphBuilder) {
    this.graph = graph;
  }

  /** Notes how to go back through the operation that gave `output`. */
  record(output: Value, backward: Backward): Value {
    this.#steps.push({ output, backward });
    return output;
  }

  /** As `record`, for an operation with several outputs, all of which are used. */
  recordParts(outputs: readonly Value[], backward: (gradients: readonly Value[]) => void): void {
    const [first] = outputs;
    if (first === undefined) return;
    this.record(first, () => backward(outputs.map((output) => this.gradient(output))));
  }

  /**
   * Adds to the gradient of `value`. `emit` gets the sum so far, where there is one, and returns the new sum: operators
   * that can add while they compute save a pass over the memory.
   */
  accumulate(value: Value, emit: (sum: Value | undefined) => Value): void {
    this.#gradients.set(value, emit(this.#gradients.get(value)));
  }

  /** Adds a gradient that stands already. */
  add(value: Value, gradient: Value): void {
    this.accumulate(value, (sum) => (sum === undefined ? gradient : this.graph.op("Add", [sum, gradient])));
  }

  /** Emits the gradients of everything recorded, from those that have been added to where the way back begins. */
  backward(): void {
    for (const step of this.#steps.toReversed()) {
      const own = this.#gradients.get(step.output);
      if (own !== undefined) step.backward(own);
    }
  }

  /** The gradient of a value, after `backward`. A value that nothing depends on has none: that is a bug. */
  gradient(value: Value): Value {
    const gradient = this.#gradients.get(value);
    if (gradient === undefined) throw new Error(`nothing depends on ${value}`);
    return gradient;
  }
}
