/** @file A connection to a Qdrant server, through its official client: requests that an abort signal ends. */
import type { QdrantClient } from "@qdrant/js-client-rest";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { ClusterError, type ClusterName } from "../opensearch/cluster-error.ts";

const serverSettings = z.object({
  /** Without a port, 6333. */
  url: z.url({ protocol: /^https?$/, error: "expected a URL such as http://localhost:6333" }),
  /** May also stand in the URL, as its password. */
  apiKey: z.string().optional(),
  /** Milliseconds that a request may take. */
  timeoutMs: z.int().positive().default(30_000),
});

export type QdrantSettings = z.input<typeof serverSettings>;

type Library = Omit<typeof import("@qdrant/js-client-rest"), "default">;
type Api = ReturnType<QdrantClient["api"]>;

/** One call of the client's API, which takes its abort signal in `init`. */
type Operation = (api: Api, init: { readonly signal: AbortSignal }) => Promise<{ readonly data: unknown }>;

export interface QdrantServer extends ClusterName {
  /** The result of the operation. Throws `ClusterError`, and the signal's reason once it is aborted. */
  send<T>(operation: Operation, result: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
}

/** Throws `ConfigError` where the settings make no sense or the client is missing. Nothing is sent yet. */
export async function connectQdrant(settings: QdrantSettings): Promise<QdrantServer> {
  const checked = serverSettings.safeParse(settings);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ConfigError(
      `The Qdrant server cannot be connected: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  const { timeoutMs } = checked.data;
  const url = new URL(checked.data.url);
  const apiKey = checked.data.apiKey ?? decodeURIComponent(url.password);
  const library = await load();
  const prefix = url.pathname.replace(/\/+$/u, "");
  const client = new library.QdrantClient({
    url: url.origin,
    ...(prefix === "" ? {} : { prefix }),
    // as its own option it warns on the terminal where the connection is not encrypted
    ...(apiKey === "" ? {} : { headers: { "api-key": apiKey } }),
    // its own limit would take the place of our signal
    timeout: Number.POSITIVE_INFINITY,
    checkCompatibility: false,
  });
  return {
    kind: "Qdrant server",
    place: url.host,
    async send(operation, result, signal) {
      const limited = (init: { readonly signal: AbortSignal }) => operation(client.api(), init);
      const { data } = await within(limited, { timeoutMs, signal, library });
      const parsed = z.object({ result }).safeParse(data);
      if (parsed.success) return parsed.data.result;
      throw new ClusterError("its answer has an unknown form", { status: 500, cause: parsed.error });
    },
  };
}

async function load(): Promise<Library> {
  try {
    return await import("@qdrant/js-client-rest");
  } catch (error) {
    throw new ConfigError(
      "A knowledge base in Qdrant needs the package @qdrant/js-client-rest: npm install @qdrant/js-client-rest",
      { cause: error },
    );
  }
}

interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly library: Library;
}

async function within<T>(
  operation: (init: { readonly signal: AbortSignal }) => Promise<T>,
  { timeoutMs, signal, library }: Limits,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const late = new ClusterError(`it took longer than ${timeoutMs} ms`);
  const onAbort = () => controller.abort(signal?.reason);
  const timer = setTimeout(() => controller.abort(late), timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await operation({ signal: controller.signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw controller.signal.aborted ? late : clusterError(error, library);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

const refusal = z.object({ status: z.int() });
const said = z.object({ data: z.object({ status: z.object({ error: z.string() }) }) });
const broken = z.object({ message: z.string(), cause: z.object({ message: z.string() }).optional() });

function clusterError(error: unknown, library: Library): unknown {
  const refused = refusal.safeParse(error);
  if (error instanceof Error && refused.success) {
    const { status } = refused.data;
    const reason = said.safeParse(error).data?.data.status.error;
    return new ClusterError(reason ?? `status ${status}`, { status });
  }
  if (error instanceof library.QdrantClientResourceExhaustedError) {
    return new ClusterError("it is too busy", { status: 429 });
  }
  if (error instanceof SyntaxError || error instanceof library.QdrantClientUnexpectedResponseError) {
    return new ClusterError("its answer has an unknown form", { status: 500 });
  }
  // what `fetch` says of connections that cannot be made or break
  if (error instanceof TypeError && /^(?:fetch failed|terminated)$/u.test(error.message)) {
    const { cause, message } = broken.parse(error);
    return new ClusterError(cause?.message ?? message);
  }
  return error;
}
