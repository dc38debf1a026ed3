import { describe, expect, test } from "vitest";
import type { CoveredRow, RunEvent } from "../core/events.ts";
import { advanceRunView, emptyRunView } from "./run-view.ts";

function covering(keys: readonly string[], value = "", dropped?: readonly string[]): RunEvent {
  const rows = keys.map(
    (key): CoveredRow => ({
      key,
      cells: [
        { value: key, state: "supported" },
        { value, state: value === "" ? "missing" : "reported" },
      ],
    }),
  );
  return { type: "coverage", columns: ["Name", "Size"], rows, dropped, at: 1 };
}

describe("the table that is covered", () => {
  test("keeps rows in the order in which they were found, whatever changes of them", () => {
    const { covered } = advanceRunView(emptyRunView, [
      covering(["a", "b", "c"]),
      covering(["a"], "9"),
      covering(["d"], "", ["b"]),
    ]);

    expect(covered.columns).toEqual(["Name", "Size"]);
    expect([...covered.rows.keys()]).toEqual(["a", "c", "d"]);
    expect(covered.rows.get("a")?.cells[1]).toEqual({ value: "9", state: "reported" });
    expect(covered.newest).toEqual(["c", "a", "d"]);
  });

  test("stays the same object while events are about something else", () => {
    const view = advanceRunView(emptyRunView, [covering(["a"])]);

    const after = advanceRunView(view, [{ type: "steer", text: "go on", at: 2 }]);

    expect(after.covered).toBe(view.covered);
    expect(after.agents).toBe(view.agents);
    expect(advanceRunView(after, [covering(["b"])]).pages).toBe(view.pages);
  });

  test("does not change the view it advances from", () => {
    const before = advanceRunView(emptyRunView, [covering(["a", "b"])]);
    const copy = structuredClone(before);

    advanceRunView(before, [covering(["b"], "7"), covering([], "", ["a"])]);

    expect(before).toEqual(copy);
  });

  test("of a thousand rows that change one by one is followed at well over a thousand events a second", () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `row ${index}`);
    const began = performance.now();

    const view = keys.reduce((now, key) => advanceRunView(now, [covering([key], "x")]), emptyRunView);
    const whole = advanceRunView(
      emptyRunView,
      keys.map((key) => covering([key], "x")),
    );

    expect(performance.now() - began).toBeLessThan(1000);
    expect(view).toEqual(whole);
    expect(view.covered.newest).toHaveLength(100);
  });
});

describe("what the user said", () => {
  test("is heard in the order in which it was said, by the turn that tells of it", () => {
    const { said } = advanceRunView(emptyRunView, [
      { type: "steer", text: "one", at: 10 },
      { type: "steer", text: "two", at: 20 },
      { type: "turn-start", agent: "lead", turn: 2, told: ["one"], at: 30 },
      { type: "steer", text: "three", at: 40 },
      { type: "turn-start", agent: "lead", turn: 3, at: 50 },
    ]);

    expect(said).toEqual([
      { text: "one", at: 10, heard: true },
      { text: "two", at: 20, heard: false },
      { text: "three", at: 40, heard: false },
    ]);
  });
});
