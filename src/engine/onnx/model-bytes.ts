/** @file An ONNX model as the bytes of its file (onnx.proto of ONNX 1.16: IR version 10, opset 21, com.microsoft 1). */
import { bytesField, floatField, integerField, join, messageField } from "./protobuf.ts";

/** An integer, a float32, a list of integers or a text. */
type Attribute = number | { readonly float: number } | readonly number[] | string;

export type Attributes = Readonly<Record<string, Attribute>>;

/** One application of an operator. An input "" is one that is left out. */
export interface GraphNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export type ElementType = "float32" | "int32" | "int64";

/** An input or output of a graph. A dimension with a name is known only when the model runs. */
export interface TensorInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A tensor whose values stand in the model. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | BigInt64Array;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly initializers: readonly Initializer[];
}

/** The model file of a graph. Values are written as the machine holds them: little-endian is assumed, as in Node. */
export function modelBytes(graph: Graph): Uint8Array {
  return join([
    integerField(1, 10),
    bytesField(2, "wideseek"),
    messageField(7, [
      ...graph.nodes.map((node) => messageField(1, nodeFields(node))),
      bytesField(2, "graph"),
      ...graph.initializers.map((initializer) => messageField(5, initializerFields(initializer))),
      ...graph.inputs.map((input) => messageField(11, tensorInfoFields(input))),
      ...graph.outputs.map((output) => messageField(12, tensorInfoFields(output))),
    ]),
    messageField(8, [bytesField(1, ""), integerField(2, 21)]),
    messageField(8, [bytesField(1, MICROSOFT), integerField(2, 1)]),
  ]);
}

const MICROSOFT = "com.microsoft";

/** Operators that ONNX itself does not have in opset 21. */
const microsoftOperators: ReadonlySet<string> = new Set(["RotaryEmbedding"]);

const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;

function nodeFields(node: GraphNode): readonly Uint8Array[] {
  return [
    ...node.inputs.map((input) => bytesField(1, input)),
    ...node.outputs.map((output) => bytesField(2, output)),
    bytesField(4, node.type),
    ...Object.entries(node.attributes).map(([name, value]) =>
      messageField(5, [bytesField(1, name), ...attributeFields(value)]),
    ),
    bytesField(7, microsoftOperators.has(node.type) ? MICROSOFT : ""),
  ];
}

function attributeFields(value: Attribute): readonly Uint8Array[] {
  if (typeof value === "number") return [integerField(3, value), integerField(20, 2)];
  if (typeof value === "string") return [bytesField(4, value), integerField(20, 3)];
  if ("float" in value) return [floatField(2, value.float), integerField(20, 1)];
  return [...value.map((one) => integerField(8, one)), integerField(20, 7)];
}

function initializerFields({ name, shape, values }: Initializer): readonly Uint8Array[] {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...shape.map((size) => integerField(1, size)),
    integerField(2, elementTypes[elementType(values)]),
    bytesField(8, name),
    bytesField(9, raw),
  ];
}

function elementType(values: Initializer["values"]): ElementType {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "int64";
}

function tensorInfoFields({ name, type, shape }: TensorInfo): readonly Uint8Array[] {
  const dimensions = shape.map((size) =>
    messageField(1, [typeof size === "number" ? integerField(1, size) : bytesField(2, size)]),
  );
  const tensor = messageField(1, [integerField(1, elementTypes[type]), messageField(2, dimensions)]);
  return [bytesField(1, name), messageField(2, [tensor])];
}
