/** @file How the server says that a request is refused: `{"error":{"code","message"}}`. */
import { z } from "zod";
import { ConfigError, SamplerError } from "../../core/errors.ts";
import { NotOfferedError } from "../../service/not-offered.ts";
import { TooManyRunsError } from "../../service/runs/live-runs.ts";
import { jsonReply, Refusal, type Reply, refusalOf } from "../http/refusal.ts";

/** By status; a client can rely on them. */
const CODES: Readonly<Record<number, string>> = {
  400: "malformed",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  405: "method-not-allowed",
  408: "timeout",
  409: "conflict",
  413: "too-large",
  415: "unsupported-media-type",
  422: "invalid",
  429: "too-many",
  431: "too-large",
  499: "gone",
  502: "upstream-failed",
  503: "unavailable",
};

export const errorShape = z
  .object({
    error: z.object({
      code: z.string().describe("the same for the same status"),
      message: z.string().describe("what is wrong, and what would work"),
    }),
  })
  .meta({ id: "Error" });

export function errorReply(error: unknown): Reply {
  const { status, headers, message } = serverRefusal(error);
  const code = CODES[status] ?? "failed";
  return jsonReply(status, { error: { code, message: message.replace(/\s+/gu, " ") } }, headers);
}

function serverRefusal(error: unknown): Refusal {
  const cause = error;
  if (error instanceof ConfigError) return new Refusal(error.message, { status: 422, cause });
  if (error instanceof NotOfferedError) return new Refusal(error.message, { status: 404, cause });
  if (error instanceof SamplerError) return new Refusal(error.message, { status: 502, cause });
  if (error instanceof TooManyRunsError) {
    return new Refusal(error.message, { status: 429, headers: { "retry-after": "10" }, cause });
  }
  return refusalOf(error);
}
