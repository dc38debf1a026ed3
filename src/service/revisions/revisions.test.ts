import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { RunEvent } from "../../core/events.ts";
import { scripted } from "../../llm/scripted.ts";
import { storedPage } from "./chain.ts";
import { NothingToRevise } from "./check-change.ts";
import { diffRuns } from "./diff-runs.ts";
import { planRevision } from "./plan-revision.ts";
import { presentRun } from "./present-run.ts";
import {
  changingPages,
  type KeptRun,
  openWorkshop,
  QUESTION,
  statesOf,
  valuesOf,
  type Workshop,
} from "./revisable.fixture.ts";

const WHOLE = [
  "Peru, Lima, Peruvian sol",
  "Chile, Santiago, Chilean peso",
  "Bolivia, Sucre, Bolivian boliviano",
  "Ecuador, Quito, United States dollar",
];
const HOLES = { states: ["missing"] } as const;

let workshop: Workshop;
/** A run that found everything, and one that ran out of turns after the rows. */
let whole: KeptRun;
let holed: KeptRun;

beforeAll(async () => {
  workshop = await openWorkshop();
  whole = await workshop.ask();
  holed = await workshop.ask({ budget: { turns: 8 } });
});

afterAll(() => workshop.close());

async function eventsOf({ run }: KeptRun): Promise<readonly RunEvent[]> {
  return (await workshop.store.open(run)).events;
}

describe("a repair", () => {
  test("fills the holes of a table that ran out, and leaves the base as it is", async () => {
    expect(valuesOf(holed.result.table)).toEqual(["Peru, , ", "Chile, , ", "Bolivia, , ", "Ecuador, , "]);
    const repaired = await workshop.revise(holed.run, { kind: "repair", ...HOLES });

    expect(repaired.result.stop).toBe("answered");
    expect(valuesOf(repaired.result.table)).toEqual(WHOLE);
    expect(new Set(repaired.result.table?.cells.flat().map(({ state }) => state))).toEqual(
      new Set(["supported"]),
    );
    expect((await presentRun(workshop.store, holed.run)).result).toEqual(holed.result);
    const { config } = await workshop.store.open(repaired.run);
    expect(config.revision).toEqual({ base: holed.run, change: { kind: "repair", ...HOLES } });
    expect(config.task.question).toBe(QUESTION);
  });

  test("asks its subagents for nothing but the picked cells", async () => {
    const repaired = await workshop.revise(holed.run, {
      kind: "repair",
      ...HOLES,
      columns: ["capital"],
      rows: ["PERU", "Chile"],
    });

    expect(valuesOf(repaired.result.table)).toEqual([
      "Peru, Lima, ",
      "Chile, Santiago, ",
      "Bolivia, , ",
      "Ecuador, , ",
    ]);
    const begun = (await eventsOf(repaired)).flatMap((event) =>
      event.type === "agent-start" ? [event] : [],
    );
    expect(begun.map(({ agent, model }) => `${agent} ${model}`)).toEqual([
      "lead reviser",
      "lead.1 demonstrator",
      "lead.2 demonstrator",
    ]);
    expect(begun[1]?.subtask).toMatch(
      /^Look again, on other pages too\. Find these facts: Capital\nAbout:\n- Peru\n[^-]*$/,
    );
  });

  test("keeps the cells of the base with the pages that the base read", async () => {
    const repaired = await workshop.revise(holed.run, { kind: "repair", ...HOLES, rows: ["Peru"] });

    const [peru, chile] = repaired.result.table?.cells ?? [];
    expect(chile).toEqual(holed.result.table?.cells[1]);
    for (const cell of [chile?.[0], peru?.[1]]) {
      const hash = cell?.sources[0]?.page ?? "";
      expect((await storedPage(workshop.store, repaired.run, hash))?.text).toContain(cell?.sources[0]?.quote);
    }
    expect(await storedPage(workshop.store, repaired.run, "no such hash")).toBeUndefined();
  });

  test("of a repair builds on what that found", async () => {
    const first = await workshop.revise(holed.run, { kind: "repair", ...HOLES, columns: ["Capital"] });
    const second = await workshop.revise(first.run, { kind: "repair", ...HOLES });

    expect(valuesOf(second.result.table)).toEqual(WHOLE);
    expect((await workshop.store.open(second.run)).config.revision?.base).toBe(first.run);
  });

  test("that runs out of budget or fails keeps what it found, and the rest as it was", async () => {
    const short = await workshop.revise(holed.run, { kind: "repair", ...HOLES }, { budget: { turns: 3 } });
    expect(short.result.stop).toBe("budget");
    expect(valuesOf(short.result.table).map((row) => row.split(",")[0])).toEqual([
      "Peru",
      "Chile",
      "Bolivia",
      "Ecuador",
    ]);

    const failing = await workshop.revise(
      holed.run,
      { kind: "repair", ...HOLES },
      {
        sampler: scripted([]),
      },
    );
    expect(valuesOf(failing.result.table)).toEqual(valuesOf(holed.result.table));

    const stopped = await workshop.revise(
      holed.run,
      { kind: "repair", ...HOLES },
      {
        signal: AbortSignal.abort(new Error("stop")),
      },
    );
    expect(stopped.result.stop).toBe("aborted");
    expect(stopped.result.table).toEqual(holed.result.table);
  });

  test("that brings an invented value does not replace a supported one", async () => {
    const liar = scripted(() => "Peru\nCapital: Atlantis\n\nChile\nCapital: Atlantis");
    const change = { kind: "repair", columns: ["Capital"], rows: ["Peru", "Chile"] } as const;
    const repaired = await workshop.revise(whole.run, change, { sampler: liar });

    expect(repaired.result.table?.cells).toEqual(whole.result.table?.cells);
  });
});

