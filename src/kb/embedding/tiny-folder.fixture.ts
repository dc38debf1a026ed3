/** @file A model folder so small that its vectors can be worked out by hand: a table of token vectors, and their positions. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { GraphBuilder } from "../../engine/onnx/graph-builder.ts";

export const WORDS = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "lake",
  "river",
  "query",
  ":",
  "passage",
  "##s",
  "deep",
];
export const WIDTH = 3;

/** The vector of each token. */
const TABLE = WORDS.map((_, id) => [id, id * id - 10, 1 / (id + 1)]);

const OUTPUT = "last_hidden_state";
/** ONNX's number for the type. */
const FLOAT16 = 10;

/** What is added to a token's vector for each step of its position, by a model that takes positions. */
export const STEP = 0.5;

export interface TinyFolder {
  /** Takes what a decoder takes: positions, and what it has read before. */
  readonly isDecoder?: boolean | undefined;
  /** Makes a vector of a text by itself, which is not what is wanted. */
  readonly pools?: boolean | undefined;
  /** Its vectors are 16-bit floats. */
  readonly isHalf?: boolean | undefined;
  /** An input that nobody knows. */
  readonly extraInput?: string | undefined;
  /** The graph's path in the folder; default `onnx/model.onnx`. */
  readonly file?: string | undefined;
}

/** The vectors of a text's tokens, special ones included. Pieces of words stand apart: `river ##s`. */
export function vectorsOf(text: string, step = 0): readonly (readonly number[])[] {
  const tokens = ["[CLS]", ...text.split(" ").filter((word) => word !== ""), "[SEP]"];
  return tokens.map((word, position) =>
    (TABLE[WORDS.indexOf(word)] ?? []).map((value) => value + step * position),
  );
}

export function mean(vectors: readonly (readonly number[])[]): readonly number[] {
  return Array.from(
    { length: WIDTH },
    (_, i) => vectors.reduce((sum, vector) => sum + (vector[i] ?? Number.NaN), 0) / vectors.length,
  );
}

export function expectVectors(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  digits = 5,
): void {
  expect(actual).toHaveLength(expected.length);
  for (const [row, vector] of expected.entries()) {
    expect(actual[row]).toHaveLength(vector.length);
    for (const [i, value] of vector.entries()) expect(actual[row]?.[i]).toBeCloseTo(value, digits);
  }
}

/** To be removed by the caller. */
export async function makeTinyFolder(options: TinyFolder = {}): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "wideseek-embedding-"));
  await mkdir(join(directory, "onnx"));
  await writeFile(join(directory, options.file ?? "onnx/model.onnx"), graphOf(options));
  await writeFile(
    join(directory, "config.json"),
    JSON.stringify({ _name_or_path: "tiny", max_position_embeddings: 64 }),
  );
  await writeFile(join(directory, "tokenizer.json"), JSON.stringify(tokenizer));
  return directory;
}

function graphOf({ isDecoder = false, pools = false, isHalf = false, extraInput }: TinyFolder): Uint8Array {
  const graph = new GraphBuilder();
  const ids = graph.input("input_ids", "int64", ["rows", "length"]);
  graph.input("attention_mask", "int64", ["rows", "length"]);
  if (!isDecoder) graph.input("token_type_ids", "int64", ["rows", "length"]);
  if (extraInput !== undefined) graph.input(extraInput, "float32", [1]);
  const table = graph.initializer({
    name: "table",
    shape: [WORDS.length, WIDTH],
    values: Float32Array.from(TABLE.flat()),
  });
  let vectors = graph.op("Gather", [table, ids], { axis: 0 });
  if (isDecoder) vectors = withPositions(graph, vectors);
  const result = pools ? graph.op("ReduceMean", [vectors, graph.integers([1])], { keepdims: 0 }) : vectors;
  const shape = pools ? ["rows", WIDTH] : ["rows", "length", WIDTH];
  const output = isHalf ? graph.op("Cast", [result], { to: FLOAT16 }) : result;
  graph.output(output, { name: OUTPUT, type: "float32", shape });
  const bytes = graph.bytes();
  // the writer knows no 16-bit floats: the output's type, five bytes behind its name, is set here
  if (isHalf) bytes[Buffer.from(bytes).lastIndexOf(OUTPUT) + OUTPUT.length + 5] = FLOAT16;
  return bytes;
}

/** As exported decoders have it: a cache goes in empty and comes out with what was read. */
function withPositions(graph: GraphBuilder, vectors: string): string {
  const positions = graph.input("position_ids", "int64", ["rows", "length"]);
  const past = graph.input("past_key_values.0.key", "float32", ["rows", 1, "past", WIDTH]);
  const steps = graph.op("Mul", [graph.op("Cast", [positions], { to: 1 }), graph.scalar(STEP)]);
  const moved = graph.op("Add", [vectors, graph.op("Unsqueeze", [steps, graph.integers([2])])]);
  const row = graph.op("Unsqueeze", [moved, graph.integers([1])]);
  const present = graph.op("Concat", [past, row], { axis: 2 });
  graph.output(present, { name: "present.0.key", type: "float32", shape: ["rows", 1, "all", WIDTH] });
  return moved;
}

const special = (id: number, content: string) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

/** As BERT has it. */
const tokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: WORDS.slice(0, 4).map((word, id) => special(id, word)),
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
  },
};
