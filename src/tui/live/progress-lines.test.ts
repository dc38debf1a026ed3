import { describe, expect, test } from "vitest";
import { result, scriptedEvents } from "../../../test/fixtures/scripted-run.ts";
import type { CoveredCell, CoveredRow, RunEvent, RunEventBody } from "../../core/events.ts";
import { widthOf } from "../fit.ts";
import { plainPalette } from "../palette.ts";
import { plainLine } from "../plain-lines.ts";
import { advanceRunView, emptyRunView, type RunView } from "../run-view.ts";
import { summaryLine } from "../summary-line.ts";
import type { Frame } from "./frame.ts";
import { progressLines } from "./progress-lines.ts";

const events = scriptedEvents();

/** The view once `agent` began the call `name`. */
function viewAt(agent: string, name: string): RunView {
  const last = events.findIndex(
    (event) => event.type === "tool-start" && event.agent === agent && event.call.name === name,
  );
  return advanceRunView(emptyRunView, events.slice(0, last + 1));
}

function frame(changes: Partial<Frame> = {}): Frame {
  return { columns: 79, rows: 24, at: 3000, ceilings: {}, palette: plainPalette, ...changes };
}

describe("the picture of a run", () => {
  test("gives each agent at work a line, those that ended a count, and the totals", () => {
    expect(progressLines(viewAt("lead.3", "access"), frame())).toEqual([
      "⠋ lead      waits for 2 subagents                             440 tok     2.9 s",
      "  ⠋ lead.2  search “Estonia capital”                          220 tok     0.9 s",
      "  ⠋ lead.3  access seed://country/letland                     220 tok     0.8 s",
      "  ✓ 1 agent done",
      "  4 agents · 1 page · 1.3k tokens · 3.0 s",
    ]);
  });

  test("shows subtasks beside calls where there is room", () => {
    expect(progressLines(viewAt("lead.3", "access"), frame({ columns: 119 }))[1]).toBe(
      "  ⠋ lead.2  Find the capital and the currency of…  search “Estonia capital”                           220 tok     0.9 s",
    );
  });

  test("shows what was used of each ceiling, with a bar of the nearest one and a warning from 70 %", () => {
    const ceilings = { costUsd: 0.5, tokens: 1500, deadlineMs: 90_000 };

    expect(progressLines(viewAt("lead.3", "access"), frame({ ceilings })).slice(-2)).toEqual([
      "  4 agents · 1 page · 1.3k of 1.5k tokens · $0 of $0.50 · 3.0 s of 1 min 30 s",
      "  ━━━━━━━━━─ 88 % of tokens !",
    ]);
    const calm = { tokens: 3000 };
    expect(progressLines(viewAt("lead.3", "access"), frame({ ceilings: calm })).at(-1)).toBe(
      "  4 agents · 1 page · 1.3k of 3.0k tokens · 3.0 s · ━━━━────── 44 % of tokens",
    );
  });

  test.each([10, 24, 40])("of a thousand agents fits into %d rows and any width", (rows) => {
    const view = advanceRunView(emptyRunView, crowd(1000));

    for (const columns of [20, 40, 79, 139]) {
      const lines = progressLines(view, frame({ rows, columns }));
      expect(lines.length).toBeLessThanOrEqual(rows - 1);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
    expect(progressLines(view, frame({ rows }))).toContain(
      `  … ${(1001 - (rows - 4)).toLocaleString("en-US")} more agents at work`,
    );
  });

  test("of a thousand agents is drawn in a few milliseconds", () => {
    const view = advanceRunView(emptyRunView, crowd(1000));
    const began = performance.now();

    for (let at = 0; at < 10; at++) progressLines(view, frame({ at }));

    expect((performance.now() - began) / 10).toBeLessThan(50);
  });

  test("with Chinese subtasks stays within its columns", () => {
    const chinese = events.map((event) =>
      event.type === "agent-start"
        ? { ...event, subtask: "查找爱沙尼亚的首都和货币，并说明来源".repeat(4) }
        : event,
    );
    const view = advanceRunView(emptyRunView, chinese.slice(0, 22));

    for (const line of progressLines(view, frame({ columns: 119 })))
      expect(widthOf(line)).toBeLessThanOrEqual(119);
  });
});

describe("the view of a run", () => {
  test("is the same whether events come one by one or all at once", () => {
    const oneByOne = events.reduce((view, event) => advanceRunView(view, [event]), emptyRunView);

    expect(oneByOne).toEqual(advanceRunView(emptyRunView, events));
  });

  test("at the end knows how each agent ended and what all cost", () => {
    const view = advanceRunView(emptyRunView, events);

    expect([...view.agents.values()].map(({ agent, end, rows }) => [agent, end?.stop, rows])).toEqual([
      ["lead", "answered", 2],
      ["lead.1", "answered", 0],
      ["lead.2", "answered", 0],
      ["lead.3", "turn-limit", 0],
    ]);
    expect(view.usage).toEqual({ promptTokens: 1600, sampledTokens: 160 });
    expect([...view.pages]).toEqual(["seed://list/baltic-states", "seed://country/estonia"]);
    expect(view.result).toEqual(result);
  });

  test("counts the rows of a report for its caller as soon as it is in", () => {
    const report = "Estonia (seed://country/estonia)\n- Capital: Tallinn\n- Currency: euro";
    const ended = events.map((event) =>
      event.type === "agent-end" && event.agent === "lead.2" ? { ...event, answer: report } : event,
    );
    const last = ended.findIndex((event) => event.type === "agent-end" && event.agent === "lead.2");

    const view = advanceRunView(emptyRunView, ended.slice(0, last + 1));

    expect(view.agents.get("lead")).toMatchObject({ rows: 1, turn: 2 });
  });

  test("does not change the view it advances from", () => {
    const before = advanceRunView(emptyRunView, events.slice(0, 5));
    const copy = structuredClone(before);

    advanceRunView(before, events.slice(5));

    expect(before).toEqual(copy);
  });
});

describe("plain lines", () => {
  test("tell when agents begin, call and end", () => {
    const lines = events.map(plainLine).filter((line) => line !== undefined);

    expect(lines.slice(0, 4)).toEqual([
      "[0.1 s] lead begins: What are the capital and the currency of each Baltic country?",
      "[0.4 s] lead calls call_subagent “List the Baltic countries.”",
      "[0.5 s] lead.1 begins: List the Baltic countries.",
      "[0.8 s] lead.1 calls search “Baltic countries”",
    ]);
    expect(lines).toContain("[3.4 s] lead.3 ends: turn-limit, 220 tokens");
  });
});

describe("the summary of a run", () => {
  test("says how it ended, what was found and what it cost", () => {
    expect(summaryLine(result, 2, plainPalette)).toBe(
      "Answered in 3.2 s · 2 rows · 4 agents · 2 pages · 2.1k tokens · $0.0123",
    );
    expect(summaryLine({ ...result, stop: "budget" }, 2, plainPalette)).toMatch(
      /^Budget used up after 3\.2 s/,
    );
  });
});

describe("the table while it fills", () => {
  const columns = ["Country", "Capital", "Population"];
  const covering = (...rows: readonly CoveredRow[]): RunEvent => ({
    type: "coverage",
    columns,
    rows,
    at: 2000,
  });
  const baltic = advanceRunView(viewAt("lead.3", "access"), [
    covering(
      row("Estonia", ["Tallinn", "supported"], ["1,331,000", "conflicting"]),
      row("Latvia", ["Riga", "reported"], ["", "missing"]),
      row("Lithuania", ["Vilnius", "unsupported"], ["", "absent"]),
    ),
  ]);

  test("stands above the agents, with a mark on each cell", () => {
    expect(progressLines(baltic, frame()).slice(0, 6)).toEqual([
      "  3 rows · 8 of 9 cells · 4 supported · 1 conflicting · 1 unsupported",
      "  Country      Capital    Population",
      "  Estonia ✓    Tallinn ✓  1,331,000 ≠",
      "  Latvia ✓     Riga       …",
      "  Lithuania ✓  Vilnius °  — ✓",
      "",
    ]);
  });

  test("shows the rows that changed last, in the order in which they were found", () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      row(`row ${index}`, ["x", "reported"], ["", "missing"]),
    );
    const view = advanceRunView(advanceRunView(baltic, [covering(...many)]), [
      covering(row("row 3", ["y", "supported"], ["", "missing"])),
    ]);

    const lines = progressLines(view, frame({ rows: 20 }));

    expect(lines[0]).toMatch(/^ {2}1,003 rows · 2,008 of 3,009 cells/);
    expect(lines.flatMap((line) => /^ {2}(row \d+)/.exec(line)?.[1] ?? [])).toEqual([
      "row 3",
      ...Array.from({ length: 10 }, (_, index) => `row ${990 + index}`),
    ]);
    expect(lines.length).toBeLessThanOrEqual(19);
  });

  test("counts only cells that are there, also of rows that have fewer than the table", () => {
    const view = advanceRunView(baltic, [covering(row("Finland"))]);

    expect(progressLines(view, frame())[0]).toMatch(/^ {2}4 rows · 9 of 12 cells · 5 supported/);
  });

  test.each([20, 40, 79, 139])("fits into %d columns and any height, also in Chinese", (width) => {
    const chinese = advanceRunView(emptyRunView, [
      ...crowd(30),
      { type: "steer", text: "请同时查找每个国家的面积和人口".repeat(9), at: 1 },
      {
        type: "coverage",
        columns: ["国家", "首都与最大城市的名称", "人口", "面积"],
        rows: Array.from({ length: 40 }, (_, index) =>
          row(
            `爱沙尼亚共和国${index}`,
            ["塔林".repeat(12), "supported"],
            ["一百三十三万", "conflicting"],
            ["", "missing"],
          ),
        ),
        at: 2,
      },
    ]);

    for (const rows of [6, 10, 24, 50]) {
      const lines = progressLines(chinese, frame({ columns: width, rows, typed: "还有货币".repeat(20) }));
      expect(lines.length).toBeLessThanOrEqual(rows - 1);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
  });

  test("a value from a page cannot steer the terminal", () => {
    const view = advanceRunView(baltic, [
      covering(row("Peru", ["\u001b[2JLima\u0007", "supported"], ["", "missing"])),
    ]);

    expect(progressLines(view, frame()).join("\n")).not.toContain("\u001b");
  });
});

