import { describe, expect, test } from "vitest";
import type { Candidate, Cell, CellState, Source, SourcedTable } from "../../core/evidence.ts";
import { cellOf } from "../../core/evidence.ts";
import { reviseTable } from "./revise-table.ts";

const page = (name: string, quote: string): Source => ({ url: `seed://${name}`, title: name, quote });
const candidate = (value: string, source: Source): Candidate => ({
  value,
  source,
  agent: "lead.1",
  at: 1,
  confidence: 0.9,
  why: "",
});
const cell = (value: string, state: CellState, ...sources: readonly Source[]): Cell => ({
  value,
  state,
  sources,
  candidates: sources.map((source) => candidate(value, source)),
});
const MISSING = cell("", "missing");
const key = (name: string) => cellOf(name, [page(name, `${name} is a country.`)]);

function tableOf(rows: readonly (readonly Cell[])[], columns = ["Country", "Capital"]): SourcedTable {
  return { columns, uniqueColumns: ["Country"], cells: rows };
}

/** The capital of Peru after it was found so, from what it was. */
function capitalAfter(before: Cell, found: Cell): Cell | undefined {
  const revised = reviseTable(tableOf([[key("Peru"), before]]), tableOf([[key("Peru"), found]]), {
    kind: "repair",
  });
  return revised.cells[0]?.[1];
}

describe("a repaired cell", () => {
  const lima = cell("Lima", "supported", page("peru", "Its capital is Lima."));
  const unsupported = cell("Cusco", "unsupported");

  test("takes what was found where nothing was", () => {
    expect(capitalAfter(MISSING, lima)).toEqual(lima);
    expect(capitalAfter(MISSING, unsupported)).toEqual(unsupported);
    expect(capitalAfter(MISSING, MISSING)).toEqual(MISSING);
  });

  test("takes what a page states in place of what none does, and nothing less", () => {
    expect(capitalAfter(unsupported, lima)).toEqual(lima);
    expect(capitalAfter(unsupported, cell("Lima", "unsupported"))).toEqual(unsupported);
    expect(capitalAfter(lima, unsupported)).toEqual(lima);
    expect(capitalAfter(lima, MISSING)).toEqual(lima);
  });

  test("keeps both values side by side where pages disagree", () => {
    const other = cell("Cusco", "supported", page("old-atlas", "Cusco is the capital of Peru."));

    expect(capitalAfter(lima, other)).toMatchObject({
      value: "Lima",
      state: "conflicting",
      sources: lima.sources,
      candidates: [{ value: "Lima" }, { value: "Cusco" }],
      reason: "1 page states “Lima”; 1 page states “Cusco”",
    });
  });

  test("takes the value that more pages state", () => {
    const two = cell("Cusco", "supported", page("a", "Cusco is its capital."), page("b", "Capital: Cusco"));

    expect(capitalAfter(lima, two)).toMatchObject({
      value: "Cusco",
      state: "conflicting",
      sources: two.sources,
    });
  });

  test("is supported by further pages that state its value", () => {
    const again = cell("Lima", "supported", page("atlas", "Lima is the capital of Peru."));

    expect(capitalAfter(lima, again)).toMatchObject({
      value: "Lima",
      state: "supported",
      sources: [...lima.sources, ...again.sources],
    });
  });
});

describe("what a change does not pick", () => {
  const lima = cell("Lima", "unsupported");
  const base = tableOf([
    [key("Peru"), lima],
    [key("Chile"), MISSING],
  ]);
  const found = tableOf([
    [cell("PERU", "supported", page("x", "PERU")), cell("Cusco", "supported", page("x", "Cusco"))],
    [key("Chile"), cell("Santiago", "supported", page("chile", "Santiago"))],
    [key("Bolivia"), cell("Sucre", "supported", page("bolivia", "Sucre"))],
  ]);

  test("stays as it is: other rows, other states, names, and rows that nobody asked for", () => {
    const revised = reviseTable(base, found, { kind: "repair", rows: ["chile"] });

    expect(revised.cells.map((row) => row.map(({ value }) => value))).toEqual([
      ["Peru", "Lima"],
      ["Chile", "Santiago"],
    ]);
    expect(revised.cells[0]).toEqual(base.cells[0]);
    expect(reviseTable(base, found, { kind: "repair", states: ["conflicting"] })).toEqual(base);
    expect(reviseTable(base, found, { kind: "repair", columns: ["Area"] })).toEqual(base);
  });
});

