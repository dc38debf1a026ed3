/** @file The requests that all web services share, against real servers that misbehave. */
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { ConfigError, FetchError } from "../../core/errors.ts";
import { random } from "../../util/random.ts";
import { type Behaviour, type FakeService, fakeService } from "./fake-service.fixture.ts";
import { endpoint, type JsonService, openJsonService, type ServiceOptions } from "./json-service.ts";

const KEY = "sk-very+secret/key";
const servers: FakeService[] = [];
const reply = z.looseObject({ ok: z.literal(true) });
const good: Behaviour = { body: { ok: true } };

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serverOf(...behaviour: Parameters<typeof fakeService>): Promise<FakeService> {
  const server = await fakeService(...behaviour);
  servers.push(server);
  return server;
}

function open(options: ServiceOptions = {}): JsonService {
  return openJsonService(
    { name: "Fake search", key: KEY, onRefusal: "check the key in FAKE_API_KEY" },
    options,
  );
}

function ask(service: JsonService, server: FakeService, signal?: AbortSignal) {
  const url = new URL("/search", server.url);
  return service.requestJson({ url, headers: { "X-API-KEY": KEY }, body: { q: "x" }, reply }, signal);
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome: unknown = await promise.then(
    () => "it did not fail",
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Error);
  return outcome instanceof Error ? outcome : new Error("unreachable");
}

test.each<[string, Behaviour]>([
  ["too many requests", { status: 429 }],
  ["an overload", { status: 503, body: "<html>busy</html>" }],
  ["a gateway's failure", { status: 502 }],
  ["a timeout of the server", { status: 408 }],
  ["a connection that is cut", "hang-up"],
  ["a body that is cut", "half"],
])("after %s it is tried again", async (_, trouble) => {
  const server = await serverOf([trouble, trouble, good]);
  const clock = virtualClock();

  expect(await ask(open({ clock, chance: () => 0.5 }), server)).toEqual({ ok: true });
  expect(server.asked).toHaveLength(3);
  expect(clock.slept.slice(0, 1)).toEqual([750]);
});

test("waits grow, and their share of chance comes from outside", async () => {
  const server = await serverOf([{ status: 500 }]);
  const waits = async (seed: number) => {
    const clock = virtualClock();
    await failureOf(ask(open({ clock, chance: random(seed), limits: { attempts: 5 } }), server));
    return clock.slept;
  };

  const first = await waits(1);
  expect(first).toHaveLength(4);
  expect(await waits(1)).toEqual(first);
  expect(await waits(2)).not.toEqual(first);
  for (const [index, wait] of first.entries()) {
    expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
    expect(wait).toBeLessThanOrEqual(1_000 * 2 ** index);
  }
});

test("Retry-After is honoured, by all who use the service", async () => {
  const server = await serverOf((_, call) =>
    call === 0 ? { status: 429, headers: { "Retry-After": "20" } } : good,
  );
  const clock = virtualClock();
  const service = open({ clock, chance: () => 0, limits: { concurrency: 1 } });

  await Promise.all([ask(service, server), ask(service, server)]);
  expect(server.asked).toHaveLength(3);
  expect(clock.slept).toEqual([20_000, 20_000]);
});

test("a service that asks for more than a minute is given up", async () => {
  const server = await serverOf([{ status: 429, headers: { "Retry-After": "3600" } }, good]);

  await expect(ask(open({ clock: virtualClock() }), server)).rejects.toThrow(FetchError);
  expect(server.asked).toHaveLength(1);
});

test("when attempts run out the failure is typed, and says what the service said", async () => {
  const server = await serverOf([{ status: 503, body: { error: { message: "All engines are busy." } } }]);
  const failure = await failureOf(ask(open({ clock: virtualClock() }), server));

  expect(failure).toBeInstanceOf(FetchError);
  expect(failure.message).toBe("Fake search: HTTP 503: All engines are busy (4 attempts).");
});

test.each([401, 403])(
  "a refusal with %i names the variable of the key and is not repeated",
  async (status) => {
    const server = await serverOf([{ status, body: { message: "Unauthorized.", statusCode: status } }]);
    const failure = await failureOf(ask(open(), server));

    expect(failure).toBeInstanceOf(FetchError);
    expect(failure.message).toBe(
      `Fake search: it refuses the request (HTTP ${status}: Unauthorized); check the key in FAKE_API_KEY.`,
    );
    expect(server.asked).toHaveLength(1);
  },
);

