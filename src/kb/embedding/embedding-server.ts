/** @file An embedder behind the embeddings protocol of OpenAI, which vLLM, TEI, llama.cpp, Ollama and others speak. */
import { z } from "zod";
import { ConfigError, FetchError } from "../../core/errors.ts";
import { childSignal } from "../../util/abort.ts";
import { endpoint, openJsonService, type ServiceOptions } from "../web/json-service.ts";
import type { OpenEmbedder } from "./embedder.ts";
import { pooling } from "./embedding-record.ts";
import { batches, normalised } from "./vectors.ts";

export const embeddingServerSettings = z.strictObject({
  /** With or without `/v1` or `/v1/embeddings`. */
  url: z.string(),
  /** As the server knows it. */
  model: z.string().min(1),
  apiKey: z.string().optional(),
  /** The environment variable that holds the key, for messages. */
  keyVariable: z.string().optional(),
  queryPrefix: z.string().default(""),
  passagePrefix: z.string().default(""),
  /** How many numbers a vector must have; absent: the server is asked once. */
  dimensions: z.int().positive().optional(),
  normalise: z.boolean().default(true),
  /** What the server does with tokens, for the record; it is not told. */
  pooling: pooling.optional(),
  maxTokens: z.int().positive().optional(),
  /** Texts in one request. */
  batchSize: z.int().positive().default(32),
  /** Requests at once, of all who use the embedder. */
  concurrency: z.int().positive().default(4),
  /** Of one attempt. */
  timeoutMs: z.int().positive().default(120_000),
  /** In all, the first one included. */
  attempts: z.int().positive().default(4),
});

type Settings = z.output<typeof embeddingServerSettings>;

const embeddingsReply = z.looseObject({
  data: z.array(z.looseObject({ index: z.int().optional(), embedding: z.array(z.number()).min(1) })),
});

/**
 * Throws `ConfigError` where the settings cannot be used, or where the server is asked for its dimensions and does not
 * answer. An `embed…` call throws `ConfigError` where vectors have not the dimensions they must have.
 */
export async function openEmbeddingServer(
  given: z.input<typeof embeddingServerSettings>,
  parts: Omit<ServiceOptions, "limits"> = {},
): Promise<OpenEmbedder> {
  const settings = embeddingServerSettings.parse(given);
  const embedBatch = batchEmbedder(settings, parts);
  const dimensions = settings.dimensions ?? (await askDimensions(settings, embedBatch));

  const embed = async (texts: readonly string[], signal: AbortSignal | undefined) => {
    // where one batch fails the others are of no use
    const all = childSignal(signal ?? new AbortController().signal);
    try {
      const vectors = await Promise.all(
        batches(texts, settings.batchSize).map((batch) => embedBatch(batch, all.signal)),
      );
      return vectors.flat().map((vector) => checked(vector, dimensions, settings));
    } catch (error) {
      all.abort(error);
      throw error;
    } finally {
      all.release();
    }
  };

  return {
    model: settings.model,
    dimensions,
    settings: {
      queryPrefix: settings.queryPrefix,
      passagePrefix: settings.passagePrefix,
      normalise: settings.normalise,
      pooling: settings.pooling,
      maxTokens: settings.maxTokens,
    },
    embedQueries: (texts, signal) => embed(prefixed(settings.queryPrefix, texts), signal),
    embedPassages: (texts, signal) => embed(prefixed(settings.passagePrefix, texts), signal),
    close: async () => undefined,
  };
}

type BatchEmbedder = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly (readonly number[])[]>;

function batchEmbedder(settings: Settings, parts: Omit<ServiceOptions, "limits">): BatchEmbedder {
  const { apiKey: key, model } = settings;
  const url = embeddingsAddress(settings.url);
  const { concurrency, timeoutMs, attempts } = settings;
  const service = openJsonService(
    {
      name: `The embedding server ${url.origin}`,
      key,
      onRefusal: `check the key${settings.keyVariable === undefined ? "" : ` in ${settings.keyVariable}`}`,
    },
    { ...parts, limits: { concurrency, timeoutMs, attempts, maxReplyBytes: MOST_REPLY_BYTES } },
  );
  return async (texts, signal) => {
    const { data } = await service.requestJson(
      {
        url,
        headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
        body: { model, input: texts, encoding_format: "float" },
        reply: embeddingsReply,
      },
      signal,
    );
    const vectors = new Map(data.map(({ index, embedding }, position) => [index ?? position, embedding]));
    return texts.map((_, index) => {
      const vector = vectors.get(index);
      if (vector !== undefined) return vector;
      throw new FetchError(`${service.name}: it gave ${data.length} vectors for ${texts.length} texts.`);
    });
  };
}

const MOST_REPLY_BYTES = 200_000_000;

function embeddingsAddress(url: string): URL {
  const base = url.replace(/\/+$/, "");
  if (base.endsWith("/embeddings")) return endpoint(base, "");
  return endpoint(base, /\/v\d+$/.test(base) ? "/embeddings" : "/v1/embeddings");
}

async function askDimensions(settings: Settings, embedBatch: BatchEmbedder): Promise<number> {
  try {
    const [vector] = await embedBatch(["dimensions"]);
    return vector?.length ?? 0;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new ConfigError(
      `the dimensions of ${settings.model} are not known, and it could not be asked: ${error.message}`,
      { cause: error },
    );
  }
}

function checked(
  vector: readonly number[],
  dimensions: number,
  { model, normalise }: Settings,
): readonly number[] {
  if (vector.length !== dimensions) {
    throw new ConfigError(
      `the vectors of ${model} have ${vector.length} numbers, not ${dimensions}; set dimensions to ${vector.length}, or name another model`,
    );
  }
  return normalise ? normalised(vector) : vector;
}

/** Servers refuse a text without any character. */
function prefixed(prefix: string, texts: readonly string[]): readonly string[] {
  return texts.map((text) => prefix + text || " ");
}
