/** @file A model as a folder that Hugging Face transformers, vLLM and SGLang load: `Qwen3ForCausalLM`. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { type ModelConfig, parameters, type Weights } from "../model-config.ts";
import { type Precision, writeSafetensors } from "./safetensors.ts";
import { tokenTable } from "./tokenizer-file.ts";

export interface HuggingFaceModel {
  readonly config: ModelConfig;
  readonly weights: Weights;
  /** The content of the model's `tokenizer.json`. */
  readonly tokenizer: unknown;
  /** The added token that ends what the model writes, e.g. `<|im_end|>`. */
  readonly endToken: string;
  /** The chat template, in Jinja. */
  readonly chatTemplate?: string | undefined;
  /** How weights are stored. Default `F32`. */
  readonly precision?: Precision | undefined;
}

/**
 * Makes the directory where it is missing and overwrites the files of its own in it. Throws `ConfigError` where it cannot
 * write, or where the tokenizer does not belong to the model.
 */
export async function writeHuggingFaceFolder(directory: string, model: HuggingFaceModel): Promise<void> {
  const { config, tokenizer, precision = "F32" } = model;
  const end = tokenTable(tokenizer, config.vocabularySize).control(model.endToken);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "config.json": json(modelFile(config, end, precision)),
    "generation_config.json": json(generationFile(end)),
    "model.safetensors": writeSafetensors(tensorsOf(model), { format: "pt" }, precision),
    "tokenizer.json": json(tokenizer),
    "tokenizer_config.json": json(tokenizerConfigFile(model)),
  };
  try {
    await mkdir(directory, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`Cannot write the model to "${directory}": ${systemReason(error)}.`, {
      cause: error,
    });
  }
}

function tensorsOf({ config, weights }: HuggingFaceModel) {
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const values = weights.get(name);
      if (values === undefined) throw new Error(`There is no weight ${name}.`);
      return [name, { shape, values }];
    }),
  );
}

function modelFile(config: ModelConfig, end: number, precision: Precision): object {
  return {
    architectures: ["Qwen3ForCausalLM"],
    attention_bias: false,
    attention_dropout: 0,
    bos_token_id: null,
    eos_token_id: end,
    head_dim: config.headSize,
    hidden_act: "silu",
    hidden_size: config.hiddenSize,
    initializer_range: 0.02,
    intermediate_size: config.feedForwardSize,
    max_position_embeddings: config.contextLength,
    max_window_layers: config.layers,
    model_type: "qwen3",
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    num_key_value_heads: config.keyValueHeads,
    pad_token_id: end,
    rms_norm_eps: config.normEpsilon,
    rope_scaling: null,
    rope_theta: config.ropeBase,
    sliding_window: null,
    tie_word_embeddings: true,
    torch_dtype: precision === "F32" ? "float32" : "float16",
    use_cache: true,
    use_sliding_window: false,
    vocab_size: config.vocabularySize,
  };
}

/** Samples from the model's own distribution; the defaults would cut it to its 50 likeliest tokens. */
function generationFile(end: number): object {
  return { do_sample: true, eos_token_id: end, pad_token_id: end, temperature: 1, top_k: 0, top_p: 1 };
}

function tokenizerConfigFile({ config, endToken, chatTemplate }: HuggingFaceModel): object {
  return {
    ...(chatTemplate !== undefined && { chat_template: chatTemplate }),
    clean_up_tokenization_spaces: false,
    eos_token: endToken,
    model_max_length: config.contextLength,
    pad_token: endToken,
    tokenizer_class: "PreTrainedTokenizerFast",
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
