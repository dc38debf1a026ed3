/** @file One HTTP request at a time limit and a size limit, over connections whose addresses are checked. */
import type { Agent } from "undici";
import { childSignal, untilAborted } from "../../util/abort.ts";
import { PageError } from "../errors.ts";
import type { FetchSettings } from "../settings.ts";
import { checkedLookup, type Resolve } from "./connect.ts";
import { ACCEPTED_ENCODINGS, type BodyLimit, decompress, readBody, tooLarge } from "./read-body.ts";
import { asPageError, isHangUp } from "./request-error.ts";

export interface HttpRequest {
  readonly url: URL;
  /** Beside those that every request has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: BodyLimit;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** The first value of a header, by its name in lower case. */
  header(name: string): string | undefined;
  /** Decompressed; empty unless the status is 2xx. */
  readonly body: Uint8Array;
}

export interface HttpClient {
  /** Follows no redirect. Throws `PageError`, or the signal's reason. */
  get(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpClientParts {
  readonly resolve: Resolve;
  readonly checkAddress: (address: string, host: string) => void;
}

type ClientSettings = Pick<
  FetchSettings,
  "userAgent" | "timeoutMs" | "connectTimeoutMs" | "firstByteTimeoutMs" | "maxHeaderBytes" | "requestsPerHost"
>;

export function httpClient(settings: ClientSettings, parts: HttpClientParts): HttpClient {
  let opened: Promise<Agent> | undefined;
  let closed = false;

  return {
    async get(request) {
      if (closed) throw new PageError("closed", `Cannot read ${request.url.href}: the fetcher was closed.`);
      opened ??= openAgent(settings, parts);
      const agent = await opened;
      const deadline = childSignal(request.signal);
      const late = () =>
        new PageError("timeout", `Cannot read ${request.url.href}: not done after ${settings.timeoutMs} ms.`);
      const timer = setTimeout(() => deadline.abort(late()), settings.timeoutMs);
      try {
        const bounded = { ...request, signal: deadline.signal };
        return await answerTo(agent, bounded, settings);
      } catch (error) {
        request.signal.throwIfAborted();
        throw asPageError(error, request.url);
      } finally {
        clearTimeout(timer);
        deadline.release();
      }
    },
    async close() {
      closed = true;
      await (await opened)?.destroy();
    },
  };
}

async function openAgent(
  settings: ClientSettings,
  { resolve, checkAddress }: HttpClientParts,
): Promise<Agent> {
  const { Agent, buildConnector } = await import("undici");
  const connect = buildConnector({
    lookup: checkedLookup(resolve, checkAddress),
    timeout: settings.connectTimeoutMs,
  });
  return new Agent({
    connect,
    connections: settings.requestsPerHost,
    maxHeaderSize: settings.maxHeaderBytes,
    headersTimeout: settings.firstByteTimeoutMs,
    // the time limit of the whole request bounds the body
    bodyTimeout: 0,
    keepAliveMaxTimeout: 30_000,
  });
}

async function answerTo(agent: Agent, request: HttpRequest, settings: ClientSettings): Promise<HttpAnswer> {
  const { statusCode: status, headers, body } = await send(agent, request, settings);
  // a body that is dropped half read reports that as an error
  body.on("error", () => {});
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : value?.[0];
  };
  if (status < 200 || status > 299) {
    // a 304 has no body, and its connection can be used again
    if (status === 304) body.resume();
    else body.destroy();
    return { status, header, body: new Uint8Array() };
  }
  const { limit } = request;
  if (limit.beyond === "refuse" && Number(header("content-length") ?? 0) > limit.bytes) {
    body.destroy();
    throw tooLarge(limit.bytes);
  }
  const bytes = await readBody(body, limit);
  return { status, header, body: await decompress(bytes, header("content-encoding"), limit.bytes) };
}

/** Once more where the server hung up before it answered: it may have closed an idle connection just then. */
async function send(agent: Agent, request: HttpRequest, settings: ClientSettings) {
  const sendOnce = () => {
    const { url, signal } = request;
    const headers = {
      "user-agent": settings.userAgent,
      accept: "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,application/json;q=0.9,*/*;q=0.5",
      "accept-encoding": ACCEPTED_ENCODINGS,
      ...request.headers,
    };
    const path = `${url.pathname}${url.search}`;
    // undici hears of an abort only once it is connected
    return untilAborted(agent.request({ origin: url.origin, path, method: "GET", headers, signal }), signal);
  };
  try {
    return await sendOnce();
  } catch (error) {
    if (!isHangUp(error)) throw error;
    return await sendOnce();
  }
}
