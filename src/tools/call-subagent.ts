/** @file The lead agent's tool: a list of subtasks in, all started at once; their reports out, in the same order. */
import { z } from "zod";
import type { Trajectory } from "../core/episode.ts";
import type { Tool, ToolContext, ToolOutput } from "../core/tool.ts";
import { defineTool } from "./define-tool.ts";
import type { Wire } from "./wire.ts";

/** Runs one subagent per subtask, all at once; the trajectories keep the order of the subtasks. */
export type Delegate = (subtasks: readonly string[], context: ToolContext) => Promise<readonly Trajectory[]>;

export function callSubagentTool(delegate: Delegate, maxSubagents: number, wire: Wire): Tool {
  const description =
    "Give subtasks to subagents that search and read for you. All subtasks of a call run at once and know nothing " +
    "of each other, so each must be clear by itself. Their reports come back together, in the order of the " +
    `subtasks. At most ${maxSubagents} a call.`;
  const subtask = z.string().trim().min(1).describe("what one subagent shall find out, in full sentences");
  const run = async (subtasks: readonly string[], context: ToolContext): Promise<ToolOutput> => {
    const subagents = await delegate(subtasks, context);
    return { content: subagents.map(report).join("\n\n"), subagents };
  };

  if (wire === "paper") {
    return defineTool({
      name: "call_subagent",
      description,
      input: z.object({ subtasks: z.array(subtask).min(1).max(maxSubagents) }),
      example: { subtasks: ["List the lakes of Finland larger than 500 km²."] },
      call: ({ subtasks }, context) => run(subtasks, context),
    });
  }
  return defineTool({
    name: "create_sub_agents",
    description,
    input: z.object({
      sub_agents: z
        .array(z.object({ prompt: subtask }))
        .min(1)
        .max(maxSubagents),
    }),
    example: { sub_agents: [{ prompt: "List the lakes of Finland larger than 500 km²." }] },
    call: ({ sub_agents }, context) =>
      run(
        sub_agents.map(({ prompt }) => prompt),
        context,
      ),
  });
}

function report({ subtask, answer, partial, stop, error }: Trajectory, index: number): string {
  const limits = partial ? ` (partial, ${stop}${error === undefined ? "" : `: ${error}`})` : "";
  return `Subtask ${index + 1}: ${subtask}\nResult${limits}: ${answer || "nothing was found"}`;
}
