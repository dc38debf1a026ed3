import { describe, expect, test } from "vitest";
import { runTask } from "../../agent/run-task.ts";
import { teamSettings } from "../../agent/team.ts";
import { trajectories } from "../../core/episode.ts";
import type { Message } from "../../core/message.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import type { Task } from "../../core/task.ts";
import { southAmerica as knowledgeBase, ROWS } from "../../kb/south-america.fixture.ts";
import { describeSampler } from "../../testing/describe-sampler.ts";
import { random } from "../../util/random.ts";
import { request, toolSpecs } from "./demonstrator.fixture.ts";
import { createDemonstrator } from "./demonstrator.ts";

describeSampler("demonstrator", {
  create: () => createDemonstrator(),
  skip: {
    echo: "it answers questions about its pages, and repeats nothing",
    length: "its texts are whole, whatever the limit",
    "abort-under-way": "a sample takes no time in which it could be aborted",
  },
});

async function ask(question: string, changes: Partial<Task> = {}, settings: unknown = {}) {
  const sampler = createDemonstrator();
  const language = /\p{Script=Han}/u.test(question) ? "zh" : "en";
  const base = { id: "t", kind: "wide", question, language } as const;
  const { result, episode } = await runTask({ ...base, ...changes } as Task, {
    run: "r",
    team: teamSettings.parse(settings),
    samplers: { lead: sampler, subagent: sampler },
    knowledgeBase,
  });
  return { result, episode, rows: result.table?.cells.map((row) => row.map((cell) => cell.value)) };
}

describe("a team of demonstrators", () => {
  test("finds the list first, then asks one subagent about each member, then writes the table", async () => {
    const { rows, episode, result } = await ask(
      "List the countries in South America with capital and population.",
    );

    expect(result.table?.columns).toEqual(["Country", "Capital", "Population"]);
    expect(rows?.map((row) => row.join(" "))).toEqual(
      ROWS.map(([name, , capital, population]) => `${name} ${capital} ${population}`),
    );
    expect(episode.lead.turns.map((turn) => turn.results.flatMap((one) => one.subagents).length)).toEqual([
      2, 4, 0,
    ]);
  });

  test("asks again for missing cells only, and leaves empty what no page states", async () => {
    const { rows, episode } = await ask("List the countries in South America with capital and area.");
    const [, , again] = episode.lead.turns.map((turn) => turn.results.flatMap((one) => one.subagents));

    expect(rows?.map((row) => row[2])).toEqual(["", "", "", ""]);
    expect(again?.map(({ subtask }) => subtask.split("\n")[0])).toEqual(
      ROWS.map(() => "Look again, on other pages too. Find these facts: area"),
    );
  });

  test("gives groups of things to a subagent when two calls do not hold them all", async () => {
    const { rows, episode } = await ask("countries in South America: capital", {}, { maxSubagents: 1 });

    expect(rows).toHaveLength(4);
    expect(trajectories(episode).length).toBeLessThan(6);
  });

  test("uses the columns that the task fixes", async () => {
    const columns = ["Nation", "Seat of government", "Money"];
    const { rows } = await ask("Countries in South America", { columns });

    expect(rows?.[0]).toEqual(["Peru", "Lima", "Peruvian sol"]);
  });

  test("follows a join to the members of other lists", async () => {
    const { rows } = await ask("the largest cities of each of the countries in South America, with country", {
      columns: ["City", "Country"],
    });

    expect(rows).toEqual(ROWS.map(([name, , capital]) => [capital, name]));
  });

  test("finds things by their names, Chinese ones too", async () => {
    expect((await ask("Compare Peru and Chile by currency.")).rows).toEqual([
      ["Peru", "Peruvian sol"],
      ["Chile", "Chilean peso"],
    ]);
    expect((await ask("比较秘鲁和智利的首都")).rows).toEqual([
      ["Peru", "Lima"],
      ["Chile", "Santiago"],
    ]);
  });

  test("keeps the rows that fulfil a condition", async () => {
    const { rows } = await ask("Which countries in South America have a population above 17.5 million?");

    expect(rows?.map((row) => row[0])).toEqual(["Peru", "Chile"]);
  });

  test("puts the highest first where the question asks for the top of a list", async () => {
    const { rows } = await ask("The two most populous countries in South America and their capitals");

    expect(rows).toEqual([
      ["Peru", "Lima"],
      ["Chile", "Santiago"],
    ]);
  });

  test("answers a Chinese question with Chinese columns", async () => {
    const { rows, result } = await ask("南美洲有哪些国家？首都和人口分别是多少？");

    expect(result.table?.columns).toEqual(["国家", "首都", "人口"]);
    expect(rows?.[3]).toEqual(["Ecuador", "Quito", "17,300,000"]);
  });

  test("plays the published wire form as well", async () => {
    const { rows } = await ask("countries in South America: capital", {}, { wire: "published" });

    expect(rows?.[0]).toEqual(["Peru", "Lima"]);
  });

  test.each([
    ["Who won the World Cup?", {}],
    ["ten best series of the year", { coverage: "tell" }],
  ])("says in one sentence that %s lies outside of what it knows", async (question, team) => {
    const { result } = await ask(question, {}, team);

    expect(result.table).toBeUndefined();
    expect(result.answer).toMatch(/^The demonstrator found nothing that answers this\./);
  });
});

