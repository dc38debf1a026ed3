/** @file A real server on this machine that answers as a test says, and remembers what it was asked. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed, where it is JSON; else the text. */
  readonly body: unknown;
}

export interface Answer {
  /** Default 200. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** `silent`: nothing is ever sent. `hang-up`: the connection is cut. `half`: it is cut in the middle of the body. */
export type Behaviour = Answer | "silent" | "hang-up" | "half";

export interface FakeService {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Requests that have come and were not answered yet. */
  readonly running: () => number;
  close(): Promise<void>;
}

/** Answers one after another, the last one for ever; or a function of the request, which may wait. */
export async function fakeService(
  answers: readonly Behaviour[] | ((asked: Asked, call: number) => Behaviour | Promise<Behaviour>),
): Promise<FakeService> {
  const asked: Asked[] = [];
  let running = 0;
  const server = createServer((request, response) => {
    void (async () => {
      running++;
      response.once("close", () => {
        running--;
      });
      const one = await read(request);
      const call = asked.push(one) - 1;
      const answer =
        typeof answers === "function" ? await answers(one, call) : (answers[call] ?? answers.at(-1) ?? {});
      send(answer, request, response);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    running: () => running,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  const text = Buffer.concat(pieces).toString();
  const isJson = request.headers["content-type"] === "application/json";
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

function send(answer: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  if (answer === "silent") return;
  if (answer === "hang-up") {
    request.socket.destroy();
    return;
  }
  if (answer === "half") {
    response.writeHead(200, { "Content-Length": "1000" });
    response.write('{"results": [', () => request.socket.destroy());
    return;
  }
  const { status = 200, headers = {}, body = {} } = answer;
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
