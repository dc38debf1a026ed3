import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import type { RunResult } from "../../core/events.ts";
import { cellOf } from "../../core/evidence.ts";
import { cellHistory } from "./cell-history.ts";
import { decide } from "./decide.ts";
import { presentRun } from "./present-run.ts";
import { type KeptRun, openWorkshop, valuesOf, type Workshop } from "./revisable.fixture.ts";

let workshop: Workshop;
let base: KeptRun;

beforeAll(async () => {
  workshop = await openWorkshop();
});

afterAll(() => workshop.close());

/** A run of its own. */
async function asked(): Promise<KeptRun> {
  base = await workshop.ask();
  return base;
}

/** `cell`: its row and column. */
function choose(run: string, cell: readonly [string, string], value: string, url?: string) {
  const [row, column] = cell;
  return decide(workshop.store, run, { kind: "choose", row, column, value, url });
}

describe("a choice", () => {
  test("of the user's own is unsupported, and says that it was typed", async () => {
    const { run, result } = await asked();
    const decided = await choose(run, ["peru", "capital"], " Cusco ");

    expect(decided.result.table?.cells[0]?.[1]).toMatchObject({
      value: "Cusco",
      state: "unsupported",
      sources: [],
      reason: "typed by the user",
    });
    expect(decided.result.coverage?.states.unsupported).toBe(1);
    expect((await workshop.store.open(run)).result).toEqual(result);
  });

  test("that a page states has that page as its source", async () => {
    const { run } = await asked();
    await choose(run, ["Peru", "Capital"], "Cusco");
    const decided = await choose(run, ["Peru", "Capital"], "lima");

    expect(decided.result.table?.cells[0]?.[1]).toMatchObject({
      value: "lima",
      state: "supported",
      sources: [{ url: "seed://country/peru" }],
      reason: "chosen by the user",
    });
  });

  test("of a candidate keeps the others beside it", async () => {
    const { run, result } = await asked();
    const other = { url: "seed://atlas", title: "Atlas", quote: "The capital of Peru is Cusco." };
    const doubt = { value: "Cusco", source: other, agent: "lead.1", at: 1, confidence: 0.8, why: "" };
    const cells = result.table!.cells.with(0, [
      result.table!.cells[0]![0]!,
      { ...result.table!.cells[0]![1]!, state: "conflicting", candidates: [doubt] },
      result.table!.cells[0]![2]!,
    ]);
    const { config, events } = await workshop.store.open(run);
    const recorder = await workshop.store.create(config);
    for (const event of events.slice(0, -1)) recorder.record(event);
    await recorder.finish({ ...result, table: { ...result.table!, cells } });

    const decided = await choose(recorder.run, ["Peru", "Capital"], "Cusco", "seed://atlas");

    expect(decided.result.table?.cells[0]?.[1]).toMatchObject({
      value: "Cusco",
      state: "conflicting",
      sources: [other],
      candidates: [doubt],
    });
  });

  test("needs a row, a column and a value, and a page that states it where one is named", async () => {
    const { run } = await asked();

    await expect(choose(run, ["Atlantis", "Capital"], "x")).rejects.toThrow(
      'The table has no row "Atlantis"',
    );
    await expect(choose(run, ["Peru", "Area"], "x")).rejects.toThrow('The table has no column "Area"');
    await expect(choose(run, ["Peru", "Capital"], " ")).rejects.toThrow("The value is empty");
    await expect(choose(run, ["Peru", "Capital"], "Lima", "seed://x")).rejects.toThrow(
      'The page seed://x was not read, or does not state "Lima" for Peru.',
    );
    await expect(choose("no-such-run", ["Peru", "Capital"], "Lima")).rejects.toThrow(ConfigError);
    expect((await workshop.store.open(run)).decisions).toBeUndefined();
  });

  test("is part of what later revisions build on, and of no earlier one", async () => {
    const { run } = await asked();
    const before = await workshop.revise(run, { kind: "extend", columns: ["Population"] });
    await choose(run, ["Peru", "Capital"], "Cusco");
    const after = await workshop.revise(run, { kind: "extend", columns: ["Population"] });

    expect(valuesOf(after.result.table)[0]).toBe("Peru, Cusco, Peruvian sol, 32,600,200");
    expect(valuesOf((await presentRun(workshop.store, before.run)).result.table)[0]).toBe(
      "Peru, Lima, Peruvian sol, 32,600,200",
    );
  });
});

