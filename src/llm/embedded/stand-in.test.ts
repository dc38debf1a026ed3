import { describe, expect, test } from "vitest";
import { runTask } from "../../agent/run-task.ts";
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import { type Episode, trajectories } from "../../core/episode.ts";
import type { FinishedRun, RunEvent } from "../../core/events.ts";
import type { SampleRequest, Sampler } from "../../core/sampler.ts";
import { languageOf, type Task } from "../../core/task.ts";
import { southAmerica } from "../../kb/south-america.fixture.ts";
import { describeSampler } from "../../testing/describe-sampler.ts";
import { readActions } from "../compact/actions.ts";
import { stateOf } from "../compact/compact-renderer.ts";
import { expand } from "../compact/expand.ts";
import type { State } from "../compact/state.ts";
import { createDemonstrator } from "../demonstrator/demonstrator.ts";
import { withStandIn } from "./stand-in.ts";
import { takeoverIn } from "./takeover.ts";

/** What a policy writes in the compact form; `undefined` where it does not come to an end. */
type Script = (state: State, request: SampleRequest) => string | undefined;

/** A policy that plays a script, and how often it was asked. */
function policyWriting(script: Script): Sampler & { asked(): number } {
  let asked = 0;
  return {
    model: "policy",
    asked: () => asked,
    async sample(request) {
      asked += 1;
      const text = script(stateOf(request), request);
      const turn = request.messages.filter(({ role }) => role === "assistant").length + 1;
      const isCut = text === undefined;
      return {
        message: isCut
          ? { role: "assistant", content: "facts facts", toolCalls: [] }
          : expand(text, readActions(text), { state: stateOf(request), turn }),
        stop: isCut ? "length" : "end",
        usage: { promptTokens: 100, sampledTokens: isCut ? request.maxTokens : 10 },
      };
    },
  };
}

const COUNTRIES = "List the countries of South America with their capitals";

/** A policy that knows its business: the list, the capitals, the table. */
const whole: Script = ({ role, board, desk, subtask }) => {
  if (role === "lead") {
    if (board.rows.length === 0) return "list countries of South America";
    return board.attributes.length === 0 ? "facts Capital" : "table Country | Capital";
  }
  if (subtask?.kind === "list") {
    if (desk.links.length === 0) return `search ${subtask.phrase}`;
    const list = desk.links.findIndex(({ url }) => url.startsWith("seed://list/countries")) + 1;
    return desk.pages.length === 0 ? `open ${list}` : `items ${list}`;
  }
  const [page] = desk.pages;
  return page === undefined ? "open 1" : `Capital: ${/capital[^.]* ([A-Z]\w+)/.exec(page.text)?.[1] ?? "?"}`;
};

async function ask(
  question: string,
  sampler: Sampler,
  settings: Partial<TeamSettings> = {},
  kind: Task["kind"] = "wide",
): Promise<FinishedRun & { readonly events: readonly RunEvent[] }> {
  const events: RunEvent[] = [];
  const finished = await runTask(
    { id: "1", kind, question, language: languageOf(question) },
    {
      run: "1",
      team: teamSettings.parse({ coverage: "watch", ...settings }),
      samplers: { lead: sampler, subagent: sampler },
      knowledgeBase: southAmerica,
      emit: (event) => events.push(event),
    },
  );
  return { ...finished, events };
}

function takeovers(episode: Episode): readonly string[] {
  return trajectories(episode).flatMap(({ agent, turns }) =>
    turns.flatMap(({ sample }) => {
      const takeover = takeoverIn(sample.message);
      return takeover?.reason === undefined ? [] : [`${agent}: ${takeover.reason}`];
    }),
  );
}

/** Subagents that went over to the stand-in with their lead agent. */
function followers(episode: Episode): number {
  return trajectories(episode).filter(({ turns }) =>
    turns.some(({ sample }) => {
      const takeover = takeoverIn(sample.message);
      return takeover !== undefined && takeover.reason === undefined;
    }),
  ).length;
}

/** How often the lead agent has had a list looked for. */
function listsAskedFor({ lead }: Episode): number {
  return lead.turns.filter(({ sample }) =>
    sample.message.toolCalls.some((call) => call.arguments.includes("items of this list")),
  ).length;
}

function rowsOf({ result }: FinishedRun): readonly (readonly string[])[] {
  return (result.table?.cells ?? []).map((cells) => cells.map(({ value }) => value));
}

const CAPITALS = [
  ["Peru", "Lima"],
  ["Chile", "Santiago"],
  ["Bolivia", "Sucre"],
  ["Ecuador", "Quito"],
];

describeSampler("a policy with a stand-in", {
  create: () => withStandIn(policyWriting(whole), createDemonstrator()),
  skip: {
    echo: "neither repeats what it is asked to",
    length: "the stand-in is a script, whose turns have their own length",
    "abort-under-way": "neither takes any time",
  },
});

