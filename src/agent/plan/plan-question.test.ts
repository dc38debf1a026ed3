import { describe, expect, test } from "vitest";
import { SamplerError } from "../../core/errors.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import type { Task } from "../../core/task.ts";
import { createDemonstrator } from "../../llm/demonstrator/demonstrator.ts";
import { type ScriptedReply, scripted } from "../../llm/scripted.ts";
import { teamSettings } from "../team.ts";
import { planQuestion } from "./plan-question.ts";
import { readPlan } from "./read-plan.ts";

const team = teamSettings.parse({});

const wide: Task = { id: "t", kind: "wide", question: "Lakes of Finland above 500 km²?", language: "en" };

const PLAN = {
  rows: "lakes of Finland",
  criteria: ["area above 500 km²"],
  columns: [
    { name: "Lake", type: "text" },
    { name: "Area", type: "number", note: "km²" },
  ],
  uniqueColumns: ["Lake"],
  subtasks: ["Find all lakes of Finland."],
  expectedRows: { low: 5, likely: 8, high: 12 },
};

function withReplies(...replies: readonly ScriptedReply[]) {
  const requests: SampleRequest[] = [];
  const sampler = scripted((request, call) => {
    requests.push(request);
    return replies[call] ?? new SamplerError("asked too often");
  });
  return { sampler, requests };
}

describe("the planning call", () => {
  test("is one call without tools that gives the plan", async () => {
    const { sampler, requests } = withReplies(JSON.stringify(PLAN));

    expect(await planQuestion({ task: wide, team }, sampler)).toEqual(PLAN);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ tools: [], toolChoice: "none" });
  });

  test("is repeated once with what was wrong", async () => {
    const { sampler, requests } = withReplies("I think of lakes.", JSON.stringify(PLAN));

    expect(await planQuestion({ task: wide, team }, sampler)).toEqual(PLAN);
    expect(requests[1]?.messages.at(-1)?.content).toMatch(/holds no JSON object/);
  });

  test("that brings no plan twice is a failure of the model", async () => {
    const { sampler } = withReplies("no", '{"rows": 7}');

    await expect(planQuestion({ task: wide, team }, sampler)).rejects.toThrow(
      /^scripted wrote no plan that can be used: /,
    );
    await expect(planQuestion({ task: wide, team }, withReplies("no", "no").sampler)).rejects.toBeInstanceOf(
      SamplerError,
    );
  });

  test("is in the language of the task", async () => {
    const { sampler, requests } = withReplies(JSON.stringify(PLAN));

    await planQuestion({ task: { ...wide, question: "芬兰的湖泊？", language: "zh" }, team }, sampler);

    expect(requests[0]?.messages[0]?.content).toMatch(/制定计划/);
  });

  test("keeps the columns that the user fixed, with what the plan says of them", async () => {
    const { sampler } = withReplies(JSON.stringify(PLAN));

    const plan = await planQuestion({ task: { ...wide, columns: ["lake", "area", "Depth"] }, team }, sampler);

    expect(plan.columns).toEqual([
      { name: "lake", type: "text" },
      { name: "area", type: "number", note: "km²" },
      { name: "Depth", type: "text" },
    ]);
    expect(plan.uniqueColumns).toEqual(["lake"]);
  });

  test("is not made for a question with one short answer", async () => {
    const deep: Task = { id: "d", kind: "deep", question: "Capital of Peru?", language: "en" };

    await expect(planQuestion({ task: deep, team }, withReplies().sampler)).rejects.toThrow(
      /A plan is for tables/,
    );
  });

  test("stops with its signal", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));

    await expect(
      planQuestion({ task: wide, team }, scripted([JSON.stringify(PLAN)]), signal),
    ).rejects.toThrow("stopped");
  });
});

