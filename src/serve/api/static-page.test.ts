/** @file The page as files: what is built and nothing else, under a strict policy. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { liveServers } from "../../../test/fixtures/live-server.ts";

const open = liveServers();

const json = { "content-type": "application/json" };
const TOKEN = "a-token-that-is-long";

describe("the page", () => {
  async function built() {
    const server = await open();
    const page = join(server.home, "page");
    await mkdir(join(page, "assets"), { recursive: true });
    await writeFile(join(page, "index.html"), "<!doctype html><title>wideseek</title>");
    await writeFile(join(page, "assets", "index-abc123.js"), "export {};");
    await writeFile(join(page, ".secret.json"), "{}");
    await writeFile(join(page, "assets", "notes.exe"), "x");
    await writeFile(join(server.home, "outside.json"), "{}");
    return server;
  }

  test("is served with a strict policy, and not again where it is the same", async () => {
    const { call } = await built();

    const page = await call("GET", "/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const etag = page.headers.get("etag") ?? "";
    expect((await call("GET", "/", { headers: { "if-none-match": etag } })).status).toBe(304);
    const asset = await call("GET", "/assets/index-abc123.js");
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect((await call("HEAD", "/")).status).toBe(200);
    expect((await call("POST", "/", { headers: json, body: "{}" })).status).toBe(405);
  });

  test("needs no token, for it asks for it itself", async () => {
    const { url } = await open({ token: TOKEN });

    expect((await fetch(url)).status).toBe(503);
  });

  test("says how it is built where it is not", async () => {
    const { call } = await open();

    const reply = await call("GET", "/");

    expect(reply.status).toBe(503);
    expect(reply.text).toContain("npm run build");
  });

  test.each([
    "/.secret.json",
    "/assets/notes.exe",
    "/assets/..%2f..%2foutside.json",
    "/outside.json",
    "/assets/",
    "/assets",
  ])("gives nothing away at %s", async (path) => {
    const { call } = await built();

    expect((await call("GET", path)).status).toBe(404);
  });
});
