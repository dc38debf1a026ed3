/** @file What a run may use, as it is written on the command line. */
import { ConfigError } from "../../core/errors.ts";

/** The units of a budget, each with the limit it sets and the ways to write it. */
const UNITS = {
  costUsd: ["usd", "dollar", "dollars"],
  tokens: ["token", "tokens"],
  toolCalls: ["call", "calls"],
  turns: ["turn", "turns"],
} as const;

type Limit = keyof typeof UNITS;
export type BudgetArgument = Readonly<Partial<Record<Limit, number>>>;

const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6 };
const EXAMPLES = "Examples: 0.50usd, 200k-tokens, 100-calls, 60-turns; several with commas.";

/** Reads e.g. `0.50usd`, `$0.50`, `0.5` (US dollars too), `200k-tokens`, `100-calls`, `0.5,200k-tokens`. */
export function parseBudget(text: string): BudgetArgument {
  const budget: Partial<Record<Limit, number>> = {};
  for (const part of text.split(",")) {
    const [limit, amount] = parsePart(part.trim().toLowerCase());
    if (budget[limit] !== undefined)
      throw new ConfigError(`--budget sets ${UNITS[limit][0]} twice: "${text}".`);
    budget[limit] = amount;
  }
  return budget;
}

function parsePart(part: string): readonly [Limit, number] {
  const [, digits, factor = "", unit = "usd"] =
    /^(\d+(?:\.\d+)?|\.\d+)([km])?(?:[-_ ]?([a-z]+))?$/.exec(part.replace(/^\$([\d.]+)$/, "$1usd")) ?? [];
  const amount = Number(digits) * (FACTORS[factor] ?? Number.NaN);
  const limit = limitOf(unit);
  if (limit === undefined || !(amount > 0)) {
    throw new ConfigError(`--budget cannot be "${part}". ${EXAMPLES}`);
  }
  return [limit, amount];
}

function limitOf(unit: string): Limit | undefined {
  const limits: readonly Limit[] = ["costUsd", "tokens", "toolCalls", "turns"];
  return limits.find((limit) => UNITS[limit].some((name) => name === unit));
}