describe("a plan is read", () => {
  const json = JSON.stringify(PLAN, undefined, 2);

  test.each([
    ["in a fence", `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nGood luck.`],
    ["between prose with braces", `{rows} are lakes {maybe}.\n${json}\nDone {}.`],
    ["with commas too many", json.replace(/\n {2}\],/g, ",\n  ],").replace(/\n}$/, ",\n}")],
    ["after a smaller object", `{"thought": "lakes"}\n${json}`],
  ])("%s", (_, text) => {
    expect(readPlan(text, undefined)).toEqual({ plan: PLAN });
  });

  test("in the looser forms that models give it", () => {
    const loose = {
      rows: " lakes\nof Finland ",
      criteria: "area above 500 km²",
      columns: ["Lake", { name: "Since", type: "Year", note: null }, { name: "Page", type: "URL" }],
      uniqueColumns: ["Name"],
      expectedRows: { low: "12", likely: 5, high: 8 },
      more: true,
    };

    expect(readPlan(JSON.stringify(loose), undefined)).toEqual({
      plan: {
        rows: "lakes of Finland",
        criteria: ["area above 500 km²"],
        columns: [
          { name: "Lake", type: "text" },
          { name: "Since", type: "date" },
          { name: "Page", type: "link" },
        ],
        uniqueColumns: ["Lake"],
        subtasks: [],
        expectedRows: { low: 5, likely: 8, high: 12 },
      },
    });
  });

  test.each([
    ["", "it holds no JSON object"],
    ["{".repeat(200_000), "it holds no JSON object"],
    ['{"rows": "x"}', /^columns: /],
    ['{"rows": "x", "columns": []}', /^columns: /],
    ['{"rows": "x", "columns": ["A", "A"]}', 'two columns are named "A"'],
    [JSON.stringify({ rows: "x", columns: Array.from({ length: 51 }, (_, at) => `C${at}`) }), /^columns: /],
  ])("or refused with a reason: %.30s", (text, complaint) => {
    const startedAt = performance.now();

    expect(readPlan(text, undefined)).toEqual({
      complaint: complaint instanceof RegExp ? expect.stringMatching(complaint) : complaint,
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("the demonstrator plans", () => {
  async function planned(question: string, columns?: readonly string[]) {
    const language = /\p{Script=Han}/u.test(question) ? "zh" : "en";
    const task: Task = { id: "t", kind: "wide", question, language, columns };
    return planQuestion({ task, team }, createDemonstrator());
  }

  test("an English question", async () => {
    expect(
      await planned(
        "Which countries of Africa with an area above 1,000,000 km² are there? Give capital and area.",
      ),
    ).toEqual({
      rows: expect.stringMatching(/countries of Africa/),
      criteria: [expect.stringMatching(/area.*1,000,000/)],
      columns: [
        { name: "Country", type: "text" },
        { name: "Capital", type: "text" },
        { name: "Area (km²)", type: "number", note: "km²" },
      ],
      uniqueColumns: ["Country"],
      subtasks: [expect.stringMatching(/Find all items of this list/)],
    });
  });

  test("a Chinese question", async () => {
    expect(await planned("列出波罗的海国家及其首都")).toMatchObject({
      columns: [{ name: "国家" }, { name: "首都" }],
      uniqueColumns: ["国家"],
    });
  });

  test("knowing how many rows there are only where the question says so", async () => {
    expect((await planned("What are the capitals of Estonia, Mali and Kenya?")).expectedRows).toEqual({
      low: 3,
      likely: 3,
      high: 3,
    });
    expect((await planned("The ten largest cities of Japan with population")).expectedRows).toEqual({
      low: 10,
      likely: 10,
      high: 10,
    });
    expect((await planned("Countries of Europe with capital")).expectedRows).toBeUndefined();
  });

  test("with the columns that the user fixed", async () => {
    const plan = await planned("Countries of Europe", ["Land", "Capital"]);

    expect(plan.columns.map(({ name }) => name)).toEqual(["Land", "Capital"]);
  });
});
