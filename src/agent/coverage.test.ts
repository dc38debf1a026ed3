import { describe, expect, test } from "vitest";
import type { RunEvent } from "../core/events.ts";
import { access, delegate, run, subtaskOf, TABLE, team, turnOf } from "./run-task.fixture.ts";
import { createSteering } from "./steering.ts";

const REPORTS: Readonly<Record<string, string>> = {
  Peru: "Peru (seed://country/Peru)\n- Capital: Lima",
  Chile: "Chile (seed://country/Chile)\n- Capital: Santiago",
  Bolivia: "Bolivia (seed://country/Bolivia)\nNot found: Capital",
};

/** Reads the page of its country and reports; asked a second time, a subagent finds nothing more. */
function reporting(lead: Parameters<typeof team>[0]["lead"]) {
  return team({
    lead,
    subagent: (request, turn) => {
      const country = subtaskOf(request);
      return turn === 1 ? access(country) : (REPORTS[country] ?? "Nothing was found.");
    },
  });
}

const settings = { coverage: "tell" } as const;

function covered(events: readonly RunEvent[]) {
  return events.flatMap((event) => (event.type === "coverage" ? [event] : []));
}

describe("the table of a run that goes on", () => {
  test("grows with each report, is checked after the wave, and ends as the result has it", async () => {
    const sampler = reporting((_, turn) => (turn === 1 ? delegate("Peru", "Chile", "Bolivia") : TABLE));

    const { events, result } = await run(sampler, { settings });

    const told = covered(events);
    expect(told.slice(0, 3).flatMap(({ rows }) => rows)).toEqual(
      expect.arrayContaining([
        {
          key: "Peru",
          cells: [
            { value: "Peru", state: "reported" },
            { value: "Lima", state: "reported" },
          ],
        },
        {
          key: "Chile",
          cells: [
            { value: "Chile", state: "reported" },
            { value: "Santiago", state: "reported" },
          ],
        },
      ]),
    );
    expect(told[3]?.rows).toContainEqual({
      key: "Peru",
      cells: [
        { value: "Peru", state: "supported" },
        { value: "Lima", state: "supported" },
      ],
    });
    expect(told.at(-1)).toMatchObject({ rows: [], dropped: ["Bolivia"] });
    expect(result.coverage).toEqual({
      states: { supported: 4, conflicting: 0, unsupported: 0, missing: 0, absent: 0 },
      end: "complete",
    });
    expect(events.at(-1)?.type).toBe("run-end");
  });

  test("is not followed unless that is asked for", async () => {
    const { events } = await run(reporting((_, turn) => (turn === 1 ? delegate("Peru") : TABLE)));

    expect(covered(events)).toEqual([]);
  });
});

describe("the lead agent", () => {
  test("is told after a wave what is missing", async () => {
    let heard = "";
    const sampler = reporting((request, turn) => {
      heard = request.messages.at(-1)?.content ?? "";
      return turn === 1 ? delegate("Peru", "Bolivia") : TABLE;
    });

    await run(sampler, { settings });

    expect(heard).toContain("2 rows, 4 cells; 3 are stated by a page that was read");
    expect(heard).toContain("Missing:\n- Bolivia: Capital");
  });

  test("is told when every cell is there", async () => {
    let heard = "";
    const sampler = reporting((request, turn) => {
      heard = request.messages.at(-1)?.content ?? "";
      return turn === 1 ? delegate("Peru", "Chile") : TABLE;
    });

    await run(sampler, { settings });

    expect(heard).toContain("Every cell that was asked for is there.");
  });

  test("must answer when two waves brought nothing new, and the result says so", async () => {
    const choices: string[] = [];
    const sampler = reporting((request) => {
      choices.push(request.toolChoice);
      return request.toolChoice === "none"
        ? "| Country | Capital |\n| --- | --- |\n| Bolivia | |"
        : delegate("Bolivia");
    });

    const { result } = await run(sampler, { settings });

    expect(choices).toEqual(["auto", "auto", "auto", "none"]);
    expect(result).toMatchObject({ stop: "answered", coverage: { end: "no-progress" } });
  });
});

describe("what the user says while a team works", () => {
  test("reaches the lead agent in its next turn, and the subagents go on", async () => {
    const steering = createSteering();
    let heard = "";
    const sampler = team({
      lead: (request, turn) => {
        heard = request.messages.at(-1)?.content ?? "";
        return turn === 1 ? delegate("Peru", "Chile") : TABLE;
      },
      subagent: (request, turn) => {
        if (turn === 1 && subtaskOf(request) === "Peru") steering.say(" Chile first, please ");
        return turn === 1 ? access(subtaskOf(request)) : (REPORTS[subtaskOf(request)] ?? "");
      },
    });

    const { events, result } = await run(sampler, { steering });

    expect(heard).toContain("The user adds: Chile first, please");
    expect(events).toContainEqual(expect.objectContaining({ type: "steer", text: "Chile first, please" }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "turn-start", turn: 2, told: ["Chile first, please"] }),
    );
    expect(result).toMatchObject({ stop: "answered", agents: 3 });
  });

  test("while it writes its answer gives it one more turn", async () => {
    const steering = createSteering();
    const sampler = team({
      lead: (request) => {
        if (turnOf(request) === 1) steering.say("And Bolivia");
        return turnOf(request) === 1 ? TABLE : TABLE.replace("```markdown", "Now all three:\n```markdown");
      },
      subagent: () => "",
    });

    const { all } = await run(sampler, { steering });

    expect(all[0]?.turns).toHaveLength(2);
  });
});
