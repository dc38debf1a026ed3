/** @file The judge that the command line names. */
import { ConfigError } from "../../core/errors.ts";
import type { Judge } from "../../core/judge.ts";
import { openJudge } from "../../eval/judges/open-judge.ts";
import type { SamplerOptions } from "../../llm/create-sampler.ts";

/** Throws `ConfigError` for a judge that cannot be used. */
export async function openNamedJudge(
  name: string,
  options: Pick<SamplerOptions, "environment" | "record">,
): Promise<Judge> {
  if (name === "demonstrator") {
    throw new ConfigError("--judge cannot be the demonstrator, which only finds. Use exact, or a model.");
  }
  try {
    return await openJudge(name, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`--judge is exact or a model. ${error.message}`, { cause: error });
  }
}
