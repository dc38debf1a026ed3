/** @file The files of a Hugging Face model folder that embed texts. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";

export interface FolderFiles {
  /** What the folder calls its model, or the folder's own name. */
  readonly model: string;
  /** The path of the `.onnx` file; what it stores outside of itself lies beside it. */
  readonly graph: string;
  /** The content of `tokenizer.json` and, where there is one, of `tokenizer_config.json`. */
  readonly tokenizer: Readonly<Record<string, unknown>>;
  readonly tokenizerConfig: Readonly<Record<string, unknown>>;
  /** Fills up shorter texts; the model is told not to look at it. */
  readonly padId: number;
  /** The most tokens that the model has positions for, where it says so. */
  readonly positions: number | undefined;
}

const configJson = z.looseObject({
  _name_or_path: z.string().optional(),
  max_position_embeddings: z.int().positive().optional(),
  pad_token_id: z.int().nonnegative().nullish(),
});

const tokenizerJson = z.looseObject({
  model: z.looseObject({}),
  padding: z.looseObject({ pad_id: z.int().nonnegative() }).nullish().catch(undefined),
});

/** `file`: the path of the graph in the folder, where the folder has several. Throws `ConfigError` for what is missing. */
export async function readFolder(directory: string, file: string | undefined): Promise<FolderFiles> {
  const config = await readJson(join(directory, "config.json"), configJson);
  const tokenizer = await readJson(join(directory, "tokenizer.json"), tokenizerJson);
  const tokenizerConfig = await readJson(join(directory, "tokenizer_config.json"), z.looseObject({}), {});
  return {
    model: config._name_or_path || basename(resolve(directory)),
    graph: file === undefined ? await findGraph(directory) : join(directory, file),
    tokenizer,
    tokenizerConfig,
    padId: tokenizer.padding?.pad_id ?? config.pad_token_id ?? 0,
    positions: config.max_position_embeddings,
  };
}

async function readJson<T>(path: string, schema: z.ZodType<T>, whenMissing?: T): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (isSystemError(error)) {
      if (error.code === "ENOENT" && whenMissing !== undefined) return whenMissing;
      throw new ConfigError(`cannot read ${path}: ${systemReason(error)}`, { cause: error });
    }
    if (error instanceof SyntaxError) throw new ConfigError(`${path} is not JSON`, { cause: error });
    if (!(error instanceof z.ZodError)) throw error;
    throw new ConfigError(`${path} is not of a model: ${z.prettifyError(error)}`, { cause: error });
  }
}

const PREFERRED = ["model.onnx", "model_quantized.onnx"];

/** In `onnx/`, where transformers.js looks, or else in the folder itself. */
async function findGraph(directory: string): Promise<string> {
  const places = [join(directory, "onnx"), directory];
  for (const place of places) {
    const graphs = (await namesIn(place)).filter((name) => name.endsWith(".onnx"));
    const chosen = PREFERRED.find((name) => graphs.includes(name));
    const [first] = graphs;
    if (chosen !== undefined) return join(place, chosen);
    if (graphs.length === 1 && first !== undefined) return join(place, first);
    if (graphs.length > 1) {
      throw new ConfigError(`${place} has several models: ${graphs.sort().join(", ")}; name one as file`);
    }
  }
  throw new ConfigError(`${directory} has no .onnx file; export the model to ONNX into ${places[0]}`);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}
