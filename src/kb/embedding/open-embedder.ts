/** @file Opens the embedder that a user names: a server's address, or a folder with a model. */
import { ConfigError } from "../../core/errors.ts";
import type { EmbeddingSettings, OpenEmbedder } from "./embedder.ts";
import { openEmbeddingFolder } from "./embedding-folder.ts";
import type { EmbeddingRecord } from "./embedding-record.ts";
import { openEmbeddingServer } from "./embedding-server.ts";
import { embeddingPresets } from "./presets.ts";

export interface NamedEmbedder {
  /** `http://…`, or the path of a folder with config.json, tokenizer.json and an ONNX graph. */
  readonly at: string;
  /** The model's name; a server needs it. */
  readonly model?: string | undefined;
  /** What an index was built with, which then holds; else it follows from the model's name. */
  readonly record?: EmbeddingRecord | undefined;
  readonly apiKey?: string | undefined;
}

/** Throws `ConfigError` where it cannot be opened. */
export async function openEmbedder({ at, model, record, apiKey }: NamedEmbedder): Promise<OpenEmbedder> {
  const name = model ?? record?.model;
  const { queryPrefix, passagePrefix, normalise, maxTokens, pooling } = record ?? presetOf(name ?? at);
  const known = { queryPrefix, passagePrefix, normalise, ...(maxTokens !== undefined && { maxTokens }) };
  if (/^https?:\/\//iu.test(at)) {
    if (name === undefined) {
      throw new ConfigError(
        `The embedding server ${at} needs the name of a model, such as intfloat/e5-base-v2.`,
      );
    }
    return await openEmbeddingServer({ url: at, model: name, ...known, ...(apiKey && { apiKey }) });
  }
  return await openEmbeddingFolder(at, {
    ...known,
    ...(name !== undefined && { model: name }),
    pooling: pooling ?? "mean",
  });
}

const PLAIN: EmbeddingSettings = { queryPrefix: "", passagePrefix: "", normalise: true };

function presetOf(name: string): EmbeddingSettings {
  if (/(?:^|[/_-])e5(?:[/_-]|$)/iu.test(name)) return embeddingPresets.e5;
  return /qwen3-embedding/iu.test(name) ? embeddingPresets["qwen3-embedding"] : PLAIN;
}
