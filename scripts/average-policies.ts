/**
 * @file The mean of policies of one shape, weight by weight, as a policy of its own in half precision (model soups, Wortsman et al.,
 * ICML 2022). They must come from one training, or the mean is of no use.
 *
 * npx tsx scripts/average-policies.ts <policy directory> <policy directory> ... --out <directory>
 */
import { parseArgs } from "node:util";
import { ConfigError } from "../src/core/errors.ts";
import { loadPolicy, savePolicy } from "../src/llm/embedded/policy-directory.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const policies = await Promise.all(positionals.map(loadPolicy));
const [first, ...others] = policies;
if (first === undefined || values.out === undefined) {
  throw new ConfigError("name policy directories, and the new one with --out");
}
const shape = JSON.stringify(first.config);
if (others.some(({ config }) => JSON.stringify(config) !== shape)) {
  throw new ConfigError("the policies are not of one shape");
}
const weights = new Map(
  [...first.weights].map(([name, own]) => {
    const all = policies.map((policy) => policy.weights.get(name) ?? own);
    const mean = own.map((_, index) => all.reduce((sum, one) => sum + (one[index] ?? 0), 0) / all.length);
    return [name, mean];
  }),
);
await savePolicy(values.out, { ...first, weights }, "F16");
