/** @file The policy that ships with the package, trained on the seed knowledge base. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The name of the policy as a model. */
export const SHIPPED_POLICY = "seed-policy";

/** The same place seen from `src/llm/embedded` and from `dist/llm/embedded`. */
export const shippedPolicyDirectory = fileURLToPath(new URL("../../../models/seed-policy", import.meta.url));

export const shippedTokenizer = join(shippedPolicyDirectory, "tokenizer.json");
