/** @file A model in a GGUF file as a sampler, in this process: llama.cpp through node-llama-cpp. */
import { availableParallelism } from "node:os";
import type { LlamaContext, LlamaModel } from "node-llama-cpp";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Sampler } from "../../core/sampler.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { qwen3Renderer } from "../qwen3/renderer.ts";
import type { Renderer } from "../renderer.ts";
import { tokenLevelSampler } from "../token-level-sampler.ts";
import { ggufTokenSampler } from "./gguf-token-sampler.ts";
import { type Library, loadLibrary, startLlama } from "./load-library.ts";
import { templateRenderer } from "./template-renderer.ts";
import { ggufTokenizer } from "./tokens.ts";

const count = z.int().positive();

const ggufOptions = z.strictObject({
  contextLength: count
    .default(16_384)
    .describe("the most tokens of one conversation; fewer where the model or the memory ends before"),
  conversations: count
    .default(2)
    .describe("how many are sampled at once, each with a context of its own in memory; the others wait"),
  gpu: z.boolean().default(true).describe("use a GPU where there is one"),
  threads: count
    .default(Math.max(1, availableParallelism() - 1))
    .describe("threads that wait for a core that is not free slow everything down many times over"),
});

export type GgufOptions = z.input<typeof ggufOptions>;

export interface GgufSampler extends Sampler {
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/**
 * Its samples have token ids and log-probabilities. A chat template in the manner of Qwen3 is rendered by our own renderer,
 * any other by node-llama-cpp. Throws `ConfigError` where the package is missing, or the file cannot be read, is no
 * GGUF, is too large for the memory, or has no chat template.
 */
export async function openGgufSampler(file: string, options: GgufOptions = {}): Promise<GgufSampler> {
  const parsed = ggufOptions.safeParse(options);
  if (!parsed.success) throw new ConfigError(`gguf/${file}: ${z.prettifyError(parsed.error)}`);
  const library = await loadLibrary();
  const opened: Disposable[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one.dispose();
  };
  try {
    const { model, context } = await load(library, { file, ...parsed.data }, (one) => opened.push(one));
    const tokens = ggufTokenSampler(`gguf/${file}`, context);
    return { ...tokenLevelSampler(tokens, rendererOf(library, model, file)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Disposable {
  dispose(): Promise<void>;
}

interface Loaded {
  readonly model: LlamaModel;
  readonly context: LlamaContext;
}

/**
 * `onOpened` is told of each thing that must be disposed of before the ones opened earlier; the library waits for ever for
 * one that was left to the garbage collector.
 */
async function load(
  library: Library,
  settings: z.output<typeof ggufOptions> & { readonly file: string },
  onOpened: (opened: Disposable) => void,
): Promise<Loaded> {
  const { file, contextLength, conversations, gpu, threads } = settings;
  try {
    const llama = await startLlama(library, { gpu, threads });
    const model = await llama.loadModel({ modelPath: file });
    onOpened(model);
    const contextSize = { max: Math.min(contextLength, model.trainContextSize) };
    const context = await model.createContext({ contextSize, sequences: conversations, threads });
    onOpened(context);
    return { model, context };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = isSystemError(error) ? systemReason(error) : error.message.replace(/\.$/, "");
    throw new ConfigError(`Cannot open the model "${file}": ${reason}.`, { cause: error });
  }
}

function rendererOf(library: Library, model: LlamaModel, file: string): Renderer {
  const { chat_template: template } = model.fileInfo.metadata.tokenizer;
  if (template === undefined) {
    throw new ConfigError(
      `The model "${file}" has no chat template; use one that is made for conversations.`,
    );
  }
  return isLikeQwen3(template) ? qwen3Renderer(ggufTokenizer(model)) : templateRenderer(library, model);
}

/** Later Qwen templates write calls as XML. */
function isLikeQwen3(template: string): boolean {
  return (
    ["<|im_start|>", "<tool_call>"].every((tag) => template.includes(tag)) && !template.includes("<function=")
  );
}