describe("an extension", () => {
  test("by a column finds it for every row", async () => {
    const extended = await workshop.revise(whole.run, { kind: "extend", columns: ["Population"] });

    expect(extended.result.table?.columns).toEqual(["Country", "Capital", "Currency", "Population"]);
    expect(valuesOf(extended.result.table)).toEqual([
      `${WHOLE[0]}, 32,600,200`,
      `${WHOLE[1]}, 18,664,700`,
      `${WHOLE[2]}, 12,312,000`,
      `${WHOLE[3]}, 17,300,000`,
    ]);
    expect(extended.result.table?.cells.map((row) => row.slice(0, 3))).toEqual(whole.result.table?.cells);
  });

  test("by rows adds them by name, or finds which they are", async () => {
    const only = await workshop.ask({
      question: "What are the capital and currency of Peru and Chile?",
      columns: ["Country", "Capital", "Currency"],
    });
    expect(valuesOf(only.result.table)).toEqual(WHOLE.slice(0, 2));

    const named = await workshop.revise(only.run, { kind: "extend", rows: ["Bolivia"] });
    expect(valuesOf(named.result.table)).toEqual(WHOLE.slice(0, 3));

    const listed = await workshop.revise(named.run, {
      kind: "extend",
      moreRows: "countries in South America",
    });
    expect(valuesOf(listed.result.table)).toEqual(WHOLE);
    expect(statesOf(listed.result.table)[3]).toBe("supported, supported, supported");
  });

  test("by rows of which nothing is known leaves their cells empty", async () => {
    const extended = await workshop.revise(whole.run, { kind: "extend", rows: ["Atlantis"] });

    expect(valuesOf(extended.result.table)).toEqual([...WHOLE, "Atlantis, , "]);
    expect(statesOf(extended.result.table)[4]).toBe("unsupported, missing, missing");
  });
});

