import type { LookupAddress } from "node:dns";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PageError } from "./errors.ts";
import {
  type LocalServer,
  resolveTest,
  serveHttp,
  serveRaw,
  type TestFetcher,
  testFetcher,
} from "./local-server.fixture.ts";
import type { Resolve } from "./network/connect.ts";

/** What must never be reached: it listens at every address of this machine. */
let bait: LocalServer;
let fetcher: TestFetcher;

beforeAll(async () => {
  bait = await serveRaw((socket) => void socket.end("HTTP/1.1 200 OK\r\n\r\nsecret"), "0.0.0.0");
});
afterEach(async () => {
  expect(await fetcher.kept()).toEqual([]);
  await fetcher.close();
  expect(bait.connections()).toBe(0);
});
afterAll(() => bait.close());

async function expectRefusal(url: string, reason: string): Promise<void> {
  const error = await fetcher.fetchPage(url).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PageError);
  expect(error).toMatchObject({ name: "FetchError", reason });
}

describe("an address inside is refused in every notation", () => {
  test.each([
    "127.0.0.1",
    "127.0.0.1.",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0177.0x0.0.1",
    "000000177.0.0.1",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "①②⑦.⓪.⓪.①",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "127.0.0\u00ad.1",
    "0.0.0.0",
    "0",
    "0x0",
    "10.0.0.1",
    "10.1",
    "167772161",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.16689662",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "192.0.2.1",
    "203.0.113.9",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::10.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fd00:ec2::254]",
    "[fc00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[100::1]",
  ])("http://%s", async (host) => {
    fetcher = await testFetcher({ allowAddresses: [] });
    await expectRefusal(`http://${host}:${bait.port}/`, "address");
  });
});

describe("what is no URL of the web is refused", () => {
  test.each([
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "data:text/html,<p>hello",
    "ftp://site.test/",
    "gopher://site.test:70/_x",
    "dict://site.test:11211/",
    "javascript:alert(1)",
    "ws://site.test/",
    "blob:http://site.test/1",
    "about:blank",
    "http://user@site.test/",
    "http://user:password@site.test/",
    "http://site.test:80@127.0.0.1/",
    "http://site.test:22/",
    "http://site.test:25/",
    "http://site.test:6667/",
    "http://[fe80::1%25lo]/",
    "http://[::1",
    "http://127.0.0.1.1.1/",
    "http://4294967297/",
    "//site.test/",
    "site.test",
    "",
    "http://site.test/\u0000".padEnd(5000, "x"),
  ])("%j", async (url) => {
    fetcher = await testFetcher();
    await expectRefusal(url, "url");
  });
});

describe("a name that leads inside is refused", () => {
  const one = (address: string, family = 4): readonly LookupAddress[] => [{ address, family }];
  const names: readonly (readonly [string, readonly LookupAddress[], string])[] = [
    ["to a private address", one("10.0.0.1"), "address"],
    ["to another loopback address", one("127.0.0.2"), "address"],
    ["to cloud metadata", one("169.254.169.254"), "address"],
    ["to a mapped address", one("::ffff:127.0.0.1", 6), "address"],
    ["to a NAT64 address", one("64:ff9b::7f00:1", 6), "address"],
    ["to a link-local address with its zone", one("fe80::1%lo", 6), "address"],
    ["to one outside and one inside", [...one("127.0.0.1"), ...one("127.0.0.2")], "address"],
    ["to one inside and one outside", [...one("::1", 6), ...one("127.0.0.1")], "address"],
    ["to something that is no address", one("0x7f.1"), "address"],
    ["to nothing", [], "dns"],
  ];
  test.each(names)("%s", async (_, addresses, reason) => {
    fetcher = await testFetcher({}, { resolve: async () => addresses });
    await expectRefusal(`http://name.example:${bait.port}/`, reason);
  });

  test("by the system's own names", async () => {
    fetcher = await testFetcher({ allowAddresses: [] }, { resolve: undefined });
    await expectRefusal(`http://localhost:${bait.port}/`, "address");
  });

  test.each(["ENOTFOUND", "EAI_AGAIN", "ESERVFAIL"])("and so is one that nobody knows: %s", async (code) => {
    const resolve = () => Promise.reject(Object.assign(new Error("no"), { code, syscall: "getaddrinfo" }));
    fetcher = await testFetcher({}, { resolve });
    await expectRefusal(`http://name.example:${bait.port}/`, "dns");
  });

  test.each([{ timeoutMs: 50 }, { connectTimeoutMs: 50 }])(
    "and one that is never resolved: %o",
    async (limits) => {
      fetcher = await testFetcher(limits, { resolve: () => new Promise(() => {}) });
      await expectRefusal(`http://name.example:${bait.port}/`, "timeout");
    },
  );

  test("though it led outside when it was asked before", async () => {
    // closes the connection, so that the next request makes its own
    const server = await serveHttp((_, response) => {
      response.setHeader("connection", "close").setHeader("cache-control", "no-store").end("outside");
    });
    const answers = [one("127.0.0.1"), one("127.0.0.2")];
    const resolve: Resolve = async () => answers.shift() ?? [];
    fetcher = await testFetcher({ respectRobots: false }, { resolve });
    const url = `http://rebinding.example:${server.port}/`;
    expect(await fetcher.fetchPage(url)).toMatchObject({ text: "outside" });
    await expectRefusal(url, "address");
    expect(server.connections()).toBe(1);
    await server.close();
  });

  test("and each connection asks once, so that nothing can change between check and connection", async () => {
    const server = await serveHttp(
      (_, response) => void response.setHeader("cache-control", "no-store").end("x"),
    );
    let asked = 0;
    const resolve: Resolve = async () => {
      asked++;
      return one(asked === 1 ? "127.0.0.1" : "127.0.0.2");
    };
    fetcher = await testFetcher({ requestsPerHost: 1 }, { resolve });
    // robots.txt and the page share the connection whose address was checked
    expect(await fetcher.fetchPage(`http://rebinding.example:${server.port}/`)).toBeDefined();
    expect([asked, server.connections()]).toEqual([1, 1]);
    await server.close();
  });
});

