/** @file A connection to one MCP server of the user: what tools it has, and calls of them. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  type CallToolResult,
  CallToolResultSchema,
  ErrorCode,
  ListToolsResultSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import { FetchError } from "../../core/errors.ts";
import { untilAborted } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";
import { boundedHttpTransport } from "./bounded-http.ts";
import { briefly } from "./brief-text.ts";
import type { ServerPlace } from "./server-place.ts";

/** A tool as its server describes it; nothing in it is checked. */
export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface Connection {
  /** As the server calls itself. */
  readonly name: string;
  readonly tools: readonly ListedTool[];
  /**
   * What the server answered, also where it says that the call failed. Throws `FetchError` where it answers nothing within the time,
   * or has ended, and the signal's reason once that is aborted.
   */
  call(tool: string, input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallToolResult>;
  close(): Promise<void>;
}

export interface ConnectionLimits {
  /** Until it has begun and said what tools it has. */
  readonly connectMs: number;
  readonly callMs: number;
  /** Calls under way at once. */
  readonly atOnce: number;
  readonly maxTools: number;
  /** Of one message. */
  readonly maxMessageBytes: number;
  /** Messages during a call that nobody asked for. */
  readonly maxUnasked: number;
}

/** Throws `FetchError` where the server cannot be reached or does not speak the protocol, and the signal's reason. */
export async function connect(
  place: ServerPlace,
  limits: ConnectionLimits,
  signal: AbortSignal,
): Promise<Connection> {
  const client = new Client({ name: "wideseek", version: "1" }, { capabilities: {} });
  const { transport, lastWords } = transportTo(place, limits);
  const end = () => void client.close().catch(() => undefined);
  try {
    const options = { timeout: limits.connectMs, signal };
    await untilAborted(client.connect(transport, options), signal);
    const countdown = endFlood(transport, limits.maxUnasked, end);
    const tools = await untilAborted(listTools(client, limits), signal);
    const name = client.getServerVersion()?.name ?? "server";
    return { name, tools, call: caller(client, limits, countdown), close: () => closed(client) };
  } catch (error) {
    end();
    if (signal.aborted || !(error instanceof Error)) throw error;
    throw new FetchError(briefly(`${faultOf(error, limits.connectMs)} ${lastWords()}`), { cause: error });
  }
}

interface OpenTransport {
  readonly transport: Transport;
  /** What the server last complained of. */
  lastWords(): string;
}

const MOST_LAST_WORDS = 2_000;

/** A server that is started gets none of the environment but what a program needs to run at all. */
function transportTo(place: ServerPlace, { maxMessageBytes }: ConnectionLimits): OpenTransport {
  if (place.kind === "url") {
    return { transport: boundedHttpTransport(place.url, maxMessageBytes), lastWords: () => "" };
  }
  const { command, args } = place;
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    stderr: "pipe",
    maxBufferSize: maxMessageBytes,
  });
  let words = "";
  transport.stderr?.on("data", (bytes: Buffer) => {
    words = `${words}${bytes.toString("utf8")}`.slice(-MOST_LAST_WORDS);
  });
  return { transport, lastWords: () => words.trim().split("\n").at(-1) ?? "" };
}

/** Pages of the list are read until there are enough tools, however many the server says that there are. */
async function listTools(
  client: Client,
  { connectMs, maxTools }: ConnectionLimits,
): Promise<readonly ListedTool[]> {
  const tools: ListedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxTools && tools.length < maxTools; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const listed = await client.request({ method: "tools/list", params }, ListToolsResultSchema, {
      timeout: connectMs,
    });
    for (const { name, description = "", inputSchema } of listed.tools) {
      tools.push({ name, description, inputSchema });
    }
    cursor = listed.nextCursor;
    if (cursor === undefined) break;
  }
  return tools.slice(0, maxTools);
}

/** Ends a server that sends more than `most` messages of its own from one call to the next; gives what begins the count anew. */
function endFlood(transport: Transport, most: number, end: () => void): () => void {
  const { onmessage } = transport;
  let unasked = 0;
  transport.onmessage = (message, extra) => {
    if ("method" in message) unasked += 1;
    if (unasked > most) end();
    else onmessage?.(message, extra);
  };
  return () => {
    unasked = 0;
  };
}

function caller(client: Client, { callMs, atOnce }: ConnectionLimits, begin: () => void): Connection["call"] {
  const turns = semaphore(atOnce);
  return (tool, input, signal) =>
    turns.run(async () => {
      begin();
      const params = { name: tool, arguments: input };
      const answer = client.request({ method: "tools/call", params }, CallToolResultSchema, {
        timeout: callMs,
        signal,
      });
      try {
        return await untilAborted(answer, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) throw error;
        throw new FetchError(faultOf(error, callMs), { cause: error });
      }
    }, signal);
}

/** Whatever goes wrong on this border is the server's: it may send anything, or nothing. */
function faultOf(error: Error, limitMs: number): string {
  if (!(error instanceof McpError)) {
    if (error.message === "Not connected") return "the server has ended.";
    if (error.name.includes("ZodError")) return "the server's answer does not have the form of the protocol.";
    return briefly(error.message);
  }
  if (error.code === ErrorCode.RequestTimeout) return `the server did not answer within ${limitMs / 1000} s.`;
  if (error.code === ErrorCode.ConnectionClosed) return "the server has ended.";
  return briefly(error.message);
}

async function closed(client: Client): Promise<void> {
  await client.close();
}
