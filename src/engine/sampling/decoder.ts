/** @file Runs the decoder graph over rows of keys and values: reads tokens into a row, and takes all rows one token on. */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelConfig } from "../model-config.ts";
import { loadRuntime, openSession, type Provider } from "../onnx/open-session.ts";
import { KeyValueRows } from "./key-value-rows.ts";
import type { Prediction } from "./sample-token.ts";

type Runtime = Awaited<ReturnType<typeof loadRuntime>>;
type Tensors = Record<string, Tensor>;

/** Added to the score of what must not be seen: its share is 0 after the softmax. */
const UNSEEN = -1e9;

/** Tokens that are read at once: attention takes memory with their square. */
const CHUNK = 256;

/** Opens the graph that `rowsGraph(config, weights)` wrote, on one thread: the caller's. */
export async function openDecoder(
  config: ModelConfig,
  graph: Uint8Array,
  provider: Provider,
): Promise<Decoder> {
  const session = await openSession(graph, { provider, threads: 1 });
  return new Decoder(config, session, await loadRuntime());
}

/** One call at a time. Rows are numbered from 0; `step` takes on the first ones, as many as there are tokens. */
export class Decoder {
  readonly #config: ModelConfig;
  readonly #session: InferenceSession;
  readonly #runtime: Runtime;
  readonly #steps = new Map<number, Step>();
  readonly rows: KeyValueRows;

  constructor(config: ModelConfig, session: InferenceSession, runtime: Runtime) {
    this.#config = config;
    this.#session = session;
    this.#runtime = runtime;
    this.rows = new KeyValueRows({
      tensors: 2 * config.layers,
      heads: config.keyValueHeads,
      headSize: config.headSize,
    });
  }

  /** Makes room for `rows` rows of `positions` tokens. */
  reserve(rows: number, positions: number): void {
    if (this.rows.reserve(rows, positions)) this.#steps.clear();
  }

  /** Reads `tokens` into a row that holds `length` tokens already. */
  async prefill(row: number, length: number, tokens: readonly number[]): Promise<void> {
    for (let from = 0; from < tokens.length; from += CHUNK) {
      await this.#read(row, length + from, tokens.slice(from, from + CHUNK));
    }
  }

  /**
   * Reads one more token into each of the first rows, which hold `lengths` tokens. Returns a prediction of the token
   * that follows per row; logits differ in the last bits with the number of the rows and the room they have.
   */
  async step(tokens: readonly number[], lengths: readonly number[]): Promise<readonly Prediction[]> {
    const step = this.#step(tokens.length);
    const { positions } = this.rows;
    for (let row = 0; row < tokens.length; row++) {
      const length = lengths[row] ?? 0;
      step.tokens[row] = BigInt(tokens[row] ?? 0);
      step.positions[row] = BigInt(length);
      // the last column is the new token itself
      const start = row * (positions + 1);
      step.mask.fill(0, start, start + length);
      step.mask.fill(UNSEEN, start + length, start + positions);
    }
    const results = await this.#session.run(step.inputs);
    this.rows.append(floats(results, "gained"), { first: 0, starts: lengths });
    return this.#predictions(results, tokens.length);
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  async #read(row: number, length: number, tokens: readonly number[]): Promise<void> {
    const count = tokens.length;
    const group = this.#config.heads / this.#config.keyValueHeads;
    const room = length === 0 ? 0 : this.rows.positions;
    const results = await this.#session.run(
      {
        tokens: this.#int64(BigInt64Array.from(tokens, BigInt), [1, count]),
        positions: this.#int64(
          BigInt64Array.from(tokens, (_, index) => BigInt(length + index)),
          [1, count],
        ),
        last: this.#int64(BigInt64Array.of(BigInt(count - 1)), [1]),
        mask: this.#float32(causalMask({ length, room, count, group }), [
          1,
          1,
          1,
          group * count,
          room + count,
        ]),
        ...this.#past(row, 1, room),
      },
      ["gained"],
    );
    this.rows.append(floats(results, "gained"), { first: row, starts: [length] });
  }

  /** The inputs of a step over `count` rows: their numbers are overwritten in place from step to step. */
  #step(count: number): Step {
    const known = this.#steps.get(count);
    if (known !== undefined) return known;
    const room = this.rows.positions;
    const tokens = new BigInt64Array(count);
    const positions = new BigInt64Array(count);
    const mask = new Float32Array(count * (room + 1));
    const inputs = {
      tokens: this.#int64(tokens, [count, 1]),
      positions: this.#int64(positions, [count, 1]),
      last: this.#int64(
        BigInt64Array.from(tokens, (_, row) => BigInt(row)),
        [count],
      ),
      mask: this.#float32(mask, [count, 1, 1, 1, room + 1]),
      ...this.#past(0, count, room),
    };
    const step = { inputs, tokens, positions, mask };
    this.#steps.set(count, step);
    return step;
  }

  /** `room`: all positions, or 0 where the rows are empty. */
  #past(first: number, count: number, room: number): Tensors {
    const { keyValueHeads, headSize } = this.#config;
    const names = cacheNames(this.#config);
    const shape = [count, keyValueHeads, 1, room, headSize];
    const views = this.rows.views(first, room === 0 ? 0 : count);
    return Object.fromEntries(views.map((view, index) => [names[index] ?? "", this.#float32(view, shape)]));
  }

  #predictions(results: InferenceSession.OnnxValueMapType, count: number): readonly Prediction[] {
    const size = this.#config.vocabularySize;
    const logits = floats(results, "logits");
    const exponentials = floats(results, "exponentials");
    const max = floats(results, "max");
    return Array.from({ length: count }, (_, row) => ({
      logits: logits.subarray(row * size, (row + 1) * size),
      exponentials: exponentials.subarray(row * size, (row + 1) * size),
      max: max[row] ?? Number.NaN,
    }));
  }

  #int64(values: BigInt64Array, shape: readonly number[]): Tensor {
    return new this.#runtime.Tensor("int64", values, shape);
  }

  #float32(values: Float32Array, shape: readonly number[]): Tensor {
    return new this.#runtime.Tensor("float32", values, shape);
  }
}

interface Step {
  readonly inputs: Tensors;
  readonly tokens: BigInt64Array;
  readonly positions: BigInt64Array;
  /** [rows, positions + 1] */
  readonly mask: Float32Array;
}

interface Reading {
  /** Tokens that the row holds, and the positions it has room for. */
  readonly length: number;
  readonly room: number;
  /** New tokens. */
  readonly count: number;
  /** Query heads that share keys. */
  readonly group: number;
}

/** [group * count, room + count]: a new token sees what the row holds, itself, and the new ones before it. */
function causalMask({ length, room, count, group }: Reading): Float32Array {
  const mask = new Float32Array(group * count * (room + count));
  for (let line = 0; line < group * count; line++) {
    const start = line * (room + count);
    mask.fill(UNSEEN, start + length, start + room);
    mask.fill(UNSEEN, start + room + (line % count) + 1, start + room + count);
  }
  return mask;
}

/** In the order of the tensors of `KeyValueRows`. */
function cacheNames(config: ModelConfig): readonly string[] {
  return Array.from({ length: config.layers }, (_, layer) => [
    `past.${layer}.key`,
    `past.${layer}.value`,
  ]).flat();
}

function floats(results: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = results[name]?.data;
  if (!(data instanceof Float32Array)) throw new TypeError(`the decoder gave no float32 ${name}`);
  return data;
}
