/** @file A connection to an OpenSearch cluster: requests that an abort signal ends, and what a refusal says. */
import type { Client } from "@opensearch-project/opensearch";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { ClusterError, type ClusterName } from "./cluster-error.ts";
import { loadOpenSearch, type OpenSearch } from "./load.ts";

const nodeUrl = z.url({ protocol: /^https?$/, error: "expected a URL such as https://localhost:9200" });

const clusterSettings = z.object({
  /** One or more of its nodes; a node that does not answer is passed over. */
  node: z.union([nodeUrl, z.array(nodeUrl).min(1, "expected at least one URL").readonly()]),
  auth: z
    .union([z.object({ username: z.string(), password: z.string() }), z.object({ token: z.string() })])
    .optional(),
  /** The certificate of the authority that signed the cluster's, in PEM form, where it is not a public one. */
  ca: z.string().optional(),
  /** Milliseconds to wait for a node before the next one is asked. */
  timeoutMs: z.int().positive().default(30_000),
});

export type ClusterSettings = z.input<typeof clusterSettings>;

export interface ClusterRequest {
  readonly method: "DELETE" | "GET" | "POST" | "PUT";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly body?: object | undefined;
  /** Instead of a body: one JSON text a line. */
  readonly lines?: readonly string[] | undefined;
  /** Other nodes are tried where a node cannot be reached; default true. */
  readonly again?: boolean | undefined;
}

export interface Cluster extends ClusterName {
  /** The body of the answer. Throws `ClusterError`, and the signal's reason once it is aborted. */
  send<T>(request: ClusterRequest, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

const refusal = z.object({ error: z.object({ type: z.string(), reason: z.string().nullish() }) });

/** Throws `ConfigError` where the settings make no sense. Nothing is sent yet. */
export async function connectCluster(settings: ClusterSettings): Promise<Cluster> {
  const checked = clusterSettings.safeParse(settings);
  if (!checked.success) {
    throw new ConfigError(`The OpenSearch cluster cannot be connected: ${firstIssue(checked.error)}.`);
  }
  const { auth, ca, timeoutMs } = checked.data;
  const nodes = [checked.data.node].flat();
  const library = await loadOpenSearch();
  const client = new library.Client({
    nodes,
    Connection: library.Connection,
    maxRetries: nodes.length - 1,
    requestTimeout: timeoutMs,
    ...(auth !== undefined && "username" in auth ? { auth } : {}),
    ...(auth !== undefined && "token" in auth ? { headers: { authorization: `Bearer ${auth.token}` } } : {}),
    ...(ca === undefined ? {} : { ssl: { ca } }),
  });
  // an answer that begins and never ends has no limit of its own
  const longestMs = timeoutMs * (nodes.length + 1);
  return {
    kind: "OpenSearch cluster",
    place: nodes.map((node) => new URL(node).host).join(", "),
    async send(request, answer, signal) {
      const parsed = answer.safeParse(await send({ client, library, longestMs }, request, signal));
      if (parsed.success) return parsed.data;
      throw new ClusterError(`its answer to ${request.path} has an unknown form`, {
        status: 500,
        cause: parsed.error,
      });
    },
    close: () => client.close(),
  };
}

interface Connected {
  readonly client: Client;
  readonly library: OpenSearch;
  readonly longestMs: number;
}

async function send(
  { client, library, longestMs }: Connected,
  { method, path, query, body, lines, again }: ClusterRequest,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  signal?.throwIfAborted();
  const sent = client.transport.request(
    {
      method,
      path,
      ...(query === undefined ? {} : { querystring: { ...query } }),
      ...(body === undefined ? {} : { body }),
      ...(lines === undefined ? {} : { bulkBody: `${lines.join("\n")}\n` }),
    },
    again === false ? { maxRetries: 0 } : {},
  );
  let isLate = false;
  // a listener that returned the request would have its failure thrown, as that of a promise nobody waits for
  const onAbort = () => {
    sent.abort();
  };
  const timer = setTimeout(() => {
    isLate = true;
    sent.abort();
  }, longestMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return (await sent).body;
  } catch (error) {
    signal?.throwIfAborted();
    throw isLate ? new ClusterError(`it took longer than ${longestMs} ms`) : clusterError(error, library);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Without the client's own error, which carries the whole request, its credentials among it. */
function clusterError(error: unknown, { errors }: OpenSearch): unknown {
  if (error instanceof errors.ResponseError) {
    const status = error.meta.statusCode ?? undefined;
    const said = refusal.safeParse(error.meta.body);
    const message = said.success ? `${said.data.error.type}: ${said.data.error.reason}` : `status ${status}`;
    return new ClusterError(message, { status });
  }
  if (error instanceof errors.DeserializationError) {
    return new ClusterError(`its answer is no JSON (${error.message})`, { status: 500 });
  }
  return error instanceof errors.OpenSearchClientError ? new ClusterError(error.message) : error;
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`;
}
