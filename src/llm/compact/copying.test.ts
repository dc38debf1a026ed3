/** @file Tests of what a compact policy copies, with the tokenizer that ships. */
import { beforeAll, expect, test } from "vitest";
import { allowedNext, type CopyingRules } from "../../engine/sampling/copying.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { seedLexicon } from "../demonstrator/lexicon/seed-lexicon.ts";
import { loadTokenizer } from "../embedded/policy-directory.ts";
import { shippedTokenizer } from "../embedded/shipped-policy.ts";
import { copyingRules } from "./copying.ts";
import { END_TOKEN } from "./special-tokens.ts";

let tokenizer: Tokenizer;
let rules: CopyingRules;
beforeAll(async () => {
  ({ tokenizer } = await loadTokenizer(shippedTokenizer));
  rules = copyingRules(tokenizer, seedLexicon);
});

/** The first piece of the turn that may not be written, or undefined. */
function firstRefused(read: string, turn: string): string | undefined {
  const before = tokenizer.encode(read);
  const written = [...tokenizer.encode(turn), tokenizer.special(END_TOKEN)];
  const at = written.findIndex((id, index) => {
    const allowed = allowedNext(rules, before, written.slice(0, index));
    return allowed !== undefined && !allowed(id);
  });
  return at < 0 ? undefined : tokenizer.decode(written.slice(0, at + 1));
}

const PAGE = ` facts Capital; Area (km²)
 1 Slovenia
 page 1 Slovenia
 Slovenia is a country in Central Europe. Its capital is Ljubljana. Slovenia covers an area of 20,273 km².
 The native name of Polish is język polski. In Chinese, Slovenia is called 斯洛文尼亚.`;

test.each([
  " Capital: Ljubljana\n Area (km²): 20,273",
  " Capital: ?\n Area (km²): 20,273",
  " Native name: język polski",
  " Chinese name: 斯洛文尼亚",
  " open 1 4",
  " search List of Slovenia airports\n",
  " facts Population density (people per km²); Official languages",
  " list largest cities of *\n first 3",
  " table Country | Capital\n where Area (km²) >= 20,273\n by Population down",
  " find country whose capital is Ljubljana",
  " nothing",
])("%j can be written", (turn) => {
  expect(firstRefused(PAGE, turn)).toBeUndefined();
});

test.each([
  " Capital: Lljubljana",
  " Capital: Ljubljanana",
  " Capital: Lima",
  " Area (km²): 20,274",
  " Native name: język jezyk",
  " Capital: Slovenia Slovenia",
  " find country whose capital is Ljubjana",
  " search Slonia",
])("%j cannot, for it was not read so", (turn) => {
  expect(firstRefused(PAGE, turn)).toBeDefined();
});