describe("a stand-in", () => {
  test("does nothing where the policy does it all", async () => {
    const run = await ask(COUNTRIES, withStandIn(policyWriting(whole), createDemonstrator()));

    expect(rowsOf(run)).toEqual(CAPITALS);
    expect(takeovers(run.episode)).toEqual([]);
    expect(run.events).toContainEqual(expect.objectContaining({ type: "run-start", model: "policy" }));
  });

  test("takes over a lead agent that comes to no end, and goes on from what was found", async () => {
    const policy = policyWriting((state, request) =>
      state.role === "lead" && state.board.rows.length > 0 ? undefined : whole(state, request),
    );

    const run = await ask(COUNTRIES, withStandIn(policy, createDemonstrator()));

    expect(rowsOf(run)).toEqual(CAPITALS);
    expect(takeovers(run.episode)).toEqual(["lead: the policy came to no end"]);
    expect(listsAskedFor(run.episode)).toBe(1);
  });

  test("takes over one subagent, and no other", async () => {
    const isPeru = ({ role, subtask }: State) =>
      role === "subagent" && subtask?.kind === "facts" && subtask.items[0]?.name === "Peru";
    const policy = policyWriting((state, request) =>
      isPeru(state) ? "colour: none of this" : whole(state, request),
    );
    const nonsense = policyWriting((state, request) =>
      isPeru(state) ? "facts facts facts" : whole(state, request),
    );

    const run = await ask(COUNTRIES, withStandIn(nonsense, createDemonstrator()));
    const other = await ask(COUNTRIES, withStandIn(policy, createDemonstrator()));

    expect(rowsOf(run)).toEqual(CAPITALS);
    expect(takeovers(run.episode)).toEqual([
      expect.stringMatching(/^lead\.\d: the policy wrote nothing that can be/),
    ]);
    expect(takeovers(other.episode)).toEqual([]);
  });

  test("takes over where the policy's context is full, and counts what was thrown away", async () => {
    const full: Sampler = {
      model: "policy",
      sample: async () => ({
        message: { role: "assistant", content: "", toolCalls: [] },
        stop: "length",
        usage: { promptTokens: 1024, sampledTokens: 0 },
      }),
    };
    const alone = await ask(COUNTRIES, createDemonstrator());

    const run = await ask(COUNTRIES, withStandIn(full, createDemonstrator()));

    expect(rowsOf(run)).toEqual(CAPITALS);
    expect(takeovers(run.episode)).toEqual(["lead: the policy's context was full"]);
    expect(followers(run.episode)).toBe(run.result.agents - 1);
    const thrown = run.result.usage.promptTokens - alone.result.usage.promptTokens;
    expect(thrown).toBe(1024);
  });

  test("begins anew where the table cannot be what was asked for", async () => {
    const tables: readonly (readonly [string, string])[] = [
      ["table Country", 'the policy\'s table lacks "capital"'],
      ["table Chemical element | Capital", 'the policy\'s table has "Chemical element"'],
      ["table Country | Capital | Magnitude", 'the policy\'s table has "Magnitude"'],
    ];
    for (const [written, reason] of tables) {
      const policy = policyWriting((state, request) => {
        const text = whole(state, request);
        return text?.startsWith("table") ? written : text;
      });

      const run = await ask(COUNTRIES, withStandIn(policy, createDemonstrator()));

      expect(rowsOf(run)).toEqual(CAPITALS);
      expect(takeovers(run.episode)).toEqual([expect.stringContaining(`lead: ${reason}`)]);
    }
  });

  test("takes over where the rows are other things than the question names", async () => {
    const policy = policyWriting((state, request) =>
      state.role === "lead" && state.board.rows.length === 0
        ? "about Lima; Sucre"
        : whole(state, request)
            ?.replace("table Country", "table City")
            .replace("facts Capital", "facts Country"),
    );

    const run = await ask("Which countries are in South America?", withStandIn(policy, createDemonstrator()));

    expect(rowsOf(run).map(([name]) => name)).toEqual(CAPITALS.map(([name]) => name));
    expect(takeovers(run.episode).at(0)).toMatch(/not what the question names|found no answer/);
  });

  test("takes over a short answer that only repeats the question", async () => {
    const policy = policyWriting(({ role }) => (role === "lead" ? "answer Peru" : "no action"));

    const run = await ask(
      "What is the capital of Peru?",
      withStandIn(policy, createDemonstrator()),
      {},
      "deep",
    );

    expect(run.result.answer).toBe("Lima");
    expect(takeovers(run.episode).at(0)).toBe("lead: the policy's answer repeats the question");
  });

  test.each([
    ["in Chinese", "列出南美洲国家及其首都", "the policy reads English only"],
    [
      "outside its world",
      "Best pizza restaurants in Naples with rating",
      "the policy knows none of the question's",
    ],
  ])("answers a question %s without the policy", async (_, question, reason) => {
    const policy = policyWriting(whole);

    const run = await ask(question, withStandIn(policy, createDemonstrator()));

    expect(policy.asked()).toBe(0);
    expect(takeovers(run.episode).at(0)).toContain(`lead: ${reason}`);
    if (reason.includes("English")) expect(rowsOf(run)).toEqual(CAPITALS);
    else
      expect(run.result.answer).toMatch(
        /It knows how to ask about countries, .* connect a model with --model/,
      );
  });

  test("stays, also where the conversation was read back from the record of a run", async () => {
    const policy = policyWriting(whole);
    const sampler = withStandIn(policy, createDemonstrator());
    const { episode } = await ask("列出南美洲国家及其首都", sampler);
    const [first] = episode.lead.turns;
    const messages: SampleRequest["messages"] = JSON.parse(
      JSON.stringify([
        { role: "system", content: "" },
        { role: "user", content: COUNTRIES },
        first!.sample.message,
        ...first!.results.map(({ message }) => message),
      ]),
    );

    await sampler.sample({ messages, tools: [], toolChoice: "none", maxTokens: 1_000 });

    expect(policy.asked()).toBe(0);
  });

  test("works for a single agent too", async () => {
    const policy = policyWriting(() => "search countries of South America");

    const run = await ask(COUNTRIES, withStandIn(policy, createDemonstrator()), { maxSubagents: 0 });

    expect(rowsOf(run)).toEqual(CAPITALS);
    expect(takeovers(run.episode)).toEqual(["single: the policy repeated itself"]);
  });
});