describe("a split", () => {
  /** A run whose first row was made of two. */
  async function merged(): Promise<string> {
    const { run, result } = await asked();
    const { config } = await workshop.store.open(run);
    const rows = ["Peru", "Republic of Peru"].map((name) => [
      cellOf(name, []),
      cellOf("Lima", []),
      cellOf("", []),
    ]);
    const merges: RunResult["merges"] = [{ row: 0, merged: rows, because: "merged 2 names into one row" }];
    const recorder = await workshop.store.create(config);
    await recorder.finish({ ...result, merges });
    return recorder.run;
  }

  test("makes the row what it was made of, and can be done once", async () => {
    const run = await merged();
    const { result } = await decide(workshop.store, run, { kind: "split", row: "Peru" });

    expect(valuesOf(result.table).slice(0, 3)).toEqual([
      "Peru, Lima, ",
      "Republic of Peru, Lima, ",
      "Chile, Santiago, Chilean peso",
    ]);
    expect(result.merges).toEqual([]);
    await expect(decide(workshop.store, run, { kind: "split", row: "Peru" })).rejects.toThrow(
      'The row "Peru" was not made of several: there is nothing to split.',
    );
  });
});

describe("a decision that cannot be kept", () => {
  test("is a configuration error: a full disk, a file in the way, a run that goes on", async () => {
    const { run } = await asked();
    const file = join(workshop.directory, run, "decisions.jsonl");
    await symlink("/dev/full", file);
    await expect(choose(run, ["Peru", "Capital"], "Cusco")).rejects.toThrow(
      /Cannot keep the decision in .*: no space left on the device/,
    );
    await rm(file);

    await mkdir(file);
    await expect(choose(run, ["Peru", "Capital"], "Cusco")).rejects.toThrow(ConfigError);
    await rm(file, { recursive: true });

    const recorder = await workshop.store.create((await workshop.store.open(run)).config);
    await expect(choose(recorder.run, ["Peru", "Capital"], "Cusco")).rejects.toThrow(/still goes on/);
    await recorder.finish(undefined);
    expect((await presentRun(workshop.store, run)).result).toEqual(base.result);
  });
});

describe("the history of a cell", () => {
  test("goes over runs, revisions and decisions, and says who found what where", async () => {
    const holed = await workshop.ask({ budget: { turns: 8 } });
    const repaired = await workshop.revise(holed.run, { kind: "repair", states: ["missing"] });
    await choose(repaired.run, ["Peru", "Capital"], "Cusco");
    const extended = await workshop.revise(repaired.run, { kind: "extend", columns: ["Population"] });
    await choose(extended.run, ["Peru", "Capital"], "Lima");

    const history = await cellHistory(workshop.store, extended.run, "peru", "capital");

    expect(history.map(({ by, value, state, run }) => [by, value, state, run])).toEqual([
      ["repair", "Lima", "supported", repaired.run],
      ["choose", "Cusco", "unsupported", repaired.run],
      ["choose", "Lima", "supported", extended.run],
    ]);
    expect(history[0]).toMatchObject({
      agent: "lead.1",
      model: "demonstrator",
      subtask: expect.stringContaining("Find these facts: Capital; Currency"),
      source: { url: "seed://country/peru" },
      usage: { sampledTokens: expect.any(Number) },
    });
    expect(Date.parse(history[0]?.at ?? "")).toBeGreaterThan(0);
    const population = await cellHistory(workshop.store, extended.run, "Peru", "Population");
    expect(population.map(({ by }) => by)).toEqual(["extend"]);
  });

  test("follows a row that was given another name", async () => {
    const { run } = await asked();
    await choose(run, ["Peru", "Country"], "Perú (renamed)");

    const history = await cellHistory(workshop.store, run, "Perú (renamed)", "Country");
    expect(history.map(({ by, value }) => [by, value])).toEqual([
      ["ask", "Peru"],
      ["choose", "Perú (renamed)"],
    ]);
    const capitals = await cellHistory(workshop.store, run, "Perú (renamed)", "Capital");
    expect(capitals.map(({ value }) => value)).toEqual(["Lima"]);
  });

  test("of a table that nobody's agents made begins with its import", async () => {
    const { run, result } = await asked();
    const { config } = await workshop.store.open(run);
    const recorder = await workshop.store.create(config);
    await recorder.finish({ ...result, agents: 0 });

    const [version] = await cellHistory(workshop.store, recorder.run, "Peru", "Capital");
    expect(version).toMatchObject({ by: "import", value: "Lima" });
    expect(version?.agent).toBeUndefined();
  });

  test("needs a cell that is there", async () => {
    const { run } = await asked();
    await expect(cellHistory(workshop.store, run, "Atlantis", "Capital")).rejects.toThrow(ConfigError);
    await expect(cellHistory(workshop.store, run, "Peru", "Area")).rejects.toThrow(ConfigError);
  });
});
