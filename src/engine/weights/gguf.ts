/** @file A model as one GGUF file, which llama.cpp and all that is built on it run. */
import { type ModelConfig, type Parameter, parameters, type Weights } from "../model-config.ts";
import { type GgufValue, ggufFile } from "./gguf-container.ts";
import type { Precision } from "./safetensors.ts";
import { type TokenKind, type TokenTable, tokenTable } from "./tokenizer-file.ts";

export interface GgufModel {
  readonly name: string;
  readonly config: ModelConfig;
  readonly weights: Weights;
  /** The content of the model's `tokenizer.json`: byte-level BPE, no normaliser. */
  readonly tokenizer: unknown;
  /** The added token that ends what the model writes, e.g. `<|im_end|>`. */
  readonly endToken: string;
  /** The chat template, in Jinja. */
  readonly chatTemplate?: string | undefined;
  /** How matrices are stored; F16 halves the file, and vectors stay F32. Default `F32`. */
  readonly precision?: Precision | undefined;
}

/**
 * Names llama.cpp's rule for cutting text into words before merging. Ours is: an optional space and letters, an
 * optional space and one digit, or one other character. None of llama.cpp's rules is the same, so this is the coarsest
 * one: it cuts before spaces and at brackets and punctuation, never within a word of ours. What ours cuts further,
 * merges cannot join, since none was learned across a cut. They differ only where the bytes at the seam of two
 * characters that are not ASCII happen to be a pair that was learned within a word.
 */
const WORD_RULE = "poro-chat";

const TOKEN_TYPES: Readonly<Record<TokenKind, number>> = {
  normal: 1,
  control: 3,
  "user-defined": 4,
  unused: 5,
};

/** Architecture `qwen3`, version 3. Throws `ConfigError` where the tokenizer does not belong to the model. */
export function writeGguf(model: GgufModel): Uint8Array {
  const { config, weights, precision = "F32" } = model;
  const table = tokenTable(model.tokenizer, config.vocabularySize);
  const tensors = parameters(config).map((parameter) => ({
    name: ggufName(parameter.name),
    shape: parameter.shape,
    precision: parameter.shape.length > 1 ? precision : "F32",
    values: valuesOf(parameter, weights),
  }));
  return ggufFile(new Map([...modelMetadata(model, precision), ...tokenizerMetadata(model, table)]), tensors);
}

function modelMetadata(
  { name, config }: GgufModel,
  precision: Precision,
): readonly (readonly [string, GgufValue])[] {
  return [
    ["general.architecture", text("qwen3")],
    ["general.type", text("model")],
    ["general.name", text(name)],
    ["general.file_type", count(precision === "F32" ? 0 : 1)],
    ["qwen3.context_length", count(config.contextLength)],
    ["qwen3.embedding_length", count(config.hiddenSize)],
    ["qwen3.block_count", count(config.layers)],
    ["qwen3.feed_forward_length", count(config.feedForwardSize)],
    ["qwen3.attention.head_count", count(config.heads)],
    ["qwen3.attention.head_count_kv", count(config.keyValueHeads)],
    ["qwen3.attention.key_length", count(config.headSize)],
    ["qwen3.attention.value_length", count(config.headSize)],
    ["qwen3.attention.layer_norm_rms_epsilon", { type: "float", value: config.normEpsilon }],
    ["qwen3.rope.freq_base", { type: "float", value: config.ropeBase }],
    ["qwen3.vocab_size", count(config.vocabularySize)],
  ];
}

function tokenizerMetadata(
  { endToken, chatTemplate }: GgufModel,
  table: TokenTable,
): readonly (readonly [string, GgufValue])[] {
  // left out, llama.cpp takes ordinary tokens for these
  const end = count(table.control(endToken));
  const types = table.tokens.map(({ kind }) => TOKEN_TYPES[kind]);
  return [
    ["tokenizer.ggml.model", text("gpt2")],
    ["tokenizer.ggml.pre", text(WORD_RULE)],
    ["tokenizer.ggml.tokens", { type: "texts", value: table.tokens.map((token) => token.text) }],
    ["tokenizer.ggml.token_type", { type: "integers", value: types }],
    ["tokenizer.ggml.merges", { type: "texts", value: table.merges }],
    ["tokenizer.ggml.eos_token_id", end],
    ["tokenizer.ggml.bos_token_id", end],
    ["tokenizer.ggml.padding_token_id", end],
    ["tokenizer.ggml.add_bos_token", { type: "boolean", value: false }],
    ...(chatTemplate === undefined ? [] : [["tokenizer.chat_template", text(chatTemplate)] as const]),
  ];
}

function text(value: string): GgufValue {
  return { type: "text", value };
}

function count(value: number): GgufValue {
  return { type: "count", value };
}

const PARTS: Readonly<Record<string, string>> = {
  input_layernorm: "attn_norm",
  "self_attn.q_proj": "attn_q",
  "self_attn.k_proj": "attn_k",
  "self_attn.v_proj": "attn_v",
  "self_attn.o_proj": "attn_output",
  "self_attn.q_norm": "attn_q_norm",
  "self_attn.k_norm": "attn_k_norm",
  post_attention_layernorm: "ffn_norm",
  "mlp.gate_proj": "ffn_gate",
  "mlp.up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};

function ggufName(name: string): string {
  if (name === "model.embed_tokens.weight") return "token_embd.weight";
  if (name === "model.norm.weight") return "output_norm.weight";
  const [, layer, part = ""] = /^model\.layers\.(\d+)\.(.+)\.weight$/.exec(name) ?? [];
  const partName = PARTS[part];
  if (partName === undefined) throw new Error(`GGUF has no name for the weight ${name}.`);
  return `blk.${layer}.${partName}.weight`;
}

function valuesOf({ name, shape }: Parameter, weights: Weights): Float32Array {
  const values = weights.get(name);
  const size = shape.reduce((product, one) => product * one, 1);
  if (values?.length !== size) {
    throw new Error(`The weight ${name} has ${values?.length ?? "no"} values; its shape asks for ${size}.`);
  }
  return values;
}
