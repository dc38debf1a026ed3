/** @file The width scenario on our runtime, its run record written to disk as `wideseek ask` does. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTask } from "../src/agent/run-task.ts";
import { teamSettings } from "../src/agent/team.ts";
import { trajectories } from "../src/core/episode.ts";
import type { KnowledgeBase } from "../src/core/knowledge-base.ts";
import type { SampleRequest, Sampler } from "../src/core/sampler.ts";
import { Journal } from "../src/run/journal.ts";
import type { Move, Scenario } from "./scenario.ts";

/** Runs the scenario once; gives the number of model calls. */
export async function runScenario(scenario: Scenario): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "wideseek-bench-"));
  const journal = await Journal.open(directory, (loss) => {
    throw loss;
  });
  const sampler = simulatedModel(scenario);
  const { episode, result } = await runTask(
    { id: "bench", kind: "wide", question: scenario.question, language: "en" },
    {
      run: "bench",
      team: teamSettings.parse({ maxSubagents: scenario.width, lead: { maxContextTokens: 1_000_000 } }),
      samplers: { lead: sampler, subagent: sampler },
      knowledgeBase: knowledgeBase(scenario),
      emit: (event) => journal.append(event),
    },
  );
  await journal.close();
  rmSync(directory, { recursive: true });
  if (result.table?.cells.length !== scenario.width) throw new Error("The table is not complete.");
  return trajectories(episode).reduce((sum, trajectory) => sum + trajectory.turns.length, 0);
}

function simulatedModel(scenario: Scenario): Sampler {
  let calls = 0;
  return {
    model: "simulated",
    async sample({ messages, tools }: SampleRequest) {
      calls += 1;
      const turn = 1 + messages.filter((message) => message.role === "assistant").length;
      const isLead = tools.some((tool) => tool.name === "call_subagent");
      const call = calls;
      await scenario.think();
      const move = isLead ? scenario.lead(turn) : scenario.subagent(turn, messages[1]?.content ?? "");
      return {
        message: toMessage(move, call),
        stop: typeof move === "string" ? "end" : "tool-calls",
        usage: { promptTokens: 100, sampledTokens: 20 },
      };
    },
  };
}

function toMessage(move: Move, call: number) {
  if (typeof move === "string") return { role: "assistant", content: move, toolCalls: [] } as const;
  const toolCall = { id: `call_${call}`, name: move.name, arguments: JSON.stringify(move.arguments) };
  return { role: "assistant", content: "", toolCalls: [toolCall] } as const;
}

function knowledgeBase(scenario: Scenario): KnowledgeBase {
  return {
    name: "bench",
    search: async ({ query }) => [
      { url: `seed://${query}`, title: query, text: scenario.search(query), score: 1 },
    ],
    access: async (url) => ({ url, title: url.replace("seed://", ""), text: scenario.access(url) }),
    close: async () => undefined,
  };
}
