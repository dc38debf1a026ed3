/** @file A tool of the table server: its schemas, what it does, and how its answer and its errors reach a client. */
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type {
  CallToolResult,
  ServerNotification,
  ServerRequest,
  ToolAnnotations,
} from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import { ConfigError, FetchError, SamplerError, ToolInputError } from "../../../core/errors.ts";
import { neutralised } from "../../../llm/fence.ts";
import { NotOfferedError } from "../../../service/not-offered.ts";
import { TooManyRunsError } from "../../../service/runs/live-runs.ts";
import type { TableDesk } from "./desk.ts";

/** What a call knows of its client. */
export interface Asking {
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
  /** Tells how far it is; absent where the client did not ask for that. */
  readonly progress?: ((seconds: number, message: string) => void) | undefined;
}

export interface Answer<Data> {
  readonly data: Data;
  /** Short, in Markdown. */
  readonly text: string;
  /** A file, beside the text. */
  readonly file?: { readonly uri: string; readonly mimeType: string; readonly blob: string } | undefined;
  /** The run itself failed; what it found stands in the data all the same. */
  readonly isError?: boolean | undefined;
}

export interface TableTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  call(input: unknown, asking: Asking, desk: TableDesk): Promise<Answer<Record<string, unknown>>>;
}

interface Definition<I extends z.ZodObject, O extends z.ZodObject> extends Omit<TableTool, "call"> {
  readonly input: I;
  readonly output: O;
  call(input: z.output<I>, asking: Asking, desk: TableDesk): Promise<Answer<z.output<O>>>;
}

export function tableTool<I extends z.ZodObject, O extends z.ZodObject>(
  definition: Definition<I, O>,
): TableTool {
  return {
    ...definition,
    call: async (input, asking, desk) => {
      const answer = await definition.call(definition.input.parse(input), asking, desk);
      return { ...answer, data: definition.output.parse(answer.data) };
    },
  };
}

export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Carries out a call; what a client can mend, and what did not work, is an error result in words. */
export async function answerCall(
  tool: TableTool,
  input: unknown,
  extra: Extra,
  desk: TableDesk,
): Promise<CallToolResult> {
  try {
    const { data, text, file, isError } = await tool.call(input, askingOf(extra), desk);
    const resource = file && { type: "resource" as const, resource: file };
    return {
      content: [{ type: "text", text: neutralised(text) }, ...(resource === undefined ? [] : [resource])],
      structuredContent: data,
      ...(isError === true && { isError }),
    };
  } catch (error) {
    if (extra.signal.aborted) throw error;
    return { content: [{ type: "text", text: inWords(error, desk) }], isError: true };
  }
}

const TOLD = [ConfigError, ToolInputError, FetchError, SamplerError, NotOfferedError, TooManyRunsError];

function inWords(error: unknown, desk: TableDesk): string {
  if (error instanceof Error && TOLD.some((kind) => error instanceof kind)) return neutralised(error.message);
  desk.onFailure(error);
  return "The server failed. What went wrong stands where it was started.";
}

function askingOf({ signal, _meta, sendNotification }: Extra): Asking {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return { signal };
  return {
    signal,
    progress: (progress, message) => {
      const params = { progressToken, progress, message };
      // a client that is gone needs no progress
      sendNotification({ method: "notifications/progress", params }).catch(() => undefined);
    },
  };
}