describe("a refresh", () => {
  const change = { kind: "refresh", columns: ["Capital"] } as const;

  test("asks no model where every source still stands, and is journalled", async () => {
    const refreshed = await workshop.revise(whole.run, { kind: "refresh" });

    expect(diffRuns(whole.result.table!, refreshed.result.table!)).toEqual([]);
    expect(refreshed.result.agents).toBe(1);
    expect(refreshed.result.usage).toEqual({ promptTokens: 0, sampledTokens: 0 });
    const events = await eventsOf(refreshed);
    const read = events.flatMap((event) => (event.type === "page-read" ? [event.page.url] : []));
    expect(new Set(read)).toContain("seed://country/peru");
  });

  test("finds again what a page states otherwise now, and shows old value and quote against new", async () => {
    const pages = changingPages();
    await pages.change("seed://country/peru", (text) => text.replaceAll("Lima", "Cusco"));
    const { knowledgeBase } = pages;
    const refreshed = await workshop.revise(whole.run, change, { knowledgeBase });

    expect(valuesOf(refreshed.result.table)).toEqual(["Peru, Cusco, Peruvian sol", ...WHOLE.slice(1)]);
    expect(diffRuns(whole.result.table!, refreshed.result.table!)).toMatchObject([
      {
        row: "Peru",
        column: "Capital",
        before: { value: "Lima", state: "supported", sources: [{ quote: expect.stringContaining("Lima") }] },
        after: { value: "Cusco", state: "supported", sources: [{ quote: expect.stringContaining("Cusco") }] },
      },
    ]);
    const asked = refreshed.episode.lead.turns.flatMap(({ results }) =>
      results.flatMap(({ subagents }) => subagents),
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]?.subtask).toContain("Find these facts: Capital\nAbout:\n- Peru (seed://country/peru)\n");
  });

  test("takes the new words where a page says the same in others", async () => {
    const pages = changingPages();
    const quote = whole.result.table?.cells[0]?.[1]?.sources[0]?.quote ?? "";
    await pages.change("seed://country/peru", (text) =>
      text.replace(quote, "Lima is the capital of Peru today."),
    );
    const { knowledgeBase } = pages;
    const refreshed = await workshop.revise(whole.run, change, { knowledgeBase });

    expect(refreshed.result.agents).toBe(1);
    expect(diffRuns(whole.result.table!, refreshed.result.table!)).toMatchObject([
      { row: "Peru", after: { value: "Lima", sources: [{ quote: "Lima is the capital of Peru today." }] } },
    ]);
  });

  test("marks as unsupported what vanished and is found nowhere else", async () => {
    const pages = changingPages();
    for (const url of ["seed://country/peru", "seed://city/lima"]) pages.remove(url);
    const refreshed = await workshop.revise(whole.run, change, { knowledgeBase: pages.knowledgeBase });

    const [peru, chile] = refreshed.result.table?.cells ?? [];
    expect(peru?.[1]).toMatchObject({ value: "Lima", state: "unsupported", sources: [] });
    expect(chile?.[1]).toMatchObject({ value: "Santiago", state: "supported" });
  });

  test("leaves a cell as it was whose page could not be read", async () => {
    const pages = changingPages();
    pages.fail("seed://country/peru");
    const refreshed = await workshop.revise(whole.run, change, { knowledgeBase: pages.knowledgeBase });

    expect(refreshed.result.table?.cells[0]).toEqual(whole.result.table?.cells[0]);
    const [told] = refreshed.episode.lead.turns[0]?.results ?? [];
    expect(told?.message.content).toContain(
      "Could not be read: seed://country/peru\n  seed://country/peru does not answer.",
    );
  });
});

