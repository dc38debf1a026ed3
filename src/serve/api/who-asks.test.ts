/** @file Who asks: only who may, in the name of nobody else, and not too often. */
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { liveServers } from "../../../test/fixtures/live-server.ts";
import { ConfigError } from "../../core/errors.ts";
import { clientRate } from "./client-rate.ts";
import { checkedSettings } from "./settings.ts";

const open = liveServers();

const TOKEN = "a-token-that-is-long";
const json = { "content-type": "application/json" };
const question = { question: "Capitals?" };

describe("who asks", () => {
  test.each([
    ["no token", {}],
    ["a wrong token", { authorization: "Bearer a-token-that-is-wrong" }],
    ["a token that only begins right", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
  ])("with %s is refused everywhere, also where there is nothing", async (_, headers) => {
    const { url } = await open({ token: TOKEN });

    for (const path of ["/api/settings", "/api/runs", "/api/none", "/openapi.json", "/v1/models", "/x"]) {
      const response = await fetch(url + path, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: "unauthorized" } });
    }
    const begun = await fetch(`${url}/api/runs`, {
      method: "POST",
      headers: { ...json, ...headers },
      body: JSON.stringify(question),
    });
    expect(begun.status).toBe(401);
  });

  test("with the token is answered, and health needs none", async () => {
    const { call, url } = await open({ token: TOKEN });

    expect((await call("GET", "/api/settings")).status).toBe(200);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });

  test.each([
    ["a page of another site", { origin: "https://evil.example" }],
    ["a page of another port", { origin: "http://127.0.0.1:1" }],
    ["a page without a name", { origin: "null" }],
    ["a picture of another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
  ])("is refused where it is %s", async (_, headers) => {
    const { call } = await open();

    for (const [method, path] of [
      ["GET", "/api/runs"],
      ["POST", "/api/runs"],
      ["GET", "/"],
    ] as const) {
      const refused = await call(method, path, { headers, ...(method === "POST" && { json: question }) });
      expect(refused.status).toBe(403);
      expect(refused.json.error.message).toMatch(/may not ask/);
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("may be the server's own page", async () => {
    const { call, url } = await open();

    const own = await call("GET", "/api/runs", { headers: { origin: url, "sec-fetch-site": "same-origin" } });

    expect(own.status).toBe(200);
  });

  test.each(["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "a b"])(
    "by the name %j, which somebody pointed here, is refused",
    async (host) => {
      const { url } = await open();

      const reply = await new Promise<number | undefined>((resolve, reject) => {
        request(`${url}/api/runs`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });

      expect([400, 403]).toContain(reply);
    },
  );

  test("twice in one header is refused", async () => {
    const { sendRaw } = await open({ token: TOKEN });
    const head = `GET /api/runs HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n`;

    const reply = await sendRaw(`${head}authorization: Bearer ${TOKEN}\r\nauthorization: Bearer x\r\n\r\n`);

    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(reply).toContain("The header authorization stands twice.");
  });

  test("too often is asked to come later", async () => {
    const { url } = await open({ settings: { requestsPerMinute: 12 } });

    const replies: Response[] = [];
    for (let ask = 0; ask < 4; ask++) replies.push(await fetch(`${url}/api/health`));

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    expect(Number(replies.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await replies.at(-1)?.json()).toMatchObject({ error: { code: "too-many" } });
  });

  test("gets its turn again as time goes by, each address for itself", () => {
    let now = 0;
    const check = clientRate(60, () => now);
    for (let ask = 0; ask < 10; ask++) check("a");

    expect(() => check("a")).toThrow(/More than 60 requests a minute come from a/);
    expect(() => check("b")).not.toThrow();
    now += 1_000;
    expect(() => check("a")).not.toThrow();
    expect(() => check("a")).toThrow();
  });

  test("finds no server that everybody could ask without a token", () => {
    expect(() => checkedSettings({ host: "0.0.0.0" })).toThrow(ConfigError);
    expect(() => checkedSettings({ host: "0.0.0.0", token: "short" })).toThrow(ConfigError);
    expect(() => checkedSettings({ host: "0.0.0.0", token: TOKEN })).not.toThrow();
  });
});
