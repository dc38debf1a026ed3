/** @file Who may ask the table server over HTTP, and what it refuses. */
import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { initialize, type OpenWorld, openWorld } from "../../../../test/fixtures/table-world.ts";

const worlds: OpenWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function open(options: Parameters<typeof openWorld>[0] = {}): Promise<OpenWorld> {
  const world = await openWorld(options);
  worlds.push(world);
  return world;
}

describe("the server over HTTP", () => {
  const token = "a token of sixteen characters";

  test("asks for its token", async () => {
    const world = await open();

    await expect(world.overHttp({}, { token })).rejects.toThrow(/token is missing or wrong/);
    const client = await world.overHttp({ authorization: `Bearer ${token}` }, { token });
    expect((await client.listTools()).tools).toHaveLength(11);
  });

  test("listens beyond this machine only with a token", async () => {
    const world = await open();

    await expect(world.http({ host: "0.0.0.0" })).rejects.toThrow(/set a token/);
  });

  test.each<[string, RequestInit, number]>([
    ["a foreign web page", { headers: { origin: "https://evil.example" } }, 403],
    ["a name that is not this machine's", { headers: { host: "evil.example" } }, 403],
    ["no JSON", { body: "{" }, 400],
    ["another type", { headers: { "content-type": "text/plain" } }, 415],
    ["a client that takes no stream", { headers: { accept: "text/html" } }, 406],
    ["a session that never was", { headers: { "mcp-session-id": "x" } }, 404],
    ["a call before a session has begun", { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }, 400],
    ["a body that is too long", { body: "x".repeat(9_000_000) }, 413],
    ["another method", { method: "PUT" }, 405],
  ])("refuses %s", async (_, init, status) => {
    const world = await open();
    const { url } = await world.http();

    const answered = await raw(`${url}/mcp`, init);

    expect(answered).toBe(status);
    expect(world.failures).toEqual([]);
  });

  test("has nothing at other paths", async () => {
    const world = await open();
    const { url } = await world.http();

    expect(await raw(`${url}/mcp/../etc/passwd`, {})).toBe(404);
  });

  test("ends a session that its client ends", async () => {
    const world = await open();
    const { url } = await world.http();
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const begun = await fetch(`${url}/mcp`, { method: "POST", headers, body: JSON.stringify(initialize) });
    await begun.text();
    const own = { ...headers, "mcp-session-id": begun.headers.get("mcp-session-id") ?? "" };

    expect((await fetch(`${url}/mcp`, { method: "DELETE", headers: own })).status).toBe(200);

    const body = '{"jsonrpc":"2.0","id":2,"method":"tools/list"}';
    expect((await fetch(`${url}/mcp`, { method: "POST", headers: own, body })).status).toBe(404);
  });
});

/** The status of a POST; `fetch` would not send another host. */
async function raw(
  url: string,
  { body = JSON.stringify(initialize), ...init }: RequestInit,
): Promise<number> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    ...Object.fromEntries(new Headers(init.headers)),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: init.method ?? "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end(String(body));
  });
}
