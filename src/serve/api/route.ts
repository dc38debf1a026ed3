/** @file A route: what it takes and gives as schemas, from which requests are checked and the document is written, and what answers. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { parsedBody, readBody } from "../http/read-body.ts";
import { jsonReply, Refusal, type Reply } from "../http/refusal.ts";
import type { Desk } from "./desk.ts";

export interface Route {
  readonly method: "GET" | "POST";
  /** With `{name}` for what varies: `/api/runs/{run}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly takes: "nothing" | "bytes" | z.ZodType;
  readonly status: number;
  /** By media type its schema, or for what is no JSON what it is in words. */
  readonly gives: Readonly<Record<string, z.ZodType | string>>;
  answer(asked: RawAsked, desk: Desk): Promise<Reply>;
}

interface RawAsked {
  readonly request: IncomingMessage;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Aborted when nobody waits for the reply any more. */
  readonly signal: AbortSignal;
}

interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly signal: AbortSignal;
  readonly request: IncomingMessage;
}

interface Taking<P extends z.ZodObject, Q extends z.ZodObject> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
}

export const nothing = z.strictObject({});

interface JsonRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>
  extends Taking<P, Q> {
  readonly body: B;
  readonly reply: R;
  readonly status?: number | undefined;
  answer(asked: Asked<z.output<P>, z.output<Q>, z.output<B>>, desk: Desk): Promise<z.input<R>>;
}

/** JSON in, where it is a POST, and JSON out. */
export function jsonRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
>(route: JsonRoute<P, Q, B, R>): Route {
  const { method, body, reply, status = 200 } = route;
  return {
    ...route,
    takes: method === "GET" ? "nothing" : body,
    gives: { "application/json": reply },
    status,
    answer: async (asked, desk) => {
      const read = readUrl(route, asked);
      const value = await route.answer(
        { ...asked, ...read, body: await jsonBody(asked.request, body, desk) },
        desk,
      );
      return jsonReply(status, value);
    },
  };
}

interface OtherRoute<P extends z.ZodObject, Q extends z.ZodObject> extends Taking<P, Q> {
  readonly gives: Route["gives"];
  answer(asked: Asked<z.output<P>, z.output<Q>, undefined>, desk: Desk): Promise<Reply>;
}

/** A GET of something else than JSON. */
export function otherRoute<P extends z.ZodObject, Q extends z.ZodObject>(route: OtherRoute<P, Q>): Route {
  return {
    ...route,
    takes: "nothing",
    status: 200,
    answer: (asked, desk) => route.answer({ ...asked, ...readUrl(route, asked), body: undefined }, desk),
  };
}

interface StreamRoute<B extends z.ZodType> {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly body: B;
  readonly reply: z.ZodType;
  answer(asked: Asked<unknown, unknown, z.output<B>>, desk: Desk): Promise<Reply>;
}

/** JSON in, and JSON or a stream out, as the request wishes. */
export function streamRoute<B extends z.ZodType>(route: StreamRoute<B>): Route {
  return {
    ...route,
    method: "POST",
    params: nothing,
    query: nothing,
    takes: route.body,
    gives: { "application/json": route.reply, "text/event-stream": "the same in pieces" },
    status: 200,
    answer: async (asked, desk) => {
      const read = readUrl({ params: nothing, query: nothing }, asked);
      return route.answer({ ...asked, ...read, body: await jsonBody(asked.request, route.body, desk) }, desk);
    },
  };
}

interface Upload {
  /** As its sender calls it, unchecked. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface UploadRoute<P extends z.ZodObject, R extends z.ZodType>
  extends Omit<Taking<P, z.ZodObject>, "method" | "query"> {
  readonly reply: R;
  answer(asked: Asked<z.output<P>, unknown, Upload>, desk: Desk): Promise<z.input<R>>;
}

/** The bytes of a file in, JSON out. */
export function uploadRoute<P extends z.ZodObject, R extends z.ZodType>(route: UploadRoute<P, R>): Route {
  return {
    ...route,
    method: "POST",
    query: nothing,
    takes: "bytes",
    gives: { "application/json": route.reply },
    status: 200,
    answer: async (asked, desk) => {
      const read = readUrl({ params: route.params, query: nothing }, asked);
      const name = fileName(asked.request.headers["x-file-name"]);
      checkType(asked.request, "application/octet-stream");
      const bytes = await readBody(asked.request, desk.limits.maxUploadBytes);
      return jsonReply(200, await route.answer({ ...asked, ...read, body: { name, bytes } }, desk));
    },
  };
}

function readUrl<P extends z.ZodObject, Q extends z.ZodObject>(
  route: { readonly params: P; readonly query: Q },
  { params, query }: RawAsked,
): { readonly params: z.output<P>; readonly query: z.output<Q> } {
  const named = route.params.safeParse(params);
  if (!named.success) throw new Refusal(`There is nothing here: ${words(named.error)}`, { status: 404 });
  const twice = [...query.keys()].find((key) => query.getAll(key).length > 1);
  if (twice !== undefined) throw new Refusal(`${twice} stands twice in the address.`, { status: 422 });
  const wished = route.query.safeParse(Object.fromEntries(query));
  if (!wished.success) throw new Refusal(words(wished.error), { status: 422 });
  return { params: named.data, query: wished.data };
}

/** What a form of another site can send without being asked has none of these types. */
function checkType({ headers }: IncomingMessage, wanted: string): void {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === wanted) return;
  throw new Refusal(`The content type is ${type ?? "missing"}: send ${wanted}.`, { status: 415 });
}

async function jsonBody<B extends z.ZodType>(
  request: IncomingMessage,
  schema: B,
  { limits }: Desk,
): Promise<z.output<B>> {
  if (request.method === "GET") return parsedBody(Buffer.from("{}"), schema);
  checkType(request, "application/json");
  const bytes = await readBody(request, limits.maxBodyBytes);
  return parsedBody(bytes.byteLength === 0 ? Buffer.from("{}") : bytes, schema);
}

function fileName(header: string | string[] | undefined): string {
  if (typeof header !== "string" || header === "") {
    throw new Refusal("The header x-file-name is missing: send the file's name, percent-encoded.", {
      status: 422,
    });
  }
  return decoded(header) ?? header;
}

/** `undefined` where a percent sign stands for nothing. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function words({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  return `${place}${issue?.message}`;
}
