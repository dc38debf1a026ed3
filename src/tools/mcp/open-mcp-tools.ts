/** @file The tools of the user's MCP servers, opened for the agents of a run. */
import { ConfigError, FetchError } from "../../core/errors.ts";
import type { Tool } from "../../core/tool.ts";
import { agentTool } from "./agent-tool.ts";
import { briefly } from "./brief-text.ts";
import type { Connection, ConnectionLimits, ListedTool } from "./connection.ts";
import { readServerPlace } from "./server-place.ts";

export interface McpTools {
  readonly tools: readonly Tool[];
  /** Ends the servers that were started. */
  close(): Promise<void>;
}

export interface McpToolsOptions {
  readonly signal: AbortSignal;
  /** A line for the user. */
  readonly say: (line: string) => void;
  readonly limits?: Partial<McpLimits> | undefined;
}

export interface McpLimits extends ConnectionLimits {
  /** Of one answer, as an agent is shown it. */
  readonly maxCharacters: number;
  /** Of the schema of a tool's input, as JSON. */
  readonly maxSchemaCharacters: number;
}

const DEFAULT_LIMITS: McpLimits = {
  // a server may have to be downloaded first
  connectMs: 60_000,
  callMs: 60_000,
  atOnce: 8,
  maxTools: 32,
  maxMessageBytes: 4 * 1024 * 1024,
  maxUnasked: 10_000,
  maxCharacters: 25_000,
  maxSchemaCharacters: 20_000,
};

/** The tools that agents have anyway, in both wire forms. */
const TAKEN = ["search", "access", "call_subagent", "create_sub_agents"];
/** What the APIs of models take as the name of a tool. */
const MOST_NAME = 64;

/**
 * `places` are commands and URLs. Throws `ConfigError` for a place that cannot be, or a server that does not come up, and the
 * signal's reason.
 */
export async function openMcpTools(places: readonly string[], options: McpToolsOptions): Promise<McpTools> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const read = places.map(readServerPlace);
  // the library takes a while to load, and most runs never need it
  const { connect } = await import("./connection.ts");
  const opened = await Promise.allSettled(read.map((place) => connect(place, limits, options.signal)));
  const connections = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const close = async () => {
    await Promise.all(connections.map((one) => one.close()));
  };
  for (const [index, one] of opened.entries()) {
    if (one.status === "fulfilled") continue;
    await close();
    throw notOpened(places[index] ?? "", one.reason);
  }
  return { tools: namedTools(connections, { ...options, limits }), close };
}

function notOpened(place: string, reason: unknown): unknown {
  if (!(reason instanceof FetchError)) return reason;
  return new ConfigError(`The MCP server ${briefly(place)} could not be opened: ${reason.message}`, {
    cause: reason,
  });
}

interface Naming extends McpToolsOptions {
  readonly limits: McpLimits;
}

function namedTools(connections: readonly Connection[], { limits, say }: Naming): readonly Tool[] {
  const taken = new Set(TAKEN);
  const servers = new Set<string>();
  const tools: Tool[] = [];
  for (const connection of connections) {
    const server = free(slug(connection.name, "-").toLowerCase() || "server", servers);
    for (const listed of connection.tools) {
      if (JSON.stringify(listed.inputSchema).length > limits.maxSchemaCharacters) {
        say(
          `wideseek: the tool ${briefly(listed.name)} of ${server} is left out: its input is described at too great length.`,
        );
        continue;
      }
      const name = freeName(listed, server, taken);
      tools.push(agentTool(listed, { connection, server, name, maxCharacters: limits.maxCharacters }));
    }
  }
  return tools;
}

/** The tool's own name; with its server's before it where another tool has that one. */
function freeName({ name }: ListedTool, server: string, taken: Set<string>): string {
  const own = slug(name, "_") || "tool";
  return free(taken.has(own) ? `${server}_${own}`.slice(0, MOST_NAME) : own, taken);
}

/** `name`, or with a number behind it if it is taken; it is taken then. */
function free(name: string, taken: Set<string>): string {
  let chosen = name;
  for (let number = 2; taken.has(chosen); number += 1) {
    chosen = `${name.slice(0, MOST_NAME - 4)}_${number}`;
  }
  taken.add(chosen);
  return chosen;
}

function slug(name: string, joint: string): string {
  return name
    .replace(/[^\w-]+/gu, joint)
    .replace(/^[_-]+|[_-]+$/gu, "")
    .slice(0, MOST_NAME);
}
