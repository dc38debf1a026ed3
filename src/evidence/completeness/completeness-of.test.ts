import { describe, expect, test } from "vitest";
import type { Episode, ToolResult, Trajectory } from "../../core/episode.ts";
import { cellOf, type SourcedTable } from "../../core/evidence.ts";
import type { Page } from "../../core/knowledge-base.ts";
import type { WideTask } from "../../core/task.ts";
import { completenessOf } from "./completeness-of.ts";

const TASK: WideTask = { id: "t", kind: "wide", question: "Which lakes are there?", language: "en" };
const NAMES = "Garda Como Geneva Constance Balaton Ohrid Saimaa Ladoga Onega Peipus".split(" ");

function table(names: readonly string[], more: readonly (readonly string[])[] = []): SourcedTable {
  return {
    columns: ["Lake", "Country"],
    uniqueColumns: more.length > 0 ? ["Lake", "Country"] : ["Lake"],
    cells: [...names.map((name) => [name, "x"]), ...more].map((row) => row.map((value) => cellOf(value, []))),
  };
}

function trajectory(
  agent: string,
  subtask: string,
  answer: string,
  results: readonly ToolResult[] = [],
): Trajectory {
  const usage = { promptTokens: 0, sampledTokens: 0 };
  const message = {
    role: "assistant" as const,
    content: "",
    toolCalls: results.map(({ message: { toolCallId } }) => ({
      id: toolCallId,
      name: "search",
      arguments: toolCallId,
    })),
  };
  const turn = { sample: { message, stop: "tool-calls" as const, usage }, results };
  const role = agent === "lead" ? "lead" : "subagent";
  return { agent, role, subtask, turns: [turn], stop: "answered", answer, partial: false };
}

/** `id` doubles as what was searched for. */
function result(id: string, pages: readonly Page[], subagents: readonly Trajectory[] = []): ToolResult {
  return {
    message: { role: "tool", toolCallId: id, name: "search", content: "", isError: false },
    pages,
    subagents,
  };
}

function team(...reports: readonly (readonly [subtask: string, answer: string])[]): Episode {
  const subagents = reports.map(([subtask, answer], index) =>
    trajectory(`lead.${index + 1}`, subtask, answer),
  );
  const lead = trajectory("lead", TASK.question, "", [result("call", [], subagents)]);
  return { taskId: "t", lead, stop: "answered", elapsedMs: 0 };
}

function reader(...results: readonly ToolResult[]): Episode {
  return {
    taskId: "t",
    lead: trajectory("lead", TASK.question, "", results),
    stop: "answered",
    elapsedMs: 0,
  };
}

const list = (names: readonly string[]) => names.map((name) => `- ${name}`).join("\n");
const estimate = (episode: Episode, names = NAMES) => completenessOf(episode, table(names), TASK);

describe("two subagents that look for all rows", () => {
  test("are two ways, whose overlap gives the estimate", () => {
    const result = estimate(
      team(
        ["Find all lakes", list(NAMES.slice(0, 8))],
        ["Find all lakes, in other sources", list(NAMES.slice(4))],
      ),
    );

    expect(result).toMatchObject({ found: 10, method: "chapman", occasions: 2 });
    expect(result?.estimate).toBeCloseTo(11.6);
  });

  test.each([
    ["a list with values", (name: string) => `1. **${name}**: a lake in Europe`],
    ["a table", (name: string) => `| 3 | ${name} | Europe |`],
    ["links", (name: string) => `* [Lake](https://x.org/${name}) [${name}](https://x.org/l)`],
    ["a dash behind the name", (name: string) => `- ${name} – 370 km²`],
    ["Chinese marks", (name: string) => `- ${name}（湖泊）：欧洲`],
  ])("may report them as %s", (_, write) => {
    const report = (names: readonly string[]) => `What I found:\n${names.map(write).join("\n")}`;
    const result = estimate(
      team(["All lakes", report(NAMES.slice(0, 8))], ["Lakes by other words", report(NAMES.slice(4))]),
    );

    expect(result?.method).toBe("chapman");
  });

  test("may report them in a sentence", () => {
    const result = estimate(
      team(
        ["All lakes", `The lakes are ${NAMES.join(", ")}.`],
        ["Other lakes", `${NAMES.slice(2).join("、")}。`],
      ),
    );

    expect(result).toMatchObject({ method: "chapman", found: 10 });
  });

  test("are still two where they found nothing in common: no estimate, and at least what was found", () => {
    const result = estimate(
      team(
        ["Find all lakes", list(NAMES.slice(0, 3))],
        ["In another way: find all lakes", list(NAMES.slice(3))],
      ),
    );

    expect(result).toMatchObject({ method: "none", occasions: 2, low: 10 });
  });
});