test.each<[string, Behaviour, string]>([
  [
    "a reply that is no JSON",
    { body: "<html><script>x()</script><b>Log in</b> first</html>" },
    "not JSON: Log in first",
  ],
  ["a reply of another form", { body: { ok: "yes" } }, "unknown form: ok:"],
  ["a null", { body: "null" }, "unknown form: the reply:"],
  [
    "a bad request",
    { status: 400, body: { detail: { error: "Query is too long." } } },
    "HTTP 400: Query is too long.",
  ],
  ["an unknown path", { status: 404, body: "" }, "HTTP 404."],
  [
    "a redirect",
    { status: 302, headers: { Location: "https://elsewhere.example/" } },
    "leads elsewhere (HTTP 302)",
  ],
  ["no content", { status: 204, body: "" }, "HTTP 204."],
])("%s is a failure, and not repeated", async (_, behaviour, message) => {
  const server = await serverOf([behaviour]);
  const failure = await failureOf(ask(open(), server));

  expect(failure).toBeInstanceOf(FetchError);
  expect(failure.message).toContain(message);
  expect(server.asked).toHaveLength(1);
});

test("a server that says nothing is given up in time", async () => {
  const server = await serverOf(["silent"]);
  const failure = await failureOf(
    ask(open({ clock: virtualClock(), limits: { timeoutMs: 20, attempts: 2 } }), server),
  );

  expect(failure.message).toBe("Fake search: no reply within 0.02 s (2 attempts).");
  expect(server.asked).toHaveLength(2);
});

test("an endless reply is cut off", async () => {
  const server = await serverOf([{ body: JSON.stringify({ ok: true, pad: "x".repeat(100_000) }) }]);

  await expect(ask(open({ limits: { maxReplyBytes: 10_000 } }), server)).rejects.toThrow(
    "exceeds 10000 bytes",
  );
});

test("a server that is not there is a failure that says so", async () => {
  const server = await fakeService([]);
  await server.close();
  const failure = await failureOf(ask(open({ clock: virtualClock() }), server));

  expect(failure).toBeInstanceOf(FetchError);
  expect(failure.message).toMatch(
    /^Fake search: it could not be reached: .*ECONNREFUSED.* \(4 attempts\)\.$/,
  );
});

test("an abort ends a request under way with its reason", async () => {
  const server = await serverOf(["silent"]);
  const controller = new AbortController();
  const reason = new Error("enough");
  const asked = ask(open(), server, controller.signal);
  await vi.waitUntil(() => server.running() === 1);
  controller.abort(reason);

  await expect(asked).rejects.toBe(reason);
});

test("an abort ends the waiting for a turn, and the waiting for the next attempt", async () => {
  const server = await serverOf(["silent"]);
  const controller = new AbortController();
  const reason = new Error("enough");
  const service = open({ limits: { concurrency: 1 } });
  const asked = [ask(service, server, controller.signal), ask(service, server, controller.signal)];
  await vi.waitUntil(() => server.running() === 1);
  controller.abort(reason);

  for (const one of asked) await expect(one).rejects.toBe(reason);
  await expect(ask(service, server, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(server.asked).toHaveLength(1);
});

test("no more requests run at once than allowed, whoever makes them", async () => {
  let most = 0;
  const server = await serverOf(async () => {
    most = Math.max(most, server.running());
    await new Promise((resolve) => setImmediate(resolve));
    return good;
  });
  const service = open({ limits: { concurrency: 3 } });
  await Promise.all(Array.from({ length: 30 }, () => ask(service, server)));

  expect(server.asked).toHaveLength(30);
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(1);
});

test.each<[string, Behaviour]>([
  ["an error's message", { status: 400, body: { message: `The key ${KEY} is unknown` } }],
  ["a refusal", { status: 401, body: `Bad token ${KEY}` }],
  ["a page", { body: `<html>You sent ${KEY}` }],
  ["a long text that is cut in the key", { status: 400, body: `${"x".repeat(190)}${KEY}` }],
])("the key does not show where %s repeats it", async (_, behaviour) => {
  const server = await serverOf([behaviour]);
  const failure = await failureOf(ask(open(), server));

  const everything = [failure, failure.cause].map((error) =>
    error instanceof Error ? `${error.message}${error.stack}` : "",
  );
  expect(everything.join("")).not.toContain("sk-very");
});

test.each(["", "two words", "line\nbreak", "schlüssel", "\u0000"])(
  "a key that no header can carry is the user's to mend, and is not shown: %j",
  (key) => {
    const opened = () =>
      openJsonService({ name: "Fake search", key, onRefusal: "check the key in FAKE_API_KEY" });

    expect(opened).toThrow(ConfigError);
    expect(opened).toThrow("FAKE_API_KEY");
    if (key !== "") expect(opened).not.toThrow(key);
  },
);

test("an address may have a path of its own, and must be one of a server", () => {
  expect(endpoint("https://proxy.example/serper/", "/search").href).toBe(
    "https://proxy.example/serper/search",
  );
  expect(endpoint("http://127.0.0.1:8080", "/search").href).toBe("http://127.0.0.1:8080/search");
  for (const wrong of ["", "localhost", "ftp://example.org", "file:///etc/passwd"]) {
    expect(() => endpoint(wrong, "/search")).toThrow(ConfigError);
  }
  expect(() => endpoint("ftp://ada:secret@example.org", "/search")).not.toThrow("secret");
});
