/** @file An embedding model in ONNX Runtime: texts in, one vector a text out. Its work blocks the thread it runs on. */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { ConfigError } from "../../core/errors.ts";
import { loadRuntime } from "../../engine/onnx/open-session.ts";
import { readHalf } from "../../engine/weights/half-precision.ts";
import type { Pooling } from "./embedder.ts";
import type { FolderFiles } from "./folder-files.ts";
import { openTextTokens, type TokenBatch } from "./text-tokens.ts";
import { pooled } from "./vectors.ts";

export interface EmbeddingModelSettings {
  readonly files: FolderFiles;
  readonly pooling: Pooling;
  readonly maxTokens: number;
  readonly threads: number;
}

export interface EmbeddingModel {
  /** [texts, dimensions]. */
  embed(texts: readonly string[]): Promise<Float32Array>;
  close(): Promise<void>;
}

type Runtime = typeof import("onnxruntime-node");

/** Throws `ConfigError` for a model that cannot be loaded or is not made to embed. */
export async function openEmbeddingModel(settings: EmbeddingModelSettings): Promise<EmbeddingModel> {
  const { files, pooling, maxTokens, threads } = settings;
  const runtime = await loadRuntime();
  const tokenise = openTextTokens(files, maxTokens);
  const session = await openGraph(runtime, files.graph, threads);
  const inputs = session.inputMetadata.map((input) => feeder(input, files.graph));
  const output = OUTPUTS.find((name) => session.outputNames.includes(name)) ?? session.outputNames[0] ?? "";
  return {
    embed: async (texts) => {
      const batch = tokenise(texts);
      const feeds = Object.fromEntries(inputs.map(({ name, tensor }) => [name, tensor(runtime, batch)]));
      const results = await session.run(feeds, [output]);
      const values = tokenVectors(results[output], batch, files.graph);
      return pooled({ values, length: batch.length, tokens: batch.tokens }, pooling);
    },
    close: () => session.release(),
  };
}

/** What exporters call the vectors of the tokens. */
const OUTPUTS = ["last_hidden_state", "token_embeddings"];

/** From the path, not from the bytes: the weights of a large model lie in a file beside it. */
async function openGraph(runtime: Runtime, path: string, threads: number): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(path, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      enableMemPattern: false,
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConfigError(`${path} cannot be loaded: ${error.message}`, { cause: error });
  }
}

interface Feeder {
  readonly name: string;
  tensor(runtime: Runtime, batch: TokenBatch): Tensor;
}

function feeder(input: InferenceSession.ValueMetadata, path: string): Feeder {
  const { name } = input;
  const numberAt = INTEGERS.get(name);
  if (numberAt !== undefined && input.isTensor) {
    return { name, tensor: (runtime, batch) => integers(runtime, batch, { type: input.type, numberAt }) };
  }
  if (/^past_/.test(name) && input.isTensor) {
    const { type, shape } = input;
    return { name, tensor: (runtime, batch) => nothingPast(runtime, type, pastShape(shape, batch)) };
  }
  throw new ConfigError(
    `${path} asks for the input ${name}, which embedding a text does not have; export the model for feature extraction`,
  );
}

type NumberAt = (at: { readonly id: number; readonly isText: boolean; readonly position: number }) => number;

/** Inputs of shape [rows, length]. */
const INTEGERS: ReadonlyMap<string, NumberAt> = new Map<string, NumberAt>([
  ["input_ids", ({ id }) => id],
  ["attention_mask", ({ isText }) => Number(isText)],
  ["token_type_ids", () => 0],
  ["position_ids", ({ position }) => position],
]);

function integers(
  runtime: Runtime,
  { ids, length, tokens }: TokenBatch,
  { type, numberAt }: { readonly type: Tensor.Type; readonly numberAt: NumberAt },
): Tensor {
  const values = ids.map((id, index) => {
    const position = index % length;
    return numberAt({ id, isText: position < (tokens[Math.floor(index / length)] ?? 0), position });
  });
  const shape = [tokens.length, length];
  return type === "int32"
    ? new runtime.Tensor("int32", Int32Array.from(values), shape)
    : new runtime.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
}

/** A decoder also takes what it has read before: nothing. */
function nothingPast(runtime: Runtime, type: Tensor.Type, shape: readonly number[]): Tensor {
  return type === "float16"
    ? new runtime.Tensor("float16", new Uint16Array(0), shape)
    : new runtime.Tensor("float32", new Float32Array(0), shape);
}

/** Dimensions that are open: the first one is that of the rows, any other one that of the tokens read before. */
function pastShape(shape: readonly (number | string)[], { tokens }: TokenBatch): readonly number[] {
  return shape.map((size, axis) => {
    if (typeof size === "number") return size;
    return axis === 0 ? tokens.length : 0;
  });
}

function tokenVectors(
  output: Tensor | undefined,
  { length, tokens }: TokenBatch,
  path: string,
): Float32Array {
  const [rows, columns, width] = output?.dims ?? [];
  const data = output?.data;
  const values = data instanceof Uint16Array ? readHalf(data) : data;
  const isOfTokens = rows === tokens.length && columns === length && width !== undefined;
  if (values instanceof Float32Array && isOfTokens) return values;
  throw new ConfigError(
    `${path} does not give a vector for each token; export the model for feature extraction, without pooling`,
  );
}
