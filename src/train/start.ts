/** @file The policy that a training starts from. */
import { ConfigError } from "../core/errors.ts";
import { loadPolicy, type Policy } from "../llm/embedded/policy-directory.ts";

/** Throws ConfigError for a directory that holds no policy. */
export async function startFrom(directory: string): Promise<Policy> {
  return await loadPolicy(directory).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    const remedy = "it must be the directory of a policy, such as policy/ of another training";
    throw new ConfigError(`from: ${error.message}; ${remedy}`, { cause: error });
  });
}
