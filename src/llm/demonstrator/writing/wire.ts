/** @file Tool calls in the form the tools on offer ask for: the paper's or that of the published weights. */
import { z } from "zod";
import type { ToolCall } from "../../../core/message.ts";
import type { ToolSpec } from "../../../core/sampler.ts";

/** A call before it is written down. */
export type Call =
  | { readonly tool: "delegate"; readonly subtasks: readonly string[] }
  | {
      readonly tool: "search";
      readonly query: string;
      readonly count?: number | undefined;
      /** Every page that has all the words, as far as the tool can. */
      readonly match?: "all";
    }
  | { readonly tool: "access"; readonly url: string; readonly lookFor: string };

/** The tools on offer, by what they do. */
export interface Toolbox {
  readonly delegate?: ToolSpec | undefined;
  readonly search?: ToolSpec | undefined;
  readonly access?: ToolSpec | undefined;
  /** The most subtasks of one call. */
  readonly maxSubtasks: number;
}

const DEFAULT_MAX_SUBTASKS = 10;
/** Results of a search that cannot give all pages with its words. */
const MOST_RESULTS = 10;

const schemaShape = z.object({
  properties: z.record(z.string(), z.looseObject({ maxItems: z.number().optional() })).catch({}),
});

export function openToolbox(tools: readonly ToolSpec[]): Toolbox {
  const withArgument = (names: readonly string[]): ToolSpec | undefined =>
    tools.find((tool) => names.some((name) => name in argumentsOf(tool)));
  const delegate = withArgument(["subtasks", "sub_agents"]);
  const list = delegate && (argumentsOf(delegate)["subtasks"] ?? argumentsOf(delegate)["sub_agents"]);
  return {
    delegate,
    search: withArgument(["query", "queries"]),
    access: withArgument(["url", "urls"]),
    maxSubtasks: Math.max(1, list?.maxItems ?? DEFAULT_MAX_SUBTASKS),
  };
}

/** Undefined where no tool on offer can carry out the call. */
export function writeCall(toolbox: Toolbox, call: Call, id: string): ToolCall | undefined {
  const spec = toolbox[call.tool];
  return spec && { id, name: spec.name, arguments: JSON.stringify(writeArguments(spec, call)) };
}

function writeArguments(spec: ToolSpec, call: Call): unknown {
  const names = argumentsOf(spec);
  if (call.tool === "delegate") {
    if (!("sub_agents" in names)) return { subtasks: call.subtasks };
    return { sub_agents: call.subtasks.map((prompt) => ({ prompt })) };
  }
  if (call.tool === "search") {
    const query = { query: call.query, ...extent(call, "match" in names) };
    return "queries" in names ? { queries: [query] } : query;
  }
  const page = { url: call.url, info_to_extract: call.lookFor };
  return "urls" in names ? { urls: [page] } : page;
}

/** How much of what there is a search gives. */
function extent({ match, count }: Extract<Call, { tool: "search" }>, canMatch: boolean): object {
  if (match === "all") return canMatch ? { match } : { count: MOST_RESULTS };
  return count === undefined ? {} : { count };
}

function argumentsOf(tool: ToolSpec): Readonly<Record<string, { readonly maxItems?: number | undefined }>> {
  const parsed = schemaShape.safeParse(tool.inputSchema);
  return parsed.success ? parsed.data.properties : {};
}
