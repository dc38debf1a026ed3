/** @file The width scenario on the OpenAI Agents runtime: there too a tool of the lead agent runs the subagents. */
import { Agent, Runner, setTracingDisabled, tool, Usage } from "@openai/agents-core";
import { z } from "zod";

/**
 * Runs the scenario once.
 * @param {import("../scenario.ts").Scenario} scenario
 * @returns {Promise<number>} the number of model calls
 */
export async function runScenario(scenario) {
  setTracingDisabled(true);
  const model = simulatedModel(scenario);
  const runner = new Runner({ tracingDisabled: true });
  const search = tool({
    name: "search",
    description: "Search the knowledge base.",
    parameters: z.object({ query: z.string() }),
    execute: ({ query }) => scenario.search(query),
  });
  const access = tool({
    name: "access",
    description: "Open a page.",
    parameters: z.object({ url: z.string() }),
    execute: ({ url }) => scenario.access(url),
  });
  const instructions = scenario.system;
  const subagent = new Agent({ name: "subagent", instructions, model, tools: [search, access] });
  const callSubagent = tool({
    name: "call_subagent",
    description: "Give subtasks to subagents.",
    parameters: z.object({ subtasks: z.array(z.string()) }),
    execute: async ({ subtasks }) => {
      const results = await Promise.all(
        subtasks.map((subtask) => runner.run(subagent, `Subtask: ${subtask}`, { maxTurns: 20 })),
      );
      return results.map((result) => result.finalOutput).join("\n\n");
    },
  });
  const lead = new Agent({ name: "lead", instructions, model, tools: [callSubagent] });
  await runner.run(lead, scenario.question, { maxTurns: 10 });
  return model.calls;
}

function simulatedModel(scenario) {
  return {
    calls: 0,
    async getResponse({ input, tools }) {
      this.calls += 1;
      const items = typeof input === "string" ? [] : input;
      const turn = 1 + items.filter((item) => item.type === "function_call").length;
      const isLead = tools.some((one) => one.name === "call_subagent");
      const prompt = typeof input === "string" ? input : JSON.stringify(items[0]);
      const call = this.calls;
      await scenario.think();
      return response(isLead ? scenario.lead(turn) : scenario.subagent(turn, prompt), call);
    },
    getStreamedResponse() {
      throw new Error("The scenario does not stream.");
    },
  };
}

function response(move, call) {
  const usage = new Usage({ inputTokens: 100, outputTokens: 20, totalTokens: 120 });
  if (typeof move === "string") {
    const content = [{ type: "output_text", text: move }];
    return { usage, output: [{ type: "message", role: "assistant", status: "completed", content }] };
  }
  const { name, arguments: input } = move;
  const callId = `call_${call}`;
  return {
    usage,
    output: [{ type: "function_call", callId, name, arguments: JSON.stringify(input), status: "completed" }],
  };
}
