/**
 * @file A server that speaks the part of Qdrant's REST interface that we use, in memory, with exact search. It is no Qdrant:
 * it is strict where Qdrant is lenient (a request with anything unknown in it is refused), and holds what it answers to be
 * what Qdrant would.
 */
import { z } from "zod";
import { type Asked, type Behaviour, type FakeService, fakeService } from "../web/fake-service.fixture.ts";

const vector = z.array(z.number().finite()).min(1);
const value = z.union([z.string(), z.int(), z.boolean()]);
const match = z.union([z.strictObject({ value }), z.strictObject({ any: z.array(z.string()) })]);
const filter = z.strictObject({ must: z.array(z.strictObject({ key: z.string().min(1), match })) });
const payload = z.record(z.string(), z.json());

const bodies = {
  create: z.strictObject({
    vectors: z.strictObject({
      size: z.int().positive(),
      distance: z.enum(["Cosine", "Dot", "Euclid", "Manhattan"]),
    }),
    hnsw_config: z
      .strictObject({ m: z.int().optional(), ef_construct: z.int().min(4).optional() })
      .optional(),
    metadata: payload.optional(),
  }),
  update: z.strictObject({ metadata: payload }),
  index: z.strictObject({ field_name: z.string().min(1), field_schema: z.literal("keyword") }),
  upsert: z.strictObject({
    points: z.array(z.strictObject({ id: z.int().nonnegative(), vector, payload })).min(1),
  }),
  query: z.strictObject({
    query: vector,
    limit: z.int().positive(),
    params: z.strictObject({ hnsw_ef: z.int().positive() }),
    with_payload: z.literal(true),
    filter: filter.optional(),
  }),
  scroll: z.strictObject({
    filter,
    limit: z.int().positive(),
    with_payload: z.literal(true),
    offset: z.int().nonnegative().optional(),
  }),
};

type Filter = z.output<typeof filter>;
type Point = z.output<typeof bodies.upsert>["points"][number];

interface Collection {
  readonly config: z.output<typeof bodies.create>;
  readonly indexed: Set<string>;
  readonly points: Map<number, Point>;
}

export interface QdrantFixture extends FakeService {
  readonly collections: ReadonlyMap<string, Collection>;
}

export interface FixtureOptions {
  readonly apiKey?: string | undefined;
  /** Asked before each request; what it gives is the answer. */
  readonly fault?: ((asked: Asked) => Behaviour | undefined) | undefined;
}

export async function startQdrant({ apiKey, fault }: FixtureOptions = {}): Promise<QdrantFixture> {
  const collections = new Map<string, Collection>();
  const service = await fakeService((asked) => {
    if (apiKey !== undefined && asked.headers["api-key"] !== apiKey) {
      return { status: 401, headers: { "Content-Type": "text/plain" }, body: "Must provide an API key" };
    }
    const spoilt = fault?.(asked);
    if (spoilt !== undefined) return spoilt;
    try {
      return { body: { result: answer(collections, asked), status: "ok", time: 0.001 } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { status: { error: error.message }, time: 0 } };
    }
  });
  return { ...service, collections };
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function answer(collections: Map<string, Collection>, { method, path, body }: Asked): unknown {
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const [, name = "", rest = ""] = /^\/collections\/([^/]+)(.*)$/u.exec(pathname) ?? [];
  const wait = searchParams.get("wait") === "true";
  if (method === "PUT" && rest === "") return create(collections, name, body);
  const collection = collections.get(name);
  if (collection === undefined) throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
  switch (`${method} ${rest}`) {
    case "GET ":
      return info(collection);
    case "PATCH ":
      Object.assign(collection.config, parsed(bodies.update, body));
      return true;
    case "DELETE ":
      return collections.delete(name);
    case "PUT /index":
      collection.indexed.add(parsed(bodies.index, body).field_name);
      return { operation_id: 0, status: wait ? "completed" : "acknowledged" };
    case "PUT /points":
      return upsert(collection, parsed(bodies.upsert, body));
    case "POST /points/query":
      return query(collection, parsed(bodies.query, body));
    case "POST /points/scroll":
      return scroll(collection, parsed(bodies.scroll, body));
    default:
      throw new Refusal(404, "");
  }
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Refusal(400, `Format error in JSON body: ${z.prettifyError(result.error)}`);
}

function create(collections: Map<string, Collection>, name: string, body: unknown): boolean {
  if (collections.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
  const config = parsed(bodies.create, body);
  collections.set(name, { config, indexed: new Set(), points: new Map() });
  return true;
}

function info({ config, indexed, points }: Collection): unknown {
  const { vectors, metadata } = config;
  return {
    status: "green",
    optimizer_status: "ok",
    indexed_vectors_count: 0,
    points_count: points.size,
    segments_count: 1,
    config: { params: { vectors, shard_number: 1 }, ...(metadata === undefined ? {} : { metadata }) },
    payload_schema: Object.fromEntries(
      [...indexed].map((field) => [field, { data_type: "keyword", points: 0 }]),
    ),
  };
}

function upsert({ config, points }: Collection, body: z.output<typeof bodies.upsert>): unknown {
  for (const point of body.points) checkLength(config.vectors.size, point.vector);
  for (const point of body.points) points.set(point.id, { ...point, vector: unit(point.vector) });
  return { operation_id: 0, status: "completed" };
}

function checkLength(size: number, given: readonly number[]): void {
  if (given.length === size) return;
  throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${given.length}`);
}

function query({ config, points }: Collection, body: z.output<typeof bodies.query>): unknown {
  checkLength(config.vectors.size, body.query);
  const asked = unit(body.query);
  const scored = matching(points, body.filter)
    .map(({ id, vector: own, payload: stored }) => ({
      id,
      version: 0,
      score: dot(asked, own),
      payload: stored,
    }))
    .sort((left, right) => right.score - left.score || left.id - right.id);
  return { points: scored.slice(0, body.limit) };
}

function scroll({ points }: Collection, body: z.output<typeof bodies.scroll>): unknown {
  const from = matching(points, body.filter)
    .filter(({ id }) => id >= (body.offset ?? 0))
    .sort((left, right) => left.id - right.id);
  const found = from.slice(0, body.limit).map(({ id, payload: stored }) => ({ id, payload: stored }));
  return { points: found, next_page_offset: from[body.limit]?.id ?? null };
}

/** A condition on a list holds where one of its members fits. */
function matching(points: ReadonlyMap<number, Point>, { must }: Filter = { must: [] }): readonly Point[] {
  return [...points.values()].filter(({ payload: stored }) =>
    must.every(({ key, match: wanted }) => {
      const values = [stored[key] ?? []].flat();
      return values.some((one) =>
        "any" in wanted ? wanted.any.some((other) => other === one) : wanted.value === one,
      );
    }),
  );
}

function unit(numbers: readonly number[]): number[] {
  const length = Math.hypot(...numbers);
  return numbers.map((number) => (length === 0 ? 0 : number / length));
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (const [index, number] of left.entries()) if (number !== 0) sum += number * (right[index] ?? 0);
  return sum;
}
