/** @file Tests of composed demonstrations, with the tokenizer that ships. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { readActions } from "../../../llm/compact/actions.ts";
import { seedLexicon } from "../../../llm/demonstrator/lexicon/seed-lexicon.ts";
import { loadTokenizer } from "../../../llm/embedded/policy-directory.ts";
import { shippedTokenizer } from "../../../llm/embedded/shipped-policy.ts";
import { random } from "../../../util/random.ts";
import type { Demonstration } from "../demonstration.ts";
import { conversationOf, leadDemonstration } from "./compose.ts";
import { composed } from "./composed.ts";
import { outsideQuestion } from "./outside-questions.ts";

const CONVERSATION = [
  "List the countries bordering Chile with capital and area.",
  "list countries bordering Chile",
  "1 Argentina\n 2 Bolivia\n 3 Peru",
  "facts Capital; Area (km²)",
  "1 Argentina | Buenos Aires | 2,780,400\n 2 Bolivia | ? | 1,098,581\n 3 Peru | Lima | 1,285,216",
  "table Country | Capital | Area (km²)",
];

let tokenizer: Tokenizer;
let episode: Demonstration;
beforeAll(async () => {
  ({ tokenizer } = await loadTokenizer(shippedTokenizer));
  episode = leadDemonstration(tokenizer, CONVERSATION);
});

function made(counts: Partial<Parameters<typeof composed>[2]>, from: readonly Demonstration[] = [episode]) {
  const all = composed(tokenizer, from, { outside: 0, bareLists: 0, comparisons: 0, seed: 3, ...counts });
  return all.map((one) => conversationOf(tokenizer, one) ?? []);
}

describe("a conversation", () => {
  test("is read from a demonstration as it was written, and what the lead agent wrote is learnt", () => {
    expect(conversationOf(tokenizer, episode)).toEqual(CONVERSATION);
    const learnt = episode.spans.map(([start, end]) => tokenizer.decode(episode.tokens.slice(start, end)));
    expect(learnt).toEqual([1, 3, 5].map((index) => ` ${CONVERSATION[index]}`));
    expect(conversationOf(tokenizer, { ...episode, role: "subagent" })).toBeUndefined();
  });
});

describe("composed demonstrations", () => {
  test("list what a question without columns asks for, and stop there", () => {
    const all = made({ bareLists: 30 });
    expect(all).toHaveLength(30);
    for (const [question, list, report, table, ...more] of all) {
      expect(question?.toLowerCase()).toContain("countries bordering chile");
      expect([list, report, table, more]).toEqual([CONVERSATION[1], CONVERSATION[2], "table Country", []]);
    }
    expect(new Set(all.map(([question]) => question)).size).toBeGreaterThan(10);
  });

  test("compare things that the question names, of those with all their facts", () => {
    for (const [question, about, report, table] of made({ comparisons: 40 })) {
      const [first] = readActions(about ?? "");
      const names = first?.is === "about" ? first.names : [];
      expect(names).toEqual(["Argentina", "Peru"]);
      for (const name of names) expect(question).toContain(name);
      expect(report).toBe("1 Argentina | Buenos Aires | 2,780,400\n 2 Peru | Lima | 1,285,216");
      expect(table).toBe("table Country | Capital | Area (km²)");
    }
  });

  test("answer that a question about another world is unknown", () => {
    const all = made({ outside: 50 });
    expect(all).toHaveLength(50);
    expect(all.map(([, answer]) => answer)).toEqual(all.map(() => "unknown"));
  });

  test("are the same for the same seed, and none where there is nothing to compose them of", () => {
    const counts = { outside: 20, bareLists: 20, comparisons: 20 };
    expect(made(counts)).toEqual(made(counts));
    expect(made(counts, [])).toEqual([]);
  });

  test("are not made of a list whose rows were replaced by others, such as capitals", () => {
    const replaced = CONVERSATION.map((text) =>
      text.replace("facts Capital", "rows Capital\n facts Capital"),
    );
    expect(made({ bareLists: 10 }, [leadDemonstration(tokenizer, replaced)])).toEqual([]);
  });
});

test("no question about another world asks for a kind of thing that the lexicon knows", () => {
  const next = random(5);
  const nouns = seedLexicon.kinds.flatMap(({ words }) => words.en).filter((word) => word.endsWith("s"));
  for (let count = 0; count < 500; count += 1) {
    const question = outsideQuestion(["Xx"], next).toLowerCase();
    for (const noun of nouns) expect(question).not.toMatch(new RegExp(`\\b(?:the|all|which) ${noun}\\b`));
  }
});
