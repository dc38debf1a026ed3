import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../test/fixtures/virtual-clock.ts";
import { type FetchReason, PageError } from "./errors.ts";
import {
  type LocalServer,
  serveHttp,
  serveHttps,
  serveRaw,
  type TestFetcher,
  testFetcher,
} from "./local-server.fixture.ts";
import { selfSigned } from "./self-signed.fixture.ts";

let fetcher: TestFetcher;
let server: LocalServer | undefined;

afterEach(async () => {
  expect(await fetcher.kept()).toEqual([]);
  await fetcher.close();
  await server?.close();
  server = undefined;
});

/** Small, and impatient where that is what is tested. */
const limits = { respectRobots: false, maxBytes: 100_000, retries: 0 };
const limitsFor = (reason: FetchReason) => ({ ...limits, timeoutMs: reason === "timeout" ? 200 : 20_000 });

async function expectFailure(url: string, reason: FetchReason): Promise<void> {
  const error = await fetcher.fetchPage(url).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PageError);
  expect(error).toMatchObject({ name: "FetchError", reason, message: expect.stringMatching(/\.$/) });
}

const zeros = Buffer.alloc(30_000_000);

describe("an answer that goes wrong ends in an error", () => {
  const reply = (
    status: number,
    headers: Record<string, string> = {},
    body: string | Buffer = "",
  ): RequestListener => {
    return (_, response) =>
      void response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
  };
  const html = "<!doctype html><title>T</title><p>words";
  const cases: readonly (readonly [string, RequestListener, FetchReason])[] = [
    ["an endless body", endless("x".repeat(10_000)), "too-large"],
    ["an endless body of nothing to read", endless("<!-- -->".repeat(1000)), "too-large"],
    ["a body announced as too large", reply(200, { "content-length": "100001" }), "too-large"],
    ["a bomb of gzip", reply(200, { "content-encoding": "gzip" }, gzipSync(zeros)), "too-large"],
    ["a bomb of deflate", reply(200, { "content-encoding": "deflate" }, deflateSync(zeros)), "too-large"],
    ["a bomb of brotli", reply(200, { "content-encoding": "br" }, brotliCompressSync(zeros)), "too-large"],
    [
      "a bomb in a bomb",
      reply(200, { "content-encoding": "gzip, gzip" }, gzipSync(gzipSync(zeros))),
      "encoding",
    ],
    ["a coding that nobody knows", reply(200, { "content-encoding": "shrink" }, html), "encoding"],
    ["a coding that is none", reply(200, { "content-encoding": "gzip" }, html), "encoding"],
    [
      "half a coding",
      reply(200, { "content-encoding": "br" }, brotliCompressSync(html).subarray(0, 9)),
      "encoding",
    ],
    ["a loop", (_, response) => void response.writeHead(302, { location: "/" }).end(), "redirect"],
    [
      "an endless chain",
      ({ url }, response) => void response.writeHead(302, { location: `${url}x` }).end(),
      "redirect",
    ],
    ["a redirect to nowhere", reply(302), "redirect"],
    ["a redirect with an endless body", endless("x".repeat(10_000), 302), "redirect"],
    ["no content", reply(204), "status"],
    ["part of a page", reply(206, {}, html), "status"],
    ["not modified, though nobody asked", reply(304), "status"],
    ["many choices", reply(300, {}, html), "status"],
    ["a login", reply(401, {}, html), "status"],
    ["a payment", reply(402, {}, html), "status"],
    ["a refusal", reply(403, {}, html), "status"],
    ["a refusal by law", reply(451, {}, html), "status"],
    ["a server that fails", reply(500, {}, html), "status"],
    ["a gateway that fails", reply(502, {}, html), "status"],
    ["a failure with an endless body", endless("x".repeat(10_000), 500), "status"],
    ["a server that is busy", reply(503, {}, html), "busy"],
    ["too many requests", reply(429, { "retry-after": "31536000" }, html), "busy"],
    ["an image", reply(200, { "content-type": "image/png" }, "x"), "type"],
    ["a drawing", reply(200, { "content-type": "image/svg+xml" }, "<svg><text>x</text></svg>"), "type"],
    ["a film", reply(200, { "content-type": "video/mp4" }, "x"), "type"],
    ["an archive", reply(200, { "content-type": "application/zip" }, "PK"), "type"],
    [
      "a program",
      reply(200, { "content-type": "application/octet-stream" }, Buffer.from([0x7f, 0x45, 0, 0])),
      "type",
    ],
    ["a script", reply(200, { "content-type": "text/javascript" }, "alert(1)"), "type"],
    [
      "an image said to be HTML",
      reply(200, {}, Buffer.from("\u0089PNG\r\n\u001a\n\u0000\u0000", "latin1")),
      "type",
    ],
    [
      "an archive said to be a PDF",
      reply(200, { "content-type": "application/pdf" }, "PK\u0003\u0004\u0000"),
      "type",
    ],
    [
      "a PDF that is broken",
      reply(200, { "content-type": "application/pdf" }, "%PDF-1.7 and no more"),
      "unreadable",
    ],
    ["a PDF that is broken, said to be HTML", reply(200, {}, "%PDF-1.7 and no more"), "unreadable"],
    ["an empty page", reply(200), "unreadable"],
    ["a page of scripts alone", reply(200, {}, "<html><script>render()</script></html>"), "unreadable"],
    [
      "a page of invisible characters",
      reply(200, { "content-type": "text/plain" }, "\u200b\u202e \u2060"),
      "unreadable",
    ],
  ];
  test.each(cases)("%s", async (_, answer, reason) => {
    server = await serveHttp(answer);
    fetcher = await testFetcher(limitsFor(reason));
    await expectFailure(`http://site.test:${server.port}/`, reason);
  });
});

