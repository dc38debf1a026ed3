/** @file The width scenario on the built package, its run record written to disk as `wideseek ask` does. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  directoryStore,
  type KnowledgeBase,
  runTask,
  type SampleRequest,
  type Sampler,
  teamSettings,
  trajectories,
  type WideTask,
} from "wideseek";
import type { Move, Scenario } from "./scenario.ts";

/** Runs the scenario once; gives the number of model calls. */
export async function runScenario(scenario: Scenario): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "wideseek-bench-"));
  const task: WideTask = { id: "bench", kind: "wide", question: scenario.question, language: "en" };
  const team = teamSettings.parse({ maxSubagents: scenario.width, lead: { maxContextTokens: 1_000_000 } });
  const recorder = await directoryStore({ directory, makeSuffix: () => "bench" }).create({
    format: 1,
    version: "bench",
    startedAt: new Date().toISOString(),
    task,
    team,
    models: { lead: "simulated", subagent: "simulated" },
    knowledgeBase: "bench",
  });
  const sampler = simulatedModel(scenario);
  const { episode, result } = await runTask(task, {
    run: recorder.run,
    team,
    samplers: { lead: sampler, subagent: sampler },
    knowledgeBase: knowledgeBase(scenario),
    emit: recorder.record,
  });
  await recorder.finish(result);
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
