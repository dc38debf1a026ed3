/** @file The document of the server, OpenAPI 3.1, written from the very schemas that its routes check with. */
import { z } from "zod";
import { errorShape } from "./error-reply.ts";
import type { Route } from "./route.ts";

type Json = Readonly<Record<string, unknown>>;

const record = z.record(z.string(), z.unknown());

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const schemas = new Map<string, unknown>();
  const schemaOf = (schema: z.ZodType, io: "input" | "output") => taken(schema, io, schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  const error = { "application/json": { schema: schemaOf(errorShape, "output") } };
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operation(route, { schemaOf, error }),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "wideseek",
      version,
      description:
        "One question in, one table out, each cell with its source. A row's key is the values of its unique columns, joined by ` | `.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    // on this machine no token is asked for unless one was set
    security: [{ bearer: [] }, {}],
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([left], [right]) => left.localeCompare(right))),
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    },
  };
}

interface Writing {
  schemaOf(schema: z.ZodType, io: "input" | "output"): unknown;
  readonly error: Json;
}

function operation(route: Route, { schemaOf, error }: Writing): Json {
  const { method, path, tag, summary, takes, status, gives } = route;
  const fileName = {
    name: "X-File-Name",
    in: "header",
    required: true,
    schema: { type: "string", minLength: 1 },
  };
  const body = takes === "bytes" ? binaryBody : takes !== "nothing" && jsonBody(schemaOf(takes, "input"));
  const content = Object.entries(gives).map(([type, given]) => {
    const schema =
      typeof given === "string" ? { type: "string", description: given } : schemaOf(given, "output");
    if (type === "text/event-stream") return [type, { schema: eventOf(schema) }];
    return [type, { schema }];
  });
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    parameters: [
      ...parameters(schemaOf(route.params, "input"), "path"),
      ...parameters(schemaOf(route.query, "input"), "query"),
      ...(takes === "bytes" ? [{ ...fileName, description: "percent-encoded" }] : []),
    ],
    ...(body && { requestBody: body }),
    responses: {
      [String(status)]: { description: "What was asked for.", content: Object.fromEntries(content) },
      "4XX": { description: "The request is refused, and why.", content: error },
      "5XX": { description: "It could not be done, and why.", content: error },
    },
  };
}

const binaryBody = {
  required: true,
  content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
};

function jsonBody(schema: unknown): Json {
  // also where nothing has to be said: its content type is what no form of another site can have
  return { required: true, content: { "application/json": { schema } } };
}

/** As OpenAPI has server-sent events: their fields, and what stands in `data`. */
function eventOf(data: unknown): Json {
  const text = { type: "string" };
  return {
    type: "object",
    properties: {
      id: text,
      event: text,
      data: { ...text, contentMediaType: "application/json", contentSchema: data },
    },
    required: ["data"],
  };
}

function parameters(schema: unknown, place: "path" | "query"): readonly Json[] {
  const { properties = {}, required = [] } = record.parse(schema);
  return Object.entries(record.parse(properties)).map(([name, one]) => {
    const { description, ...rest } = record.parse(one);
    const isRequired = place === "path" || (Array.isArray(required) && required.includes(name));
    return {
      name,
      in: place,
      required: isRequired,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function operationId(method: string, path: string): string {
  const words = path.match(/\w+/gu) ?? [];
  return [method.toLowerCase(), ...words.filter((word) => word !== "api")].join("-");
}

/** As JSON Schema; what has an id goes to `schemas`, under another name where a request may leave out what a reply has. */
function taken(schema: z.ZodType, io: "input" | "output", schemas: Map<string, unknown>): unknown {
  const nameOf = (id: string) => (io === "input" ? `${id}Input` : id);
  const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  for (const [id, definition] of Object.entries($defs)) schemas.set(nameOf(id), pointed(definition, nameOf));
  return pointed(own, nameOf);
}

/** With its references leading to where an OpenAPI document has its schemas. */
function pointed(value: unknown, nameOf: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => pointed(one, nameOf));
  const parsed = record.safeParse(value);
  if (!parsed.success) return value;
  const entries = Object.entries(parsed.data).map(([key, one]) => {
    const id = key === "$ref" && typeof one === "string" ? /^#\/\$defs\/(.+)$/u.exec(one)?.[1] : undefined;
    return [key, id === undefined ? pointed(one, nameOf) : `#/components/schemas/${nameOf(id)}`];
  });
  // a list that we do not change is not one that only the server may send
  return Object.fromEntries(entries.filter(([key, one]) => !(key === "readOnly" && one === true)));
}
