/** @file `wideseek export`: a policy as a GGUF file or a Hugging Face folder, for other tools. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import { writeGguf } from "../engine/weights/gguf.ts";
import { writeHuggingFaceFolder } from "../engine/weights/hugging-face.ts";
import { END_TOKEN } from "../llm/compact/special-tokens.ts";
import { loadPolicy } from "../llm/embedded/policy-directory.ts";
import { SHIPPED_POLICY, shippedPolicyDirectory } from "../llm/embedded/shipped-policy.ts";
import { isSystemError, systemReason } from "../run/system-error.ts";
import { readFlags, text } from "./arguments/flags.ts";
import type { Environment } from "./environment.ts";
import { EXIT } from "./exit-code.ts";

const exportFlags = z.object({
  gguf: text.optional(),
  huggingFace: text.optional(),
  half: z.boolean().default(false),
});

/** Gives the exit code. Throws `ConfigError` where there is no policy, or what is asked for cannot be written. */
export async function exportPolicy(policy: string, flags: unknown, { stdout }: Environment): Promise<number> {
  const { gguf, huggingFace, half } = readFlags(exportFlags, flags);
  if (gguf === undefined && huggingFace === undefined) {
    throw new ConfigError("Name what to write: --gguf <file>, --hugging-face <directory>, or both.");
  }
  const directory = policy === SHIPPED_POLICY ? shippedPolicyDirectory : policy.replace(/^policy:/, "");
  const { config, weights, tokenizerJson } = await loadPolicy(directory);
  const precision = half ? "F16" : "F32";
  const model = { config, weights, tokenizer: tokenizerJson, endToken: END_TOKEN, precision } as const;
  if (gguf !== undefined) {
    await write(gguf, writeGguf({ ...model, name: policy }));
    stdout.write(`${gguf}\n`);
  }
  if (huggingFace !== undefined) {
    await writeHuggingFaceFolder(huggingFace, model);
    stdout.write(`${huggingFace}\n`);
  }
  return EXIT.answered;
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${file} cannot be written: ${systemReason(error)}.`, { cause: error });
  }
}
