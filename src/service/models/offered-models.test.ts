import { describe, expect, test } from "vitest";
import { DEFAULT_MODEL } from "./default-model.ts";
import { offerModels } from "./offered-models.ts";

const SERVER = "http://127.0.0.1:8000/v1";

describe("the models that a face offers", () => {
  test("are those of the package where none is named", () => {
    const { names, defaultModel, planOf } = offerModels([], undefined);

    expect(new Set(names)).toEqual(new Set(["demonstrator", "seed-policy"]));
    expect(defaultModel).toBe(DEFAULT_MODEL);
    expect(planOf({})).toEqual({
      models: { lead: defaultModel, subagent: defaultModel },
      baseUrl: undefined,
    });
  });

  test("are looked for at their server, but for those of the package, which are not there", () => {
    const { planOf } = offerModels(["qwen", "demonstrator"], SERVER);

    expect(planOf({})).toEqual({ models: { lead: "qwen", subagent: "qwen" }, baseUrl: SERVER });
    expect(planOf({ model: "demonstrator" }).baseUrl).toBeUndefined();
    expect(() => planOf({ leadModel: "qwen", subagentModel: "demonstrator" })).toThrow(/cannot be one team/);
    expect(() => planOf({ model: "openai/gpt-5-mini" })).toThrow(/There are: qwen, demonstrator/);
  });

  test("must be named where they are at a server", () => {
    expect(() => offerModels([], SERVER)).toThrow(/--model/);
  });
});
