/** @file Hostile and unlucky requests: each is refused in clear words, and harms nobody else. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { liveServers } from "../../../test/fixtures/live-server.ts";
import { gate } from "../../../test/fixtures/live-world.ts";
import { offerModels } from "../../service/models/offered-models.ts";

const open = liveServers();

const json = { "content-type": "application/json" };
const bytes = { "content-type": "application/octet-stream" };
const question = { question: "Capitals?" };

describe("what is asked", () => {
  test.each<[string, string, Record<string, string>, string, number, RegExp]>([
    ["no JSON", "/api/runs", json, "{", 400, /no JSON/],
    ["nothing", "/api/runs", json, "", 422, /question/],
    ["JSON of great depth", "/api/runs", json, "[".repeat(100_000), 400, /no JSON/],
    [
      "a deep question",
      "/api/runs",
      json,
      `{"question":${"[".repeat(9_000)}${"]".repeat(9_000)}}`,
      422,
      /question/,
    ],
    [
      "a form of another site",
      "/api/runs",
      { "content-type": "text/plain" },
      "{}",
      415,
      /send application\/json/,
    ],
    [
      "an urlencoded form",
      "/api/runs",
      { "content-type": "application/x-www-form-urlencoded" },
      "a=b",
      415,
      /application\/json/,
    ],
    ["what has no type", "/api/runs", { "content-type": "" }, "{}", 415, /content type/],
    ["an empty question", "/api/runs", json, '{"question":"  "}', 422, /write a question/],
    ["a key that nobody knows", "/api/runs", json, '{"question":"x","prompt":"y"}', 422, /prompt/],
    ["a key of every object", "/api/runs", json, '{"question":"x","__proto__":{"a":1}}', 422, /__proto__/],
    [
      "a model that is a file",
      "/api/runs",
      json,
      '{"question":"x","model":"recorded:/etc/passwd"}',
      404,
      /no model|needs/,
    ],
    [
      "a knowledge base that is a folder",
      "/api/runs",
      json,
      '{"question":"x","kb":["/etc"]}',
      404,
      /no knowledge base/,
    ],
    [
      "a knowledge base up the folders",
      "/api/runs",
      json,
      '{"question":"x","kb":["../../etc"]}',
      404,
      /no knowledge base/,
    ],
    ["a budget below nothing", "/api/runs", json, '{"question":"x","budget":{"tokens":-1}}', 422, /budget/],
    [
      "a decision that is none",
      "/api/runs/2026-01-01-000000-a-b/decisions",
      json,
      '{"kind":"drop"}',
      422,
      /kind/,
    ],
  ])("as %s is refused", async (...[, path, headers, body, status, words]) => {
    const { call } = await open();
    if (path === "/api/runs" && /model/.test(body)) return expectModelRefused(body);

    const refused = await call("POST", path, { headers, body });

    expect(refused.status).toBe(status);
    expect(refused.json.error.message).toMatch(words);
    expect(refused.json.error.message).not.toMatch(/\bat .*:\d+|\n/);
  });

  /** The fixture's server has a model server of its own, where any name may be a model's. */
  async function expectModelRefused(body: string): Promise<void> {
    const { model } = JSON.parse(body);
    const { planOf } = offerModels([], undefined);
    expect(() => planOf({ model })).toThrow(/There is no model/);
    for (const name of ["policy:/tmp", "gguf//tmp/x", "http://10.0.0.1/v1#x", "none/x", "openai/"]) {
      expect(() => planOf({ model: name })).toThrow(/There is no model/);
    }
    expect(planOf({ model: "openai/gpt-5-mini" }).models.lead).toBe("openai/gpt-5-mini");
  }

  test.each([
    ["/api/runs/..%2F..%2Fetc%2Fpasswd", 404],
    ["/api/runs/%2e%2e", 404],
    ["/api/runs/2026-01-01-000000-..%2F..%2Fx", 404],
    ["/api/runs/2026-01-01-000000-a%00b", 404],
    ["/api/runs/2026-01-01-000000-not-there", 404],
    ["/api/runs/2026-01-01-000000-not-there/events", 404],
    ["/api/runs/2026-01-01-000000-not-there/export?format=csv", 404],
    ["/api/runs/%E0%A4%A", 400],
    ["/api/runs?limit=0", 422],
    ["/api/runs?limit=", 422],
    ["/api/runs?limit=1e1", 422],
    ["/api/runs?limit=1&limit=2", 422],
    ["/api/runs?drop=1", 422],
    ["/api/trainings/..%2f..%2fetc", 404],
    ["/api/constructor", 404],
    ["/api/runs/", 404],
    ["/__proto__", 404],
  ])("at %s is refused with %i", async (path, status) => {
    const { call } = await open();

    const refused = await call("GET", path);

    expect(refused.status).toBe(status);
    expect(refused.json.error.message).not.toBe("");
  });

  test.each([
    "GET /api/../../../etc/passwd",
    "GET /../package.json",
    "GET /assets/../../x",
    "GET //etc/passwd",
  ])("as the raw address %s finds nothing", async (line) => {
    const { sendRaw } = await open();

    const reply = await sendRaw(`${line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);

    expect(reply).toMatch(/^HTTP\/1\.1 404 /);
  });

  test("with another method is told which there are", async () => {
    const { call } = await open();

    const refused = await call("DELETE", "/api/runs");

    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")).toBe("POST, GET");
  });

  test("in more than a body may have is refused, whether its length is told or not", async () => {
    const { call, url } = await open({ settings: { maxBodyBytes: 1_000, maxUploadBytes: 1_000 } });
    const large = "x".repeat(100_000);

    expect((await call("POST", "/api/runs", { headers: json, body: large })).status).toBe(413);
    const untold = await fetch(`${url}/api/tables`, {
      method: "POST",
      headers: { ...bytes, "x-file-name": "a.csv" },
      body: new Blob([large]).stream(),
      duplex: "half",
    });
    expect(untold.status).toBe(413);
    expect((await call("GET", "/api/health")).status).toBe(200);
  });

  test("so slowly that it never ends is let go", async () => {
    const { url } = await open({ settings: { headersTimeoutMs: 40, requestTimeoutMs: 80 } });
    const slow = async (beginning: string) => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      socket.write(beginning);
      return text(socket);
    };

    const replies = await Promise.all([
      slow("GET /api/health HTTP/1.1\r\nhost: localhost\r\nx-a: "),
      slow(
        "POST /api/runs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{",
      ),
    ]);

    for (const reply of replies) expect(reply).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("for more runs than may be under way is asked to come again", async () => {
    const held = gate();
    const { call, ask } = await open({ maxRuns: 1, hold: () => held.passed });
    await ask();

    const refused = await call("POST", "/api/runs", { json: question });

    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(refused.json.error.message).toMatch(/One run is under way/);
    held.open();
  });
});

describe("what pages and models write", () => {
  const script = "<script>alert(document.domain)</script>";

  test("comes back as data, in JSON that no browser takes for a page", async () => {
    const { call, finished } = await open();
    const run = await finished(`Capitals of Estonia and Kenya? ${script}`);
    const choice = { kind: "choose", row: "Kenya", column: "Capital", value: script };

    await call("POST", `/api/runs/${run}/decisions`, { json: choice });

    for (const path of [`/api/runs/${run}`, "/api/runs", `/api/runs/${run}/cell?row=Kenya&column=Capital`]) {
      const { headers, text: body, json: value } = await call("GET", path);
      expect(headers.get("content-type")).toBe("application/json");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toMatch(
        /default-src 'none'.*frame-ancestors 'none'.*sandbox/,
      );
      expect(JSON.stringify(value)).toContain(script);
      expect(body).toContain(script);
    }
    const html = await call("GET", `/api/runs/${run}/export?format=html`);
    expect(html.text).not.toContain(script);
    expect(html.headers.get("content-disposition")).toMatch(/^attachment/);
  });

  test("never becomes a header", async () => {
    const { call, finished } = await open();
    const run = await finished('Capitals "of\r\nset-cookie: a=b" Estonia and Kenya');

    const { headers } = await call("GET", `/api/runs/${run}/export?format=csv`);

    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/,
    );
  });
});
