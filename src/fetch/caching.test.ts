import { chmod, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import {
  type LocalServer,
  resolveTest,
  serveHttp,
  type TestFetcher,
  testFetcher,
} from "./local-server.fixture.ts";

const HOUR = 3_600_000;
let server: LocalServer;
let fetcher: TestFetcher;
let answer: RequestListener;
/** What was asked, with the validator that came along. */
let asked: string[];
let now: number;

type Settings = Parameters<typeof testFetcher>[0];

async function open(settings: Settings = {}): Promise<void> {
  await fetcher?.close();
  fetcher = await testFetcher({ respectRobots: false, ...settings }, { now: () => now });
}

/** Another fetcher over the same cache. */
async function reopened(settings: Settings = {}): Promise<TestFetcher> {
  return testFetcher(
    { respectRobots: false, cacheDirectory: fetcher.directory, ...settings },
    { now: () => now, resolve: resolveTest },
  );
}

beforeEach(async () => {
  asked = [];
  now = Date.parse("2026-01-01T00:00:00Z");
  answer = (_, response) => void response.end(`version ${asked.length}`);
  server = await serveHttp((request, response) => {
    const validators = [request.headers["if-none-match"], request.headers["if-modified-since"]];
    asked.push([request.url, ...validators].filter(Boolean).join(" "));
    answer(request, response);
  });
  await open();
});
afterEach(async () => {
  await fetcher.close();
  await server.close();
});

const at = (path: string) => `http://site.test:${server.port}${path}`;
const textAt = async (path: string, from = fetcher) => (await from.fetchPage(at(path)))?.text;

function withHeaders(headers: Record<string, string>): void {
  answer = (request, response) => {
    const isKnown = headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"];
    response.writeHead(isKnown ? 304 : 200, { "content-type": "text/plain", ...headers });
    response.end(isKnown ? undefined : `version ${asked.length}`);
  };
}

describe("a fetcher that revalidates", () => {
  test("asks the server about a page however fresh, and reads it anew only where it changed", async () => {
    withHeaders({ etag: '"a"', "cache-control": "max-age=86400" });
    expect(await textAt("/x")).toBe("version 1");
    const again = await reopened({ revalidate: true });

    expect(await textAt("/x", again)).toBe("version 1");
    withHeaders({ etag: '"b"' });
    expect(await textAt("/x", again)).toBe("version 3");

    expect(asked).toEqual(["/x", '/x "a"', '/x "a"']);
    await again.close();
  });
});

describe("a page is kept", () => {
  test("for an hour, where it says nothing", async () => {
    expect(await textAt("/x")).toBe("version 1");
    now += HOUR - 1;
    expect(await textAt("/x#part")).toBe("version 1");
    now += 1;
    expect(await textAt("/x")).toBe("version 2");
  });

  test("for as long as it says", async () => {
    withHeaders({ "cache-control": "max-age=10" });
    expect(await textAt("/x")).toBe("version 1");
    now += 9_999;
    expect(await textAt("/x")).toBe("version 1");
    now += 1;
    expect(await textAt("/x")).toBe("version 2");
  });

  test("with when it was had, and that the cache had it", async () => {
    const first = now;
    const had = (await fetcher.fetchPage(at("/x")))?.fetched;
    now += 1_000;

    expect(had).toEqual({ at: new Date(first).toISOString(), by: "fetcher" });
    expect((await fetcher.fetchPage(at("/x")))?.fetched).toEqual({ ...had, by: "cache" });
  });

  test("under the URL that answered as well", async () => {
    answer = ({ url }, response) => {
      if (url === "/old") response.writeHead(301, { location: "/new" }).end();
      else response.end("found");
    };
    expect(await fetcher.fetchPage(at("/old"))).toMatchObject({ url: at("/new") });
    expect(await fetcher.fetchPage(at("/new"))).toMatchObject({ url: at("/new") });
    expect(await fetcher.fetchPage(at("/old"))).toMatchObject({ url: at("/new") });
    expect(asked).toEqual(["/old", "/new"]);
  });

  test("for the next process", async () => {
    await textAt("/x");
    const next = await reopened();
    expect(await textAt("/x", next)).toBe("version 1");
    await next.close();
  });

  test("with one body for all URLs that have it", async () => {
    answer = (_, response) => void response.end("the same");
    await Promise.all(["/1", "/2", "/3"].map((path) => textAt(path)));
    expect(await readdir(join(fetcher.directory, "bodies"))).toHaveLength(1);
    expect(await readdir(join(fetcher.directory, "entries"))).toHaveLength(3);
  });

  test("not where it says so", async () => {
    withHeaders({ "cache-control": "no-store" });
    await textAt("/x");
    expect(await textAt("/x")).toBe("version 2");
    expect(await fetcher.kept()).toEqual([]);
  });

  test("no longer, where it says so now", async () => {
    await textAt("/x");
    now += HOUR;
    withHeaders({ "cache-control": "no-store" });
    await textAt("/x");
    expect(await readdir(join(fetcher.directory, "entries"))).toEqual([]);
  });
});

describe("a page that is no longer fresh is asked for", () => {
  test("by its entity tag, and is fresh again where it is the same", async () => {
    withHeaders({ etag: '"1\xfc"', "cache-control": "max-age=10" });
    await textAt("/x");
    now += 20_000;
    expect(await textAt("/x")).toBe("version 1");
    now += 5000;
    expect(await textAt("/x")).toBe("version 1");
    expect(asked).toEqual(["/x", '/x "1\xfc"']);
    expect(server.connections()).toBe(1);
  });

  test("by the date of its last change", async () => {
    withHeaders({ "last-modified": "Wed, 31 Dec 2025 00:00:00 GMT", "cache-control": "no-cache" });
    await textAt("/x");
    expect(await textAt("/x")).toBe("version 2");
    expect(asked[1]).toBe("/x Wed, 31 Dec 2025 00:00:00 GMT");
  });

  test("without its tag where it now stands elsewhere", async () => {
    withHeaders({ etag: '"1"', "cache-control": "no-cache" });
    await textAt("/x");
    answer = ({ url }, response) => {
      if (url === "/x") response.writeHead(302, { location: "/y" }).end();
      else response.end("elsewhere");
    };
    expect(await textAt("/x")).toBe("elsewhere");
    expect(asked).toEqual(["/x", '/x "1"', "/y"]);
  });

  test("and where that fails, it fails, and the page stays", async () => {
    await textAt("/x");
    now += HOUR;
    answer = (_, response) => void response.writeHead(500).end();
    await expect(textAt("/x")).rejects.toMatchObject({ reason: "status" });
    const offline = await reopened({ offline: true });
    expect(await textAt("/x", offline)).toBe("version 1");
    await offline.close();
  });

  test("and where it is gone, it is gone here too", async () => {
    await textAt("/x");
    now += HOUR;
    answer = (_, response) => void response.writeHead(404).end();
    expect(await fetcher.fetchPage(at("/x"))).toBeUndefined();
    expect(await readdir(join(fetcher.directory, "entries"))).toEqual([]);
  });
});

describe("offline", () => {
  test("pages come from the cache, however old, and nobody is asked, not even for a name", async () => {
    await textAt("/x");
    await server.close();
    now += 1000 * HOUR;
    const resolve = () => Promise.reject(new Error("a name was asked for"));
    const offline = await testFetcher(
      { allowAddresses: [], cacheDirectory: fetcher.directory, offline: true },
      { now: () => now, resolve },
    );
    expect(await textAt("/x", offline)).toBe("version 1");
    await expect(textAt("/y", offline)).rejects.toMatchObject({ reason: "offline" });
    await offline.close();
    expect(asked).toEqual(["/x"]);
  });

  test("a page that a redirect led to is forbidden with its host", async () => {
    answer = ({ url }, response) => {
      if (url === "/old") response.writeHead(301, { location: at("/new").replace("site", "other") }).end();
      else response.end("found");
    };
    await textAt("/old");
    const offline = await reopened({ offline: true, denyHosts: ["other.test"] });
    await expect(textAt("/old", offline)).rejects.toMatchObject({ reason: "host" });
    await offline.close();
  });

  test("hosts and addresses are forbidden all the same", async () => {
    await textAt("/x");
    const offline = await reopened({ offline: true, denyHosts: ["site.test"] });
    await expect(textAt("/x", offline)).rejects.toMatchObject({ reason: "host" });
    await expect(offline.fetchPage("http://10.0.0.1/")).rejects.toMatchObject({ reason: "address" });
    await offline.close();
  });
});

describe("a damaged entry is no entry", () => {
  const only = async (kind: string) => {
    const directory = join(fetcher.directory, kind);
    const [name = ""] = await readdir(directory);
    return join(directory, name);
  };
  const edit = async (change: (entry: string) => string) => {
    const path = await only("entries");
    await writeFile(path, change(await readFile(path, "utf8")));
  };
  test.each<[string, () => Promise<unknown>]>([
    ["an empty entry", () => edit(() => "")],
    ["half an entry", () => edit((entry) => entry.slice(0, entry.length / 2))],
    ["an entry of another kind", () => edit(() => '{"version": 2}')],
    ["an entry for another URL", () => edit((entry) => entry.replace("/x", "/y"))],
    [
      "an entry that names a file outside",
      () => edit((entry) => entry.replace(/"body":"\w+"/, '"body":"../../secret"')),
    ],
    ["an entry with another length", () => edit((entry) => entry.replace(/"bytes":\d+/, '"bytes":1'))],
    [
      "an entry whose tag would end a header",
      () => edit((entry) => entry.replace("{", '{"etag":"x\\r\\ny: z",')),
    ],
    ["an entry with more in it", () => edit((entry) => entry.replace("{", '{"more":1,'))],
    ["a body that is gone", async () => rm(await only("bodies"))],
    ["a body that is shorter", async () => writeFile(await only("bodies"), "versi")],
    ["a body that was changed", async () => writeFile(await only("bodies"), "version 9")],
    ["a directory in the body's place", async () => replaceByDirectory(await only("bodies"))],
  ])("%s", async (_, damage) => {
    await textAt("/x");
    await damage();
    expect(await textAt("/x")).toBe("version 2");
    expect(await textAt("/x")).toBe("version 2");
  });

  test("and where it is in the way of a new one, the user must know", async () => {
    await textAt("/x");
    await replaceByDirectory(await only("entries"));
    await expect(textAt("/x")).rejects.toThrow(ConfigError);
  });

  async function replaceByDirectory(path: string): Promise<void> {
    await rm(path);
    await mkdir(path);
    await writeFile(join(path, "file"), "x");
  }
});

describe("the cache keeps its size", () => {
  beforeEach(() => open({ cacheMaxBytes: 10_000 }));
  const body = (path: string | undefined) => `${path} `.repeat(1000).slice(0, 3000);

  test("by removing what is oldest, body and entry", async () => {
    answer = ({ url }, response) => void response.end(body(url));
    for (const path of ["/1", "/2", "/3", "/4", "/5"]) {
      now += 1000;
      await textAt(path);
    }
    expect(await readdir(join(fetcher.directory, "bodies"))).toHaveLength(3);
    asked = [];
    for (const path of ["/5", "/4", "/3"]) await textAt(path);
    expect(asked).toEqual([]);
    await textAt("/1");
    expect(asked).toEqual(["/1"]);
  });

  test("counting what was there before", async () => {
    answer = ({ url }, response) => void response.end(body(url));
    for (const path of ["/1", "/2", "/3"]) {
      now += 1000;
      await textAt(path);
    }
    const next = await reopened({ cacheMaxBytes: 5000 });
    now += 1000;
    await textAt("/4", next);
    await next.close();
    expect(await readdir(join(fetcher.directory, "bodies"))).toHaveLength(1);
  });

  test("and removes what nobody will use: bodies without an entry, files that were never finished", async () => {
    await mkdir(join(fetcher.directory, "bodies"));
    const old = new Date(Date.now() - HOUR);
    for (const file of ["bodies/orphan", ".killed.part"]) {
      await writeFile(join(fetcher.directory, file), "x");
      await utimes(join(fetcher.directory, file), old, old);
    }
    await writeFile(join(fetcher.directory, ".young.part"), "x");
    await textAt("/x");
    const kept = await fetcher.kept();
    expect(kept).toHaveLength(3);
    expect(kept).toContain(".young.part");
  });

  test("also with many writers at once", async () => {
    answer = ({ url }, response) => void response.end(body(url));
    const paths = Array.from({ length: 30 }, (_, index) => `/${index}`);
    const texts = await Promise.all(paths.map((path) => textAt(path)));
    expect(texts).toEqual(paths.map(body));
    expect((await readdir(join(fetcher.directory, "bodies"))).length).toBeLessThanOrEqual(3);
  });
});

test("a cache directory that cannot be used is one line for the user", async () => {
  const file = join(fetcher.directory, "file");
  await writeFile(file, "x");
  const next = await reopened({ cacheDirectory: join(file, "cache") });
  const error = await next.fetchPage(at("/x")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  await next.close();
  expect(String(error)).toMatch(/cannot be used: .*\. Make it writable or choose another\.$/);
});

test("a cache that may only be read serves what it has", async () => {
  await textAt("/x");
  await chmod(join(fetcher.directory, "entries"), 0o555);
  const offline = await reopened({ offline: true });
  expect(await textAt("/x", offline)).toBe("version 1");
  await chmod(join(fetcher.directory, "entries"), 0o755);
  await offline.close();
});

test("without a directory, nothing is kept", async () => {
  await open({ cacheDirectory: undefined });
  await textAt("/x");
  expect(await textAt("/x")).toBe("version 2");
});
