/** @file Runs under way at the table server: waited for, cancelled, stopped, left alone. */
import { afterEach, describe, expect, test } from "vitest";
import { gate, QUESTION } from "../../../../test/fixtures/live-world.ts";
import { call, initialize, type OpenWorld, openWorld } from "../../../../test/fixtures/table-world.ts";

const worlds: OpenWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function open(options: Parameters<typeof openWorld>[0] = {}): Promise<OpenWorld> {
  const world = await openWorld(options);
  worlds.push(world);
  return world;
}

describe("a run under way", () => {
  test("that is waited for no longer goes on: its table is told as far as it is, then whole", async () => {
    const held = gate();
    const world = await open({ hold: (number) => (number >= 6 ? held.passed : undefined) });
    const client = await world.overHttp();

    const asked = await call(client, "ask", { question: QUESTION, waitSeconds: 0 });
    expect(asked.data).toMatchObject({ state: "running" });
    expect(asked.text).toContain("It goes on: get_table");
    const waiting = call(client, "get_table", { run: asked.data.run, waitSeconds: 30 });
    held.open();

    expect((await waiting).data).toMatchObject({ state: "ended", totalRows: 2 });
  });

  test("stops when its call is cancelled, and keeps what was found", async () => {
    const held = gate();
    const world = await open({ hold: (number) => (number >= 2 ? held.passed : undefined) });
    const client = await world.overHttp();
    const cancelling = new AbortController();
    const asking = call(
      client,
      "ask",
      { question: QUESTION },
      { signal: cancelling.signal, onprogress: () => undefined },
    );
    const ended = asking.catch((error: unknown) => String(error));
    while (world.samples() < 3) await new Promise(setImmediate);
    const [live] = world.runs.all();

    cancelling.abort("changed my mind");

    expect(await ended).toContain("changed my mind");
    expect((await live?.ended)?.result.stop).toBe("aborted");
    expect((await call(client, "get_table")).data).toMatchObject({
      run: live?.run,
      state: "ended",
      stop: "aborted",
    });
    held.open();
  });

  test("is stopped by the tool of that name", async () => {
    const held = gate();
    const world = await open({ hold: (number) => (number >= 2 ? held.passed : undefined) });
    const client = await world.overHttp();
    const { data } = await call(client, "ask", { question: QUESTION, waitSeconds: 0 });

    const stopped = await call(client, "stop", { run: data.run });

    expect(stopped.data).toMatchObject({ state: "ended", stop: "aborted" });
    held.open();
  });

  test("cannot be exported or changed yet", async () => {
    const held = gate();
    const world = await open({ hold: () => held.passed });
    const client = await world.overHttp();
    await call(client, "ask", { question: QUESTION, waitSeconds: 0 });

    const exported = await call(client, "export", { format: "csv" });
    const changed = await call(client, "add_column", { columns: ["Area"] });

    expect(exported).toMatchObject({ isError: true, text: expect.stringContaining("still goes on") });
    expect(changed).toMatchObject({ isError: true, text: expect.stringContaining("still goes on") });
    held.open();
  });

  test("goes on when its client hangs up", async () => {
    const held = gate();
    const world = await open({ hold: (number) => (number >= 2 ? held.passed : undefined) });
    const { url } = await world.http();
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const begun = await fetch(`${url}/mcp`, { method: "POST", headers, body: JSON.stringify(initialize) });
    await begun.text();
    const session = begun.headers.get("mcp-session-id") ?? "";
    const hangingUp = new AbortController();
    const asking = fetch(`${url}/mcp`, {
      method: "POST",
      headers: { ...headers, "mcp-session-id": session },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 2,
        method: "tools/call",
        params: { name: "ask", arguments: { question: QUESTION } },
      }),
      signal: hangingUp.signal,
    }).then((response) => response.text());
    const gone = asking.catch(() => "gone");
    while (world.samples() < 3) await new Promise(setImmediate);
    const [live] = world.runs.all();

    hangingUp.abort();
    expect(await gone).toBe("gone");
    held.open();

    expect((await live?.ended)?.result.stop).toBe("answered");
  });

  test("stops when the client ends the server, and its record is whole", async () => {
    const held = gate();
    const world = await open({ hold: (number) => (number >= 2 ? held.passed : undefined) });
    const client = await world.overStdio();
    const asking = call(client, "ask", { question: QUESTION }).catch(() => "gone");
    while (world.samples() < 3) await new Promise(setImmediate);

    await client.close();

    expect(await asking).toBe("gone");
    const [listed] = await world.store.list();
    expect(listed).toMatchObject({ result: { stop: "aborted" } });
    held.open();
  });

  test("is limited by what the server allows, whatever its client wishes", async () => {
    const world = await open({ ceiling: { budget: { tokens: 50_000 }, deadlineMs: 60_000 } });
    const client = await world.overHttp();

    const { data } = await call(client, "ask", {
      question: QUESTION,
      maxTokens: 10_000_000,
      maxMinutes: 0.5,
    });

    const { config } = await world.store.open(data.run ?? "");
    expect(config.team).toMatchObject({ budget: { tokens: 50_000 }, deadlineMs: 30_000 });
  });
});