test("a name that no page had stated takes what was read of it on the way", () => {
  const base = tableOf([[cell("Peru", "unsupported"), cell("Lima", "unsupported")]]);
  const found = tableOf([[key("Peru"), MISSING, MISSING]], ["Country", "Capital", "Area"]);

  const { cells } = reviseTable(base, found, { kind: "extend", columns: ["Area"] });

  expect(cells).toEqual([[key("Peru"), cell("Lima", "unsupported"), MISSING]]);
});

describe("an extended table", () => {
  test("has the new columns and rows at its end, empty where nothing was found", () => {
    const base = tableOf([
      [key("Peru"), cell("Lima", "unsupported")],
      [key("Chile"), MISSING],
    ]);
    const found = tableOf(
      [
        [
          key("peru"),
          cell("Cusco", "supported", page("x", "Cusco")),
          cell("sol", "supported", page("y", "sol")),
        ],
        [key("Bolivia"), cell("Sucre", "supported", page("z", "Sucre")), MISSING],
        [key("Bolivia"), MISSING, MISSING],
        [MISSING, MISSING, MISSING],
      ],
      ["Country", "Capital", "Currency"],
    );

    const revised = reviseTable(base, found, { kind: "extend", columns: ["Currency"], rows: ["Bolivia"] });

    expect(revised.columns).toEqual(["Country", "Capital", "Currency"]);
    expect(revised.cells.map((row) => row.map(({ value }) => value))).toEqual([
      ["Peru", "Lima", "sol"],
      ["Chile", "", ""],
      ["Bolivia", "", ""],
    ]);
  });
});

describe("a refreshed cell", () => {
  const before = cell("Lima", "supported", page("peru", "Its capital is Lima."));
  const refreshed = (found: Cell, reread = ["seed://peru"]) =>
    reviseTable(
      tableOf([[key("Peru"), before]]),
      tableOf([[key("Peru"), found]]),
      { kind: "refresh", columns: ["Capital"] },
      { reread: new Set(reread), knownPages: new Set(["seen"]) },
    ).cells[0]?.[1];

  test("has the words that state it now", () => {
    const now = cell("LIMA", "supported", page("peru", "Lima is the capital."));
    expect(refreshed(now)).toEqual({ ...now, value: "Lima" });
  });

  test("has another value, and says what it was, where its pages state another", () => {
    const now = cell("Cusco", "supported", page("peru", "Its capital is Cusco."));
    expect(refreshed(now)).toEqual({ ...now, reason: "was “Lima” until its pages were read again" });
  });

  test("is no longer supported where no page states it any more", () => {
    expect(refreshed(cell("Lima", "unsupported"))).toMatchObject({
      value: "Lima",
      state: "unsupported",
      sources: [],
    });
    expect(refreshed(cell("Cusco", "unsupported"))).toMatchObject({ value: "Lima", state: "unsupported" });
  });

  test("is conflicting where a page that is new or was changed disagrees, and not where an old one did", () => {
    const now = cell("Lima", "supported", page("peru", "Its capital is Lima."));
    const doubt = (hash: string): Cell => ({
      ...now,
      state: "conflicting",
      candidates: [
        ...now.candidates,
        candidate("Cusco", { ...page("atlas", "Cusco is its capital."), page: hash }),
      ],
    });

    expect(refreshed(doubt("seen"))).toEqual(before);
    expect(refreshed(doubt("new"))).toMatchObject({ value: "Lima", state: "conflicting" });
  });

  test("stays as it was where nobody could find out", () => {
    expect(refreshed(cell("Lima", "unsupported"), [])).toEqual(before);
  });
});
