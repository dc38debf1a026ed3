/** @file Builds a graph operator by operator. */
import type { Attributes, ElementType, GraphNode, Initializer, TensorInfo } from "./model-bytes.ts";
import { modelBytes } from "./model-bytes.ts";

/** The name of a tensor in a graph. */
export type Value = string;

/** A graph that grows. Operators are ONNX's own; their order is the order of the calls. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #inputs: TensorInfo[] = [];
  readonly #outputs: TensorInfo[] = [];
  readonly #initializers = new Map<string, Initializer>();
  #names = 0;

  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  /** Makes a tensor an output of the graph, under a name of its own. */
  output(value: Value, info: TensorInfo): void {
    if (value !== info.name) {
      this.node({ type: "Identity", inputs: [value], outputs: [info.name], attributes: {} });
    }
    this.#outputs.push(info);
  }

  /** Applies an operator that has one output. */
  op(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const output = this.name();
    this.node({ type, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds a node whose outputs the caller has named. */
  node(node: GraphNode): void {
    this.#nodes.push(node);
  }

  /** A name that no other tensor of the graph has. */
  name(): Value {
    this.#names += 1;
    return `t${this.#names}`;
  }

  /** A tensor of fixed values that may be large; it keeps its name. */
  initializer(initializer: Initializer): Value {
    this.#initializers.set(initializer.name, initializer);
    return initializer.name;
  }

  /** A float32 [1]. Equal numbers share one tensor. */
  scalar(value: number): Value {
    return this.#shared(`scalar ${value}`, { shape: [1], values: Float32Array.of(value) });
  }

  /** An int64 list, such as a shape or the axes of a reduction. Equal lists share one tensor. */
  integers(values: readonly number[]): Value {
    return this.#shared(`integers ${values.join(" ")}`, {
      shape: [values.length],
      values: BigInt64Array.from(values, BigInt),
    });
  }

  /** An int64 of no dimensions. */
  integer(value: number): Value {
    return this.#shared(`integer ${value}`, { shape: [], values: BigInt64Array.of(BigInt(value)) });
  }

  reshape(value: Value, shape: readonly number[]): Value {
    return this.op("Reshape", [value, this.integers(shape)]);
  }

  bytes(): Uint8Array {
    return modelBytes({
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: this.#outputs,
      initializers: [...this.#initializers.values()],
    });
  }

  #shared(name: string, content: Omit<Initializer, "name">): Value {
    if (!this.#initializers.has(name)) this.initializer({ name, ...content });
    return name;
  }
}
