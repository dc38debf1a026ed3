/** @file What went wrong with one request to a model server, and whether trying again can help. */
import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { RequestFault } from "../../util/request-fault.ts";
import { retryAfterMs } from "../../util/retry-after.ts";

/** When attempts run out it becomes a `SamplerError`. */
export class ModelFault extends RequestFault {
  override readonly name = "ModelFault";
}

/** What the provider clients throw, and what servers send as an error inside a stream. */
const failureSchema = z.object({
  name: z.string().catch(""),
  message: z.string().catch(""),
  statusCode: z.number().optional().catch(undefined),
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  responseHeaders: z.record(z.string(), z.string()).catch({}),
  responseBody: z.string().catch(""),
});

/** The clients' own errors for a request they do not send: the same request fails again. */
const REFUSALS: ReadonlySet<string> = new Set(["AI_UnsupportedFunctionalityError", "AI_InvalidPromptError"]);

/** Client errors that pass by themselves: timeout, conflict, too early, too many requests. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);
const MESSAGE_LIMIT = 300;

/** Reads whatever a provider client threw: nearly all of it stems from what a server did. */
export function faultOf(error: unknown): ModelFault {
  const chain = causes(error);
  const inner = chain.find((cause) => cause instanceof ModelFault);
  if (inner !== undefined) return inner;
  const parsed = failureSchema.safeParse(error);
  if (!parsed.success) return new ModelFault(oneLine(String(error)), { isPassing: true, cause: error });
  const { name, statusCode, code, responseHeaders, responseBody } = parsed.data;
  const status = errorStatus(statusCode) ?? errorStatus(code);
  const message = status === undefined ? chainMessage(parsed.data.message, chain) : parsed.data.message;
  return new ModelFault(oneLine(explain(message, status, responseBody)), {
    isPassing: isPassing(status, responseBody) && !REFUSALS.has(name),
    status,
    retryAfterMs: status === undefined ? undefined : retryAfterMs(responseHeaders, responseBody, Date.now()),
    cause: error,
  });
}

/** The error and what it says caused it, outermost first. */
function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let next = error;
  while (next instanceof Error && !chain.includes(next)) {
    chain.push(next);
    next = next.cause;
  }
  return chain;
}

/** A broken connection says what broke only in its innermost cause. */
function chainMessage(message: string, chain: readonly Error[]): string {
  const innermost = chain.at(-1)?.message ?? "";
  return message.includes(innermost) ? message : `${message}: ${innermost}`;
}

/** A reply that arrived with status 200 and could not be read has no error status. */
function errorStatus(value: number | string | undefined): number | undefined {
  return typeof value === "number" && value >= 400 && value < 600 ? value : undefined;
}

function isPassing(status: number | undefined, body: string): boolean {
  if (status === undefined) return true;
  // a used-up quota comes as "too many requests", but no waiting brings it back
  if (body.includes("insufficient_quota")) return false;
  return status >= 500 || PASSING_STATUSES.has(status);
}

/** The client's message, or the body in its place where the client could not read an error out of it. */
function explain(message: string, status: number | undefined, body: string): string {
  const isRead = status === undefined || (message !== "" && message !== STATUS_CODES[status]);
  const words = isRead ? message : body.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, " ").trim();
  return words || message || "no reason given";
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MESSAGE_LIMIT ? `${line.slice(0, MESSAGE_LIMIT)}…` : line;
}
