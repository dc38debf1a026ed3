/** @file A server over node:http that keeps its limits, tells when a client has hung up, and closes gently. */
import { setMaxListeners } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { ConfigError } from "../../core/errors.ts";
import { childSignal } from "../../util/abort.ts";
import { Refusal, type Reply } from "./refusal.ts";

export interface HttpLimits {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly maxConnections: number;
  /** Until the head of a request has arrived. */
  readonly headersTimeoutMs: number;
  /** Until a request has arrived whole, and until its reply is taken. */
  readonly requestTimeoutMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  /** What requests under way get when the server closes. */
  readonly closeTimeoutMs: number;
}

export interface Exchange {
  readonly request: IncomingMessage;
  /** Aborted with a `Refusal` when the client hangs up, and when the server closes and its time is over. */
  readonly signal: AbortSignal;
  /** False once the server closes. */
  readonly isOpen: boolean;
  /** Requests under way besides this one. */
  readonly others: number;
}

export interface HttpServer {
  readonly url: string;
  /** Takes no more requests and lets those under way finish. */
  close(): Promise<void>;
}

export interface HttpAnswers {
  /** Must not reject. */
  answer(exchange: Exchange): Promise<Reply>;
  /** For what is no request, or never becomes a whole one. */
  refuse(refusal: Refusal): Reply;
}

/** Listens once it resolves. Throws `ConfigError` for an address it cannot have. */
export async function openHttpServer(
  limits: HttpLimits,
  { answer, refuse }: HttpAnswers,
): Promise<HttpServer> {
  const closing = new AbortController();
  // every request under way listens to it
  setMaxListeners(0, closing.signal);
  const underWay = new Set<Promise<void>>();
  const responses = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(connectionLimits(limits), (request, response) => {
    const guard = childSignal(closing.signal);
    responses.set(request.socket, response);
    response.on("close", () => {
      responses.delete(request.socket);
      guard.abort(new Refusal("The client hung up.", { status: 499 }));
      guard.release();
    });
    const exchange: Exchange = {
      request,
      signal: guard.signal,
      get isOpen() {
        return server.listening;
      },
      others: underWay.size,
    };
    const answered = answer(exchange).then((reply) => {
      if (!server.listening) response.setHeader("connection", "close");
      return response.destroyed ? undefined : write(response, reply, limits.requestTimeoutMs);
    });
    underWay.add(answered);
    void answered.finally(() => underWay.delete(answered));
  });
  server.maxConnections = limits.maxConnections;
  server.on("clientError", (error, socket) => {
    // the head of its reply is there already: no other can follow
    if (!socket.writable || responses.get(socket)?.headersSent) socket.destroy();
    else socket.end(rawReply(refuse(brokenRequest(error))), () => socket.destroy());
  });
  const url = await listening(server, limits);
  let closed: Promise<void> | undefined;
  return {
    url,
    close: () => {
      closed ??= closeGently(server, { underWay, closing, closeTimeoutMs: limits.closeTimeoutMs });
      return closed;
    },
  };
}

const BROKEN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "The headers or the address are too long."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request did not come to its end in time."],
};

function brokenRequest(error: Error): Refusal {
  const code = "code" in error ? String(error.code) : "";
  const [status, message] = BROKEN[code] ?? [400, "This is no request in HTTP."];
  return new Refusal(message, { status, cause: error });
}

function rawReply({ status, headers, body }: Reply): string {
  const text = typeof body === "string" ? body : "";
  const fields = { ...headers, connection: "close", "content-length": Buffer.byteLength(text) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`;
}

function connectionLimits({ headersTimeoutMs, requestTimeoutMs, keepAliveMs }: HttpLimits) {
  const headersTimeout = Math.min(headersTimeoutMs, requestTimeoutMs);
  return {
    headersTimeout,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    // how late a limit may be noticed; by default half a minute
    connectionsCheckingInterval: Math.min(1_000, headersTimeout),
  };
}

async function write(
  response: ServerResponse,
  { status, headers, body }: Reply,
  timeoutMs: number,
): Promise<void> {
  if (typeof body === "function") {
    response.writeHead(status, headers).flushHeaders();
    return body(response);
  }
  // whoever does not read what was asked for must not hold its place
  response.setTimeout(timeoutMs, () => response.destroy());
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  return new Promise((resolve) => {
    response.on("close", resolve);
    response.writeHead(status, { ...headers, "content-length": length }).end(body, () => resolve());
  });
}

function listening(server: Server, { host, port }: HttpLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => {
      const message = `The server cannot listen at port ${port} of ${host} (${error.message}): choose another.`;
      reject(new ConfigError(message, { cause: error }));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      const address = server.address();
      const bound = address === null || typeof address === "string" ? port : address.port;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
    });
  });
}

interface Closing {
  readonly underWay: ReadonlySet<Promise<void>>;
  readonly closing: AbortController;
  readonly closeTimeoutMs: number;
}

async function closeGently(server: Server, { underWay, closing, closeTimeoutMs }: Closing): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => {
    closing.abort(new Refusal("The server is closing.", { status: 503 }));
  }, closeTimeoutMs);
  await Promise.all(underWay);
  clearTimeout(timer);
  server.closeAllConnections();
  await closed;
}
