/** @file The policy that ships with the package. */
import { fileURLToPath } from "node:url";

/** The same place seen from `src/train` and from `dist/train`. */
const MODELS = fileURLToPath(new URL("../../models/", import.meta.url));

export function shippedTokenizer(): string {
  return `${MODELS}seed-policy/tokenizer.json`;
}
