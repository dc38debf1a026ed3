/** @file Watching runs: every watcher sees every event in order, from any event on, and a slow one costs nothing. */
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import {
  type LiveServer,
  type LiveServerOptions,
  openLiveServer,
} from "../../../test/fixtures/live-server.ts";
import { gate } from "../../../test/fixtures/live-world.ts";
import { eventShape } from "./shapes/runs.ts";

const servers: LiveServer[] = [];

async function open(options: LiveServerOptions = {}): Promise<LiveServer> {
  const server = await openLiveServer(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Seen {
  readonly id: number;
  readonly type: string;
  readonly data: unknown;
}

/** All that comes until the stream ends. */
async function watch({ url }: LiveServer, run: string, query = "", headers = {}): Promise<readonly Seen[]> {
  const response = await fetch(`${url}/api/runs/${run}/events${query}`, { headers });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  return seenIn(await response.text());
}

function seenIn(text: string): readonly Seen[] {
  return text.split("\n\n").flatMap((block) => {
    const [, id, type, data] = /^id: (\d+)\nevent: (\S+)\ndata: (.+)$/u.exec(block) ?? [];
    return data === undefined ? [] : [{ id: Number(id), type: type ?? "", data: JSON.parse(data) }];
  });
}

test("twenty who watch from the beginning see every event in order, and the stream ends with the run", async () => {
  const held = gate();
  const server = await open({ hold: (call) => (call === 0 ? held.passed : undefined) });
  const run = await server.ask();
  const watching = Array.from({ length: 20 }, () => watch(server, run));
  await vi.waitFor(async () => expect((await server.call("GET", "/api/health")).status).toBe(200));

  held.open();
  const all = await Promise.all(watching);

  const [first = []] = all;
  expect(first.map(({ id }) => id)).toEqual(first.map((_, index) => index));
  expect(first[0]?.type).toBe("run-start");
  expect(first.at(-1)?.type).toBe("run-end");
  for (const seen of all) expect(seen).toEqual(first);
});

test("events are of the documented shape, without texts of pages", async () => {
  const server = await open();
  const run = await server.finished();

  const seen = await watch(server, run);

  for (const { data } of seen) expect(eventShape.safeParse(data).error).toBeUndefined();
  const pages = seen.filter(({ type }) => type === "page-read").map(({ data }) => JSON.stringify(data));
  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) expect(page).not.toContain("is a country");
});

test.each([
  ["the address", "?from=5", {}, 5],
  ["the header of one who comes again", "", { "last-event-id": "7" }, 8],
  ["the header before the address", "?from=2", { "last-event-id": "7" }, 8],
  ["an event that is long past the last", "?from=100000", {}, undefined],
])("a stream begins where %s says", async (_, query, headers, first) => {
  const server = await open();
  const run = await server.finished();

  const seen = await watch(server, run, query, headers);

  expect(seen[0]?.id).toBe(first);
});

test("one who watches while the run goes on and one who comes later see the same", async () => {
  const held = gate();
  const server = await open({ hold: (call) => (call === 3 ? held.passed : undefined) });
  const run = await server.ask();
  const early = watch(server, run);
  await vi.waitFor(() => expect(server.world.samples()).toBeGreaterThan(3));
  const late = watch(server, run, "?from=3");

  held.open();

  expect((await early).slice(3)).toEqual(await late);
  expect(await watch(server, run)).toEqual(await early);
});

test("while nothing happens, a watcher is told that all is well", async () => {
  const held = gate();
  const server = await open({ hold: () => held.passed, settings: { watcherRestMs: 5 } });
  const run = await server.ask();
  const leaving = new AbortController();
  const response = await fetch(`${server.url}/api/runs/${run}/events`, { signal: leaving.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(": nothing new")) text += (await reader.read()).value ?? "";

  leaving.abort();
  held.open();
  expect(seenIn(text).map(({ type }) => type)).toContain("run-start");
});

test("one who reads nothing is let go, and the others see all", async () => {
  const server = await open({ settings: { slowWatcherMs: 50 } });
  const run = await server.finished();
  // enough that no buffer of a socket holds it
  const frame = Buffer.from(`data: ${"x".repeat(60_000)}\n\n`);
  const feed = { length: 1_000, isOver: true, frame: () => frame, listen: () => () => undefined };
  const { eventStream } = await import("./runs/send-events.ts");
  const { openHttpServer } = await import("../http/open-http-server.ts");
  const { checkedSettings } = await import("./settings.ts");
  const released = vi.fn();
  const limits = checkedSettings({ port: 0, slowWatcherMs: 50 });
  const slow = await openHttpServer(limits, {
    refuse: () => ({ status: 400, headers: {}, body: "" }),
    answer: async ({ signal }) => eventStream({ feed, from: 0, limits, signal, release: released }),
  });
  const socket = connect(Number(new URL(slow.url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  socket.pause();
  const closed = new Promise<void>((resolve) =>
    socket.on("error", () => undefined).on("close", () => resolve()),
  );

  await vi.waitFor(() => expect(released).toHaveBeenCalled(), { timeout: 10_000 });

  socket.resume();
  await closed;
  await slow.close();
  expect((await watch(server, run)).at(-1)?.type).toBe("run-end");
});

test("as many may watch as the settings say, and when one leaves another may come", async () => {
  const held = gate();
  const server = await open({ hold: () => held.passed, settings: { maxWatchers: 1 } });
  const run = await server.ask();
  const leaving = new AbortController();
  await fetch(`${server.url}/api/runs/${run}/events`, { signal: leaving.signal });

  const refused = await server.call("GET", `/api/runs/${run}/events`);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("10");
  leaving.abort();

  await vi.waitFor(async () => {
    const again = new AbortController();
    const { status } = await fetch(`${server.url}/api/runs/${run}/events`, { signal: again.signal });
    again.abort();
    expect(status).toBe(200);
  });
  held.open();
});

test("a watcher whose run is stopped because the server closes is told its end", async () => {
  const held = gate();
  const server = await open({ hold: () => held.passed });
  const run = await server.ask();
  const watching = watch(server, run);
  await vi.waitFor(async () => expect(server.world.samples()).toBe(1));

  await server.close();
  servers.splice(0);

  expect((await watching).at(-1)).toMatchObject({ type: "run-end", data: { result: { stop: "aborted" } } });
});
