import { describe, expect, test } from "vitest";
import { DEFAULT_MODEL } from "../../service/models/default-model.ts";
import { planAsk } from "./ask-options.ts";

const question = "Which countries are landlocked?";

describe("what is asked", () => {
  test("is a table by the question's own form, in its language", () => {
    expect(planAsk(question, {}, undefined).task).toEqual({
      id: "ask",
      kind: "wide",
      question,
      language: "en",
    });
    expect(planAsk(" 列出所有内陆国家 ", {}, undefined).task).toMatchObject({ kind: "wide", language: "zh" });
    expect(planAsk("What is the capital of Chad?", {}, undefined).task).toMatchObject({ kind: "deep" });
  });

  test("is what the options say, where they say it", () => {
    const flags = { columns: "Country, Capital", language: "zh" };

    expect(planAsk("What is the capital of Chad?", flags, undefined).task).toMatchObject({
      kind: "wide",
      columns: ["Country", "Capital"],
      language: "zh",
    });
    expect(planAsk(question, { answer: "short" }, undefined).task.kind).toBe("deep");
  });

  test("refuses CSV for a short answer", () => {
    expect(() => planAsk(question, { answer: "short", format: "csv" }, undefined)).toThrow(
      /CSV is for tables/,
    );
  });
});

describe("the team", () => {
  test("has the defaults of its settings", () => {
    expect(planAsk(question, {}, undefined).team).toMatchObject({
      maxSubagents: 10,
      depth: 1,
      wire: "paper",
    });
  });

  test("takes limits from the options", () => {
    const flags = {
      maxSubagents: "40",
      depth: "2",
      budget: "200k-tokens",
      deadline: "5m",
      wire: "published",
    };

    expect(planAsk(question, flags, undefined).team).toMatchObject({
      maxSubagents: 40,
      depth: 2,
      wire: "published",
      budget: { tokens: 200_000 },
      deadlineMs: 300_000,
    });
  });

  test("is a single agent with --single", () => {
    expect(planAsk(question, { single: true }, undefined).team.maxSubagents).toBe(0);
  });
});

describe("the models", () => {
  test.each([
    [{}, undefined, { lead: DEFAULT_MODEL, subagent: DEFAULT_MODEL }],
    [{}, "m", { lead: "m", subagent: "m" }],
    [{ model: "n" }, "m", { lead: "n", subagent: "n" }],
    [{ model: "n", leadModel: "l" }, undefined, { lead: "l", subagent: "n" }],
    [{ leadModel: "l", subagentModel: "s", baseUrl: "http://h" }, undefined, { lead: "l", subagent: "s" }],
  ])("of %j with the default %j", (flags, defaultModel, models) => {
    expect(planAsk(question, flags, defaultModel).models).toEqual(models);
  });
});