describe("subtasks that share a search out", () => {
  const north = ["Find the lakes of the north", list(NAMES.slice(0, 5))] as const;
  const south = ["Find the lakes of the south", list(NAMES.slice(5))] as const;

  test("are one way together, which says nothing by itself", () => {
    expect(estimate(team(north, south))).toMatchObject({ method: "none", occasions: 1 });
  });

  test("are one way beside another", () => {
    const other = ["Find lakes in a catalogue", list(NAMES.slice(1, 9))] as const;

    expect(estimate(team(north, other, south))).toMatchObject({ method: "chapman", occasions: 2 });
  });

  test("and those that share it out once more are the other way", () => {
    const again = (name: string, rows: readonly string[]) =>
      [`In another way: find the lakes of the ${name}`, list(rows)] as const;
    const result = estimate(
      team(north, south, again("north", NAMES.slice(0, 4)), again("south", NAMES.slice(6))),
    );

    expect(result).toMatchObject({ method: "chapman", occasions: 2 });
  });
});

describe("what is no find", () => {
  test("names that a subagent was given", () => {
    const facts = NAMES.map((name) => [`Find the area of:\n- ${name}`, `${name}\n- area: 370`] as const);

    expect(estimate(team(["Find all lakes", list(NAMES)], ...facts))).toMatchObject({ occasions: 1 });
  });

  test("rows that did not come into the table", () => {
    const result = estimate(
      team(
        ["Find lakes", list([...NAMES, "Nemi", "Bled"])],
        ["Find lakes otherwise", list([...NAMES, "Orta"])],
      ),
    );

    expect(result).toMatchObject({ found: 10, high: 10, method: "identical" });
  });

  test("names that stand in the question: where it names all rows there is nothing to estimate", () => {
    const question = "Compare Garda, Como and Geneva";

    expect(completenessOf(team(), table(["Garda", "Como", "Geneva"]), { ...TASK, question })).toBeUndefined();
    expect(completenessOf(team(), table([]), TASK)).toBeUndefined();
  });

  test("a namesake: rows of one name are told apart by the rest of their key", () => {
    const rows = table(NAMES, [
      ["Como", "Italy"],
      ["Como", "Texas"],
    ]);
    const episode = team(
      ["All lakes", `${list(NAMES.slice(2))}\n- Como (Italy)`],
      ["Lakes otherwise", `${list(NAMES.slice(2))}\n- Como (Texas)`],
    );

    expect(completenessOf(episode, rows, TASK)).toMatchObject({ method: "chapman", found: 12 });
  });
});

describe("a single agent", () => {
  const excerpt = (title: string): Page => ({
    url: `https://x.org/${title}`,
    title,
    text: "…",
    excerpt: true,
  });
  const page = (title: string, text: string): Page => ({ url: `https://x.org/${title}`, title, text });

  test("has its lists and searches as ways", () => {
    const completeness = estimate(
      reader(
        result("lakes by area", NAMES.slice(0, 7).map(excerpt)),
        result("open", [page("Lakes of Europe", list(NAMES.slice(2)))]),
        result("area of Como", [excerpt("Como"), excerpt("Garda")]),
        result("open", [page("Como", `It is near ${NAMES.slice(0, 4).join(", ")}.`)]),
      ),
    );

    expect(completeness).toMatchObject({ method: "chapman", occasions: 2 });
  });
});

test("5,000 rows found by a thousand subagents are estimated in about a second", () => {
  const names = Array.from({ length: 5_000 }, (_, index) => `Lake ${index}`);
  const part = (from: number) => list(names.slice(from, from + 10));
  const parts = Array.from({ length: 500 }, (_, index) => [
    [`Find lakes of region r${index}`, part(10 * index)] as const,
    [`In another way: find lakes of region r${index}`, part(10 * index)] as const,
  ]).flat();
  const startedAt = process.cpuUsage();

  expect(estimate(team(...parts), names)).toMatchObject({ found: 5_000, method: "identical" });
  expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(6);
});