describe("a redirect that leads astray is refused", () => {
  const inside: Resolve = async (host) =>
    host === "inside.test" ? [{ address: "127.0.0.2", family: 4 }] : resolveTest(host);
  test.each([
    ["to a loopback address", "http://127.0.0.2:PORT/", "address"],
    ["to a decimal address", "http://2130706434:PORT/", "address"],
    ["to an octal address", "//0177.0.0.2:PORT/", "address"],
    ["to an IPv6 address", "http://[::1]:PORT/", "address"],
    ["to a mapped address", "http://[::ffff:127.0.0.1]:PORT/", "address"],
    ["to cloud metadata", "http://169.254.169.254/latest/meta-data/", "address"],
    ["to a name that leads inside", "http://inside.test:PORT/", "address"],
    ["to a file", "file:///etc/passwd", "url"],
    ["to data", "data:text/plain,hello", "url"],
    ["to another protocol", "gopher://127.0.0.2:PORT/", "url"],
    ["with a password", "http://user:password@site.test:PORT/", "url"],
    ["to a port of another protocol", "http://site.test:25/", "url"],
    ["to a host that is denied", "http://denied.test:PORT/", "host"],
    ["to nothing that can be parsed", "http://[", "url"],
    ["to a long URL", `/${"x".repeat(5000)}`, "url"],
  ])("%s", async (_, location, reason) => {
    const server = await serveHttp((_request, response) => {
      response.writeHead(302, { location: location.replace("PORT", String(bait.port)) }).end("moved");
    });
    fetcher = await testFetcher({ respectRobots: false, denyHosts: ["denied.test"] }, { resolve: inside });
    await expectRefusal(`http://site.test:${server.port}/`, reason);
    await server.close();
  });

  test("also after some that do not", async () => {
    const server = await serveHttp(({ url }, response) => {
      const location = url === "/3" ? `http://inside.test:${bait.port}/` : `/${Number(url?.slice(1)) + 1}`;
      response.writeHead(301, { location }).end();
    });
    fetcher = await testFetcher({ respectRobots: false }, { resolve: inside });
    await expectRefusal(`http://site.test:${server.port}/1`, "address");
    await server.close();
  });

  test("also in robots.txt", async () => {
    const server = await serveHttp(({ url }, response) => {
      if (url === "/robots.txt")
        response.writeHead(302, { location: `http://inside.test:${bait.port}/` }).end();
      else response.end("page");
    });
    fetcher = await testFetcher({}, { resolve: inside });
    await expectRefusal(`http://site.test:${server.port}/`, "address");
    await server.close();
  });
});

describe("a host on the wrong list is refused", () => {
  test.each([
    ["http://denied.test/", {}],
    ["http://DENIED.test/", {}],
    ["http://denied.test./", {}],
    ["http://sub.denied.test/", {}],
    ["http://denied%2etest/", {}],
    ["http://ｄenied.test/", {}],
    ["http://deni\u00aded.test/", {}],
    ["http://other.test/", { allowHosts: ["site.test"] }],
    ["http://site.test.other.test/", { allowHosts: ["site.test"] }],
    ["http://notsite.test/", { allowHosts: ["site.test"] }],
    ["http://x.denied.test/", { allowHosts: ["x.denied.test"] }],
    ["http://127.0.0.1/", { allowHosts: ["site.test"] }],
  ])("%j %o", async (url, lists) => {
    fetcher = await testFetcher({ denyHosts: ["denied.test"], ...lists });
    await expectRefusal(url, "host");
  });
});