describe("steering", () => {
  const said = advanceRunView(viewAt("lead.3", "access"), [
    { type: "steer", text: "add the area", at: 2500 },
    { type: "steer", text: "and the population", at: 2600 },
    { type: "turn-start", agent: "lead", turn: 3, told: ["add the area"], at: 2700 },
  ]);

  test("shows what was said, whether it was heard, and the line being typed", () => {
    expect(progressLines(said, frame({ typed: "in km²" })).slice(-3)).toEqual([
      "  you: add the area ✓ heard",
      "  you: and the population … waits for its next turn",
      "› in km²▏",
    ]);
  });

  test("says what the keys do as long as nothing is typed, as far as there is room", () => {
    expect(progressLines(said, frame({ typed: "" })).at(-1)).toBe(
      "› ▏Type to steer the lead agent, Enter sends · Esc stops and keeps all",
    );
    expect(progressLines(said, frame({ typed: "", columns: 30 })).at(-1)).toBe(
      "› ▏Type to steer · Esc stops",
    );
  });

  test("a long line shows its end", () => {
    expect(progressLines(said, frame({ typed: "abcdefghij".repeat(20), columns: 20 })).at(-1)).toBe(
      "› …efghijabcdefghij▏",
    );
  });
});

function row(key: string, ...cells: readonly (readonly [string, CoveredCell["state"]])[]): CoveredRow {
  return {
    key,
    cells: [{ value: key, state: "supported" }, ...cells.map(([value, state]) => ({ value, state }))],
  };
}

function crowd(agents: number): readonly RunEvent[] {
  const start = (agent: string): RunEventBody => ({
    type: "agent-start",
    agent,
    role: agent === "lead" ? "lead" : "subagent",
    subtask: `Find everything about number ${agent}.`,
    model: "scripted",
  });
  const bodies = [
    events[0]!,
    start("lead"),
    ...Array.from({ length: agents }, (_, index) => start(`lead.${index + 1}`)),
  ];
  return bodies.map((body, at) => ({ ...body, at }));
}
