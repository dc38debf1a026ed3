import { expect, test } from "vitest";
import { type Episode, pageReads, type ToolResult, type Trajectory } from "./episode.ts";
import type { Page } from "./knowledge-base.ts";
import { NO_USAGE } from "./sampler.ts";

const whole: Page = { url: "seed://peru", title: "Peru", text: "Its capital is Lima. It is large." };
const within: Page = { url: "seed://peru", title: "Peru", text: "Its capital is Lima.", excerpt: true };
const elsewhere: Page = { url: "seed://peru", title: "Peru", text: "It has mountains.", excerpt: true };

function result(
  pages: readonly Page[],
  at: number | undefined,
  subagents: readonly Trajectory[] = [],
): ToolResult {
  const message = { role: "tool", toolCallId: "1", name: "access", content: "", isError: false } as const;
  return { message, pages, subagents, at };
}

function agent(name: string, results: readonly ToolResult[]): Trajectory {
  const message = { role: "assistant", content: "", toolCalls: [] } as const;
  const sample = { message, stop: "end", usage: NO_USAGE } as const;
  const role = name === "lead" ? "lead" : "subagent";
  const turns = [{ sample, results }];
  return { agent: name, role, subtask: "", turns, stop: "answered", answer: "", partial: false };
}

function episode(lead: Trajectory): Episode {
  return { taskId: "t", lead, stop: "answered", elapsedMs: 0 };
}

test("a page that two agents read counts once, for the one that was called first", () => {
  const second = agent("lead.2", [result([{ ...whole }], 20)]);
  const first = agent("lead.1", [result([whole], 30)]);

  const reads = pageReads(episode(agent("lead", [result([], 40, [first, second])])));

  expect(reads.map(({ agent, at }) => [agent, at])).toEqual([["lead.1", 30]]);
});

test("an excerpt counts only where no page that was opened has it", () => {
  const reads = pageReads(episode(agent("lead", [result([within, elsewhere], 1), result([whole], 2)])));

  expect(reads.map(({ page }) => page)).toEqual([elsewhere, whole]);
});

test("of a page that was opened twice with different text, both texts count", () => {
  const later = { ...whole, text: "Its capital is Cuzco." };

  const reads = pageReads(episode(agent("lead", [result([whole], 1), result([later], undefined)])));

  expect(reads.map(({ page, at }) => [page.text, at])).toEqual([
    [whole.text, 1],
    [later.text, 0],
  ]);
});