describe("what cannot be revised", () => {
  const repair = { kind: "repair", states: ["missing"] } as const;
  const planned = (base: string, change: Parameters<typeof planRevision>[0]["change"]) =>
    planRevision({ store: workshop.store, base, change });

  test.each([
    [
      { kind: "repair", rows: ["Atlantis"] },
      'The table has no row "Atlantis". Rows: Peru, Chile, Bolivia, Ecuador.',
    ],
    [
      { kind: "repair", columns: ["Area"] },
      'The table has no column "Area". Columns: Country, Capital, Currency.',
    ],
    [{ kind: "extend", columns: ["capital"] }, 'The table has a column "capital" already.'],
    [{ kind: "extend", columns: ["Area", "area"] }, 'The column "area" stands twice.'],
    [{ kind: "extend", rows: ["peru"] }, 'The table has a row "peru" already.'],
    [{ kind: "extend", rows: [" "] }, "The name of a row is empty."],
    [{ kind: "extend" }, "Say what to extend the table by"],
  ] as const)("a change such as %j", async (change, message) => {
    await expect(planned(whole.run, change)).rejects.toThrow(message);
    await expect(planned(whole.run, change)).rejects.toThrow(ConfigError);
  });

  test("where there is nothing to do, that is no fault of the user's", async () => {
    await expect(planned(whole.run, repair)).rejects.toThrow(NothingToRevise);
    await expect(planned(whole.run, repair)).rejects.toThrow("Nothing to repair: no cell is missing.");
    await expect(
      planned(whole.run, {
        ...repair,
        states: ["missing", "unsupported", "conflicting"],
        columns: ["capital"],
      }),
    ).rejects.toThrow("Nothing to repair: no cell of Capital is missing, unsupported or conflicting.");
    await expect(planned(holed.run, { kind: "refresh", columns: ["Capital"] })).rejects.toThrow(
      "Nothing to refresh: no cell of Capital has a source.",
    );
  });

  test("a run that is not there, has no table or no rows, or still goes on", async () => {
    await expect(planned("no-such-run", repair)).rejects.toThrow('There is no run "no-such-run"');

    const short = await workshop.ask({ question: "What is the capital of Peru?" });
    await expect(planned(short.run, repair)).rejects.toThrow(/has a short answer/);
    const empty = await workshop.ask({ sampler: scripted([]) });
    await expect(planned(empty.run, repair)).rejects.toThrow(/has no table/);
    const rowless = await workshop.ask({ budget: { turns: 4 } });
    await expect(planned(rowless.run, repair)).rejects.toThrow(/has no rows\. Rows can be added/);

    const { config } = await workshop.store.open(whole.run);
    const recorder = await workshop.store.create(config);
    await expect(planned(recorder.run, repair)).rejects.toThrow(/still goes on/);
    await recorder.finish(undefined);
    await expect(planned(recorder.run, repair)).rejects.toThrow(/has no table/);
  });

  test("a run of which nobody knows how its models were reached", async () => {
    const { config } = await workshop.store.open(holed.run);
    const recorder = await workshop.store.create({ ...config, reach: undefined });
    await recorder.finish(holed.result);

    await expect(planned(recorder.run, repair)).rejects.toThrow(/does not say how its models were reached/);
  });
});

describe("the price of a revision", () => {
  test("follows from what the cells of the table took before", async () => {
    const change = { kind: "repair", ...HOLES } as const;
    const { cells, estimate } = await planRevision({ store: workshop.store, base: holed.run, change });
    expect(cells).toBe(8);
    expect(estimate).toMatchObject({ rows: { low: 4, high: 4 }, costUsd: undefined });
    expect(estimate.basis).toBe("the 4 cells that were found before");

    const { usage } = (await workshop.revise(holed.run, change)).result;
    const used = usage.promptTokens + usage.sampledTokens;
    expect(used).toBeGreaterThan(estimate.tokens.low / 2);
    expect(used).toBeLessThan(estimate.tokens.high);
  });

  test("is nothing but reading for a refresh in which all still stands", async () => {
    const { cells, estimate } = await planRevision({
      store: workshop.store,
      base: whole.run,
      change: { kind: "refresh" },
    });

    expect(cells).toBe(12);
    expect(estimate.tokens.low).toBe(0);
  });

  test("is counted in dollars where the model has a price", async () => {
    const { estimate, request } = await planRevision({
      store: workshop.store,
      base: holed.run,
      change: { kind: "repair" },
      models: { models: { lead: "openai/gpt-5-mini", subagent: "openai/gpt-5-mini" }, baseUrl: undefined },
    });

    expect(request.models).toEqual({ lead: "openai/gpt-5-mini", subagent: "openai/gpt-5-mini" });
    expect(estimate.costUsd?.likely).toBeGreaterThan(0);
  });
});

describe("a revision that was broken off", () => {
  test("shows the base's table with what it had found", async () => {
    const repaired = await workshop.revise(holed.run, { kind: "repair", ...HOLES });
    const { config, events } = await workshop.store.open(repaired.run);
    const until = events.findIndex((event) => event.type === "agent-end" && event.agent === "lead");
    const replay = async (count: number) => {
      const recorder = await workshop.store.create(config);
      for (const event of events.slice(0, count)) recorder.record(event);
      await recorder.finish(undefined);
      return presentRun(workshop.store, recorder.run);
    };

    const late = await replay(until);
    expect(late.state).toBe("broken-off");
    expect(valuesOf(late.result.table)).toEqual(WHOLE);
    const early = await replay(2);
    expect(early.result.table).toEqual(holed.result.table);
    const none = await replay(0);
    expect(none).toMatchObject({
      episode: undefined,
      result: { table: holed.result.table, stop: "aborted" },
    });
  });
});