function endless(piece: string, status = 200): RequestListener {
  return (_, response) => {
    response.writeHead(status, { "content-type": "text/html", ...(status === 302 ? { location: "/" } : {}) });
    const write = () => {
      if (response.destroyed) return;
      if (response.write(piece)) setImmediate(write);
      else response.once("drain", write);
    };
    write();
  };
}

describe("what is no proper HTTP ends in an error", () => {
  const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
  const say = (...parts: readonly string[]) => {
    return (socket: Socket) => {
      for (const part of parts) socket.write(part);
      socket.end();
    };
  };
  /** Writes a piece every 20 ms. */
  const drip = (start: string, piece: string) => (socket: Socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(piece), 20);
    socket.on("close", () => clearInterval(timer));
  };
  const cases: readonly (readonly [string, (socket: Socket) => void, FetchReason])[] = [
    ["silence", () => {}, "timeout"],
    ["headers that drip", drip(ok, "x-a: b\r\n"), "timeout"],
    ["a body that drips", drip(`${ok}\r\n`, "x"), "timeout"],
    ["a body that drips in chunks", drip(`${ok}Transfer-Encoding: chunked\r\n\r\n`, "1\r\nx\r\n"), "timeout"],
    ["preliminary answers without end", drip("", "HTTP/1.1 103 Early Hints\r\n\r\n"), "timeout"],
    ["a body that stops", (socket) => void socket.write(`${ok}Content-Length: 100\r\n\r\nhalf`), "timeout"],
    ["an end before the announced length", say(`${ok}Content-Length: 100\r\n\r\nhalf`), "connection"],
    ["an end within a chunk", say(`${ok}Transfer-Encoding: chunked\r\n\r\n64\r\nhalf`), "connection"],
    ["two lengths", say(`${ok}Content-Length: 4\r\nContent-Length: 5\r\n\r\nwords`), "protocol"],
    ["a length below nothing", say(`${ok}Content-Length: -1\r\n\r\nwords`), "protocol"],
    ["a length that is none", say(`${ok}Content-Length: five\r\n\r\nwords`), "protocol"],
    [
      "a length beyond all numbers",
      say(`${ok}Content-Length: 99999999999999999999999\r\n\r\nwords`),
      "protocol",
    ],
    [
      "a length and chunks",
      say(`${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      "protocol",
    ],
    ["a chunk of no length", say(`${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nwords\r\n`), "protocol"],
    ["a flood of headers", say(ok, "x-a: b\r\n".repeat(20_000), "\r\nwords"), "protocol"],
    ["one long header", say(ok, `x-a: ${"b".repeat(100_000)}\r\n\r\nwords`), "protocol"],
    ["a header without end", drip(`${ok}x-a: `, "b".repeat(20_000)), "protocol"],
    ["a header without a name", say(`${ok}: b\r\n\r\nwords`), "protocol"],
    ["a NUL in a header", say(`${ok}x-a: b\u0000c\r\n\r\nwords`), "protocol"],
    ["no HTTP at all", say("SSH-2.0-OpenSSH_9.2\r\n"), "protocol"],
    ["a page without headers", say("<html><p>words"), "protocol"],
    ["bytes at random", say("\u0016\u0003\u0001\u0000\u00a5\u0001"), "protocol"],
    [
      "another protocol",
      say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
      "connection",
    ],
    ["an answer to continue", say("HTTP/1.1 100 Continue\r\n\r\n"), "connection"],
    ["a status beyond all", say("HTTP/1.1 999 What\r\nContent-Length: 5\r\n\r\nwords"), "status"],
    ["no answer", (socket) => void socket.end(), "connection"],
    ["a slammed door", (socket) => void socket.resetAndDestroy(), "connection"],
  ];
  test.each(cases)("%s", async (_, answer, reason) => {
    server = await serveRaw(answer);
    fetcher = await testFetcher(limitsFor(reason));
    await expectFailure(`http://site.test:${server.port}/`, reason);
  });

  test("an answer that does not begin in time", async () => {
    server = await serveRaw(() => {});
    fetcher = await testFetcher({ ...limits, firstByteTimeoutMs: 50 });
    await expectFailure(`http://site.test:${server.port}/`, "timeout");
  });

  test("nobody there", async () => {
    const gone = await serveRaw(() => {});
    await gone.close();
    fetcher = await testFetcher(limits);
    await expectFailure(`http://site.test:${gone.port}/`, "connection");
  });

  test("https where only http is spoken", async () => {
    server = await serveHttp((_, response) => void response.end("words"));
    fetcher = await testFetcher(limits);
    await expectFailure(`https://site.test:${server.port}/`, "connection");
  });

  test("a certificate that nobody vouches for", async () => {
    server = await serveHttps(selfSigned(), (_, response) => void response.end("words"));
    fetcher = await testFetcher(limits);
    const url = `https://site.test:${server.port}/`;
    await expectFailure(url, "connection");
    await expect(fetcher.fetchPage(url)).rejects.toThrow("certificate is not trusted");
  });
});

describe("where robots.txt forbids, nothing else is asked", () => {
  const everybody = "User-agent: *\nDisallow: /";
  const robots: readonly (readonly [string, RequestListener, FetchReason])[] = [
    ["everything for everybody", (_, response) => void response.end(everybody), "robots"],
    ["everything for us", (_, response) => void response.end("User-agent: WideSeek\nDisallow: /"), "robots"],
    ["the page", (_, response) => void response.end("User-agent: *\nDisallow: /*.html$"), "robots"],
    ["everything, before an endless rest", flood(`${everybody}\n`), "robots"],
    ["by failing", (_, response) => void response.writeHead(500).end(), "robots"],
    ["by being busy", (_, response) => void response.writeHead(503).end(), "robots"],
    ["by hanging up", (_, response) => void response.destroy(), "connection"],
    ["by silence", () => {}, "timeout"],
    ["by a status without sense", (_, response) => void response.writeHead(304).end(), "robots"],
    ["elsewhere", ({ url }, response) => elsewhere(url, response), "robots"],
  ];
  test.each(robots)("%s", async (_, answer, reason) => {
    const asked: (string | undefined)[] = [];
    server = await serveHttp((request, response) => {
      asked.push(request.url);
      if (request.url === "/page.html") response.end("page");
      else answer(request, response);
    });
    fetcher = await testFetcher({ ...limitsFor(reason), respectRobots: true });
    await expectFailure(`http://site.test:${server.port}/page.html`, reason);
    expect(asked).not.toContain("/page.html");
    // it is remembered, and said again
    const count = asked.length;
    await expectFailure(`http://site.test:${server.port}/page.html`, reason);
    expect(asked).toHaveLength(count);
  });

  function flood(start: string): RequestListener {
    return (_, response) => {
      response.write(start);
      response.end("# nothing\n".repeat(200_000));
    };
  }
  function elsewhere(url: string | undefined, response: Parameters<RequestListener>[1]): void {
    if (url === "/robots.txt") response.writeHead(301, { location: "/robots/" }).end();
    else response.end(everybody);
  }
});

test("a host that stays busy is asked as often as the settings say, with the pauses it wants", async () => {
  const clock = virtualClock();
  let asked = 0;
  server = await serveHttp((_, response) => {
    asked++;
    response.writeHead(429, { "retry-after": "7" }).end();
  });
  fetcher = await testFetcher({ ...limits, retries: 3 }, { clock });
  await expectFailure(`http://site.test:${server.port}/`, "busy");
  expect(asked).toBe(4);
  expect(Math.round(clock.now() / 1000)).toBe(21);
});

test("an empty cache is no page while the fetcher is offline, and nobody is asked", async () => {
  server = await serveHttp((_, response) => void response.end("words"));
  fetcher = await testFetcher({ ...limits, offline: true });
  await expectFailure(`http://site.test:${server.port}/`, "offline");
  expect(server.connections()).toBe(0);
});

test("a fetcher that is closed meanwhile says so", async () => {
  server = await serveHttp(() => void fetcher.close());
  fetcher = await testFetcher(limits);
  const url = `http://site.test:${server.port}/`;
  await expectFailure(url, "closed");
  fetcher = { ...fetcher, kept: async () => [] };
  await expectFailure(url, "closed");
});
