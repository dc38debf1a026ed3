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
  readonly #steps = new Map<number, Pass>();
  /** One row, as long as what is being read: attention would otherwise look at all the room that longer rows need. */
  readonly #desk: KeyValueRows;
  readonly rows: KeyValueRows;

  constructor(config: ModelConfig, session: InferenceSession, runtime: Runtime) {
    this.#config = config;
    this.#session = session;
    this.#runtime = runtime;
    const shape = { tensors: 2 * config.layers, heads: config.keyValueHeads, headSize: config.headSize };
    this.#desk = new KeyValueRows(shape);
    this.rows = new KeyValueRows(shape);
  }

  /** Makes room for `rows` rows of `positions` tokens. */
  reserve(rows: number, positions: number): void {
    if (this.rows.reserve(rows, positions)) this.#steps.clear();
  }

  /** Reads `tokens` into a row that holds `length` tokens already. */
  async prefill(row: number, length: number, tokens: readonly number[]): Promise<void> {
    const end = length + tokens.length;
    this.#desk.reserve(1, end);
    this.#desk.copy(this.rows, { from: row, to: 0, start: 0, end: length });
    for (let from = 0; from < tokens.length; from += CHUNK) {
      const added = tokens.slice(from, from + CHUNK);
      await this.#run(this.#pass(this.#desk, 1, added.length), added, [length + from]);
    }
    this.rows.copy(this.#desk, { from: 0, to: row, start: length, end });
  }

  /**
   * Reads one more token into each of the first rows, which hold `lengths` tokens and have room for one more. Returns a
   * prediction of the token that follows per row, which holds until the next call; logits differ in the last bits with the
   * number of the rows and the room they have.
   */
  async step(tokens: readonly number[], lengths: readonly number[]): Promise<readonly Prediction[]> {
    const known = this.#steps.get(tokens.length);
    const pass = known ?? this.#pass(this.rows, tokens.length, 1);
    if (known === undefined) this.#steps.set(tokens.length, pass);
    await this.#run(pass, tokens, lengths);
    return pass.logits.map((logits, row) => ({
      logits,
      exponentials: pass.exponentials[row] ?? logits,
      max: pass.max[row] ?? Number.NaN,
    }));
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  /** `tokens` [rows, new] behind the `lengths` [rows] that the rows hold. */
  async #run(pass: Pass, tokens: readonly number[], lengths: readonly number[]): Promise<void> {
    const { keyValueHeads } = this.#config;
    const { room } = pass;
    const added = tokens.length / lengths.length;
    for (let at = 0; at < tokens.length; at++) {
      const row = Math.floor(at / added);
      const fresh = at % added;
      const position = (lengths[row] ?? 0) + fresh;
      pass.tokens[at] = BigInt(tokens[at] ?? 0);
      pass.positions[at] = BigInt(position);
      for (let head = 0; head < keyValueHeads; head++) {
        pass.slots[((row * keyValueHeads + head) * added + fresh) * SLOT + SLOT - 1] = BigInt(position);
      }
      pass.mask.fill(0, at * room, at * room + position + 1);
      pass.mask.fill(UNSEEN, at * room + position + 1, (at + 1) * room);
    }
    await this.#session.run(pass.inputs, pass.outputs);
  }

  /** A pass of `added` new tokens over the first `count` rows, which writes into the rows themselves. */
  #pass(rows: KeyValueRows, count: number, added: number): Pass {
    const { keyValueHeads, vocabularySize } = this.#config;
    const room = rows.positions;
    const tokens = new BigInt64Array(count * added);
    const positions = new BigInt64Array(count * added);
    const mask = new Float32Array(count * added * room);
    const slots = emptySlots(count, keyValueHeads, added);
    const lastOfRow = BigInt64Array.from({ length: count }, (_, row) => BigInt((row + 1) * added - 1));
    const logits = new Float32Array(count * vocabularySize);
    const exponentials = new Float32Array(count * vocabularySize);
    const max = new Float32Array(count);
    const int64 = (values: BigInt64Array, ...shape: number[]) => this.#tensor("int64", values, shape);
    const float32 = (values: Float32Array, ...shape: number[]) => this.#tensor("float32", values, shape);
    const perToken = (values: Float32Array) =>
      Array.from({ length: count }, (_, row) =>
        values.subarray(row * vocabularySize, (row + 1) * vocabularySize),
      );
    const memory = this.#memory(rows, count);
    return {
      inputs: {
        tokens: int64(tokens, count, added),
        positions: int64(positions, count, added),
        slots: int64(slots, count, keyValueHeads, added, SLOT),
        last: int64(lastOfRow, count),
        mask: float32(mask, count, 1, 1, added, room),
        ...memory.past,
      },
      outputs: {
        logits: float32(logits, count, vocabularySize),
        exponentials: float32(exponentials, count, vocabularySize),
        max: float32(max, count, 1),
        ...memory.present,
      },
      ...{ room, tokens, positions, mask, slots, max },
      logits: perToken(logits),
      exponentials: perToken(exponentials),
    };
  }

  /** The keys and values of the first rows, as what a pass reads and, in the same memory, as what it writes. */
  #memory(rows: KeyValueRows, count: number): { readonly past: Tensors; readonly present: Tensors } {
    const { layers, keyValueHeads, headSize } = this.#config;
    const names = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
    const past: Tensors = {};
    const present: Tensors = {};
    for (const [index, values] of rows.views(0, count).entries()) {
      const tensor = this.#tensor("float32", values, [count, keyValueHeads, 1, rows.positions, headSize]);
      past[`past.${names[index]}`] = tensor;
      present[`present.${names[index]}`] = tensor;
    }
    return { past, present };
  }

  #tensor(type: "int64" | "float32", values: BigInt64Array | Float32Array, shape: readonly number[]): Tensor {
    return new this.#runtime.Tensor(type, values, shape);
  }
}

/** Inputs and outputs of the graph in memory that is overwritten from run to run. */
interface Pass {
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  /** Positions of the rows. */
  readonly room: number;
  /** [rows, new], as are the positions. */
  readonly tokens: BigInt64Array;
  readonly positions: BigInt64Array;
  /** [rows, new, room] */
  readonly mask: Float32Array;
  /** [rows, keyValueHeads, new, SLOT] */
  readonly slots: BigInt64Array;
  /** Per row, over the vocabulary. */
  readonly logits: readonly Float32Array[];
  readonly exponentials: readonly Float32Array[];
  /** [rows] */
  readonly max: Float32Array;
}

/** Numbers that say where a new token is stored: row, head, 0 and position. */
const SLOT = 4;

/** The slots of all new tokens; their positions are still to be filled in. */
function emptySlots(rows: number, heads: number, added: number): BigInt64Array {
  const slots = new BigInt64Array(rows * heads * added * SLOT);
  for (let at = 0; at < rows * heads * added; at++) {
    const lane = Math.floor(at / added);
    slots[at * SLOT] = BigInt(Math.floor(lane / heads));
    slots[at * SLOT + 1] = BigInt(lane % heads);
  }
  return slots;
}
