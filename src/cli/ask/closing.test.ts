import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../core/events.ts";
import { watchBudget } from "./budget-watch.ts";
import { closingLines } from "./closing-lines.ts";
import { goOnWith } from "./going-on.ts";

describe("under the table stands", () => {
  test("how many cells are in which state, how many rows there are, and what was merged", () => {
    const states = { supported: 38, conflicting: 2, unsupported: 0, missing: 1, absent: 0 };
    const because = "merged 3 names into one row because they share their page";
    const lines = closingLines({
      coverage: { states, end: "complete" },
      completeness: { found: 37, estimate: 40, low: 38, high: 44, method: "chapman", occasions: 2 },
      merges: Array.from({ length: 7 }, () => ({ row: 0, merged: [], because })),
    });

    expect(lines[0]).toBe("Cells: 38 supported, 2 conflicting, 1 missing");
    expect(lines[1]).toBe("Rows: found 37 of about 40 (38–44)");
    expect(lines[2]).toBe("Merged 3 names into one row because they share their page");
    expect(lines.at(-1)).toBe("And 2 more merged rows: wideseek show");
    expect(lines).toHaveLength(8);
  });

  test("nothing for a result that tells nothing", () => {
    expect(closingLines({})).toEqual([]);
  });
});

describe("a run goes on", () => {
  const team = { budget: { tokens: 20_000, costUsd: 0.25, turns: 3 }, deadlineMs: 90_500 };

  test.each([
    [undefined, "wideseek resume ab12"],
    ["aborted", "wideseek resume ab12"],
    ["failed", "wideseek resume ab12"],
    ["budget", "wideseek resume ab12 --budget 0.5usd,40k-tokens,6-turns"],
    ["deadline", "wideseek resume ab12 --deadline 181s"],
    ["answered", undefined],
    ["turn-limit", undefined],
  ] as const)("that ended %s with %s", (stop, command) => {
    expect(goOnWith("2026-11-23-081502-lakes-ab12", stop, team)).toBe(command);
  });
});

describe("a warning about the budget", () => {
  function sampled(promptTokens: number, costUsd?: number): RunEvent {
    const message = { role: "assistant", content: "", toolCalls: [] } as const;
    const usage = { promptTokens, sampledTokens: 0, costUsd };
    return { type: "sample-end", agent: "lead", turn: 1, at: 0, sample: { message, stop: "end", usage } };
  }

  function warnings(limits: Parameters<typeof watchBudget>[0], events: readonly RunEvent[]) {
    const lines: string[] = [];
    const watch = watchBudget(limits, (line) => lines.push(line));
    for (const event of events) watch(event);
    return lines;
  }

  test("comes once, when 70 % is used", () => {
    const events = [sampled(600), sampled(90), sampled(20), sampled(200)];

    expect(warnings({ tokens: 1_000 }, events)).toEqual([
      "71 % of the budget is used: 710 tokens of 1.0k tokens.",
    ]);
  });

  test("counts dollars, those of tools too", () => {
    const message = { role: "tool", toolCallId: "c", name: "access", content: "", isError: false } as const;
    const usage = { promptTokens: 1, sampledTokens: 1, costUsd: 0.4 };
    const tool: RunEvent = { type: "tool-end", agent: "lead", turn: 1, message, usage, elapsedMs: 0, at: 0 };

    expect(warnings({ costUsd: 0.5 }, [sampled(1, 0.3)])).toEqual([]);
    expect(warnings({ costUsd: 0.5 }, [sampled(1, 0.3), tool])).toEqual([
      "140 % of the budget is used: $0.70 of $0.50.",
    ]);
  });

  test("does not come where there is no ceiling that counts", () => {
    expect(warnings({ turns: 3 }, [sampled(1e9, 1e9)])).toEqual([]);
  });
});
