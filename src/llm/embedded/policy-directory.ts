/** @file A policy on disk: the shape and weights of its model, and its tokenizer. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { openTokenizer, type Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { loadModel, type Model, saveModel } from "../../engine/weights/checkpoint.ts";

const TOKENIZER = "tokenizer.json";

export interface Policy extends Model {
  readonly tokenizer: Tokenizer;
  /** The content of its tokenizer.json. */
  readonly tokenizerJson: unknown;
}

/** Throws ConfigError, naming the file, for what is missing or damaged, or where model and tokenizer do not fit. */
export async function loadPolicy(directory: string): Promise<Policy> {
  const [model, { tokenizer, tokenizerJson }] = await Promise.all([
    loadModel(directory),
    loadTokenizer(join(directory, TOKENIZER)),
  ]);
  const { vocabularySize } = model.config;
  if (tokenizer.size > vocabularySize)
    throw new ConfigError(
      `${directory}: its tokenizer has ${tokenizer.size} ids, its model only ${vocabularySize}`,
    );
  return { ...model, tokenizer, tokenizerJson };
}

export async function loadTokenizer(file: string): Promise<Pick<Policy, "tokenizer" | "tokenizerJson">> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ConfigError(`the tokenizer ${file} cannot be read`, { cause });
  });
  const tokenizerJson = parseJson(text, file);
  return { tokenizer: openTokenizer(tokenizerJson), tokenizerJson };
}

/** Half precision halves the size; the policy then answers a little differently in rare close calls. */
export async function savePolicy(
  directory: string,
  { config, weights, tokenizerJson }: Omit<Policy, "tokenizer">,
  precision: "F32" | "F16" = "F32",
): Promise<void> {
  await saveModel(directory, { config, weights }, precision);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, TOKENIZER), `${JSON.stringify(tokenizerJson)}\n`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`the tokenizer ${file} is not JSON`, { cause });
  }
}