describe("a single demonstrator", () => {
  test("finds the same table as a team, one call at a time", async () => {
    const { rows } = await ask("countries in South America: capital, currency", {}, { maxSubagents: 0 });

    expect(rows).toEqual(ROWS.map(([name, , capital, , currency]) => [name, capital, currency]));
  });

  test("writes what it has on its last turn", async () => {
    const settings = { maxSubagents: 0, single: { maxTurns: 4 } };
    const { rows, result } = await ask("countries in South America: capital", {}, settings);

    expect(result.stop).toBe("answered");
    expect(rows?.map((row) => row[1])).toContain("");
  });
});

describe("a deep question", () => {
  test.each([
    ["What is the currency of Peru?", "Peruvian sol"],
    ["What is the population of the capital of Chile?", "800,000"],
    ["Which country has the capital Quito?", "Ecuador"],
    ["What is the currency of the country whose capital is Lima?", "Peruvian sol"],
    ["首都为苏克雷的国家的货币是什么？", undefined],
    ["玻利维亚的首都是什么？", "Sucre"],
  ])("%s", async (question, answer) => {
    const { result } = await ask(question, { kind: "deep" });

    if (answer === undefined) expect(result.answer).toContain("found nothing");
    else expect(result.answer).toBe(answer);
  });
});

const QUESTION: Message = {
  role: "user",
  content: "Main task: x\n\nSubtask: Find these facts: capital\nAbout:\n- Peru",
};

function subagentRequest(messages: readonly Message[], changes: Partial<SampleRequest> = {}): SampleRequest {
  return request([QUESTION, ...messages], { tools: toolSpecs(["search", "access"]), ...changes });
}

function failed(id: string): readonly Message[] {
  const call = { id, name: "search", arguments: '{"query":"Peru","count":5}' };
  return [
    { role: "assistant", content: "", toolCalls: [call] },
    { role: "tool", toolCallId: id, name: "search", content: "The index is not there.", isError: true },
  ];
}

describe("a demonstrator's sample", () => {
  test("depends on the request alone", async () => {
    const sampler = createDemonstrator();
    const first = await sampler.sample(subagentRequest([]));
    await sampler.sample(request([{ role: "user", content: "countries in Asia" }]));

    expect(await sampler.sample(subagentRequest([]))).toEqual(first);
    expect(await createDemonstrator().sample(subagentRequest([]))).toEqual(first);
  });

  test("repeats a call that failed once, and gives up after the second time", async () => {
    const sampler = createDemonstrator();
    const once = await sampler.sample(subagentRequest(failed("a")));
    const twice = await sampler.sample(subagentRequest([...failed("a"), ...failed("b")]));

    expect(once.message.toolCalls[0]?.arguments).toContain('"Peru"');
    expect(twice.message).toMatchObject({ toolCalls: [], content: "Peru\nNot found: capital" });
  });

  test.each(["（第 20 轮，共 20 轮。）", "(Turn 20 of 20. This is the last turn.)"])(
    "calls nothing on the last turn: %s",
    async (hint) => {
      const asked: Message = { role: "user", content: `${QUESTION.content}\n\n${hint}` };
      const { message } = await createDemonstrator().sample(
        request([asked], { tools: toolSpecs(["search", "access"]) }),
      );

      expect(message.toolCalls).toEqual([]);
    },
  );

  test("calls the tools by the arguments they take", async () => {
    const tools = toolSpecs(["search", "access"], "published");
    const { message } = await createDemonstrator().sample(subagentRequest([], { tools }));

    expect(JSON.parse(message.toolCalls[0]?.arguments ?? "")).toEqual({
      queries: [{ query: "Peru", count: 5 }],
    });
  });

  test("asks nobody where toolChoice is none", async () => {
    const { message } = await createDemonstrator().sample(subagentRequest([], { toolChoice: "none" }));

    expect(message.toolCalls).toEqual([]);
    expect(message.content).not.toBe("");
  });
});

const GARBAGE = [
  "Search: ",
  "[1] ",
  "\nURL: seed://country/",
  "Page: x",
  "Subtask 1: ",
  "\nResult: ",
  "- [",
  "](",
  "| ",
  "About:\n- ",
  "Find these facts: ",
  "Columns: ",
  "；，、的有哪些",
  "(((",
  "\\boxed{",
  "of each of the countries",
  "whose capital is",
  "\n\n",
  '{"query":',
  "💥\u0000",
  "List the largest cities of ",
] as const;

describe("garbled conversations", () => {
  test("a thousand of them neither stop nor upset it", async () => {
    const next = random(7);
    const text = () =>
      Array.from({ length: Math.floor(next() * 9) }, () => GARBAGE[Math.floor(next() * GARBAGE.length)]).join(
        "",
      );
    const message = (): Message => {
      const which = Math.floor(next() * 4);
      if (which === 0) return { role: "system", content: text() };
      if (which === 1) return { role: "user", content: text() };
      if (which === 2)
        return { role: "tool", toolCallId: "x", name: "y", content: text(), isError: next() < 0.2 };
      return { role: "assistant", content: text(), toolCalls: [{ id: "x", name: "y", arguments: text() }] };
    };
    const sampler = createDemonstrator();
    const toolSets = [[], ["search", "access"], ["call_subagent"]].map((names) => toolSpecs(names));
    for (let trial = 0; trial < 1_000; trial += 1) {
      const messages = Array.from({ length: Math.floor(next() * 6) }, message);
      const { message: reply } = await sampler.sample(
        request(messages, { tools: toolSets[trial % 3] ?? [] }),
      );

      expect(reply.content !== "" || reply.toolCalls.length > 0).toBe(true);
    }
  });
});
