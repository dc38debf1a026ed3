/** @file The body of a request: no longer than allowed, UTF-8, JSON, and of the form its path takes. */
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { Refusal } from "./refusal.ts";

/** Throws a 413 for a longer body; what still comes of it is thrown away. Rejects when the client hangs up. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const refuse = () => {
      request.removeAllListeners("data").resume();
      parts.length = 0;
      reject(
        new Refusal(`The body is longer than ${maxBytes} bytes: send several requests.`, { status: 413 }),
      );
    };
    request.on("data", (part: Buffer) => {
      bytes += part.byteLength;
      parts.push(part);
      if (bytes > maxBytes) refuse();
    });
    request.on("end", () => resolve(Buffer.concat(parts)));
    request.on("error", (cause) =>
      reject(new Refusal("The body broke off before its end.", { status: 400, cause })),
    );
    if (Number(request.headers["content-length"]) > maxBytes) refuse();
  });
}

/** Throws a 400 for what is no JSON, a 422 for JSON of another form. */
export function parsedBody<S extends z.ZodType>(body: Uint8Array, schema: S): z.output<S> {
  const { success, data, error } = schema.safeParse(jsonOf(body));
  if (success) return data;
  const issue = error.issues[0];
  const place = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new Refusal(`${place}${issue?.message}`, { status: 422, cause: error });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Refusal("The body is no JSON.", { status: 400, cause: error });
    }
    if (error instanceof TypeError) {
      throw new Refusal("The body is not in UTF-8.", { status: 400, cause: error });
    }
    throw error;
  }
}
