import { expect, test } from "vitest";
import { freshness } from "./freshness.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const hour = 3_600_000;

test.each<[string, Record<string, string>, number]>([
  ["an hour, where nothing is said", {}, hour],
  ["its max-age", { "cache-control": "public, max-age=60" }, 60_000],
  ["its max-age, in quotes and capitals", { "cache-control": 'Max-Age="60"' }, 60_000],
  ["less by the time it lay elsewhere", { "cache-control": "max-age=60", age: "50" }, 10_000],
  ["no time, having lain too long elsewhere", { "cache-control": "max-age=60", age: "90" }, 0],
  ["not by the time of shared caches", { "cache-control": "s-maxage=60" }, hour],
  ["until it expires", { expires: "Thu, 01 Jan 2026 00:10:00 GMT" }, 600_000],
  [
    "until it expires, by the server's clock",
    { expires: "Thu, 01 Jan 2026 05:10:00 GMT", date: "Thu, 01 Jan 2026 05:00:00 GMT" },
    600_000,
  ],
  ["by max-age rather than expires", { "cache-control": "max-age=60", expires: "0" }, 60_000],
  ["no time, having expired", { expires: "0" }, 0],
  ["no time, by a max-age that makes no sense", { "cache-control": "max-age=-5" }, 0],
  ["no time with no-cache", { "cache-control": "no-cache, max-age=60" }, 0],
  ["no time where it depends on everything", { vary: "*" }, 0],
  ["a year at most", { "cache-control": "max-age=9999999999" }, 365 * 24 * hour],
])("an answer is fresh %s", (_, headers, forMs) => {
  expect(freshness((name) => headers[name], now, hour)).toEqual({ isStorable: true, until: now + forMs });
});

test("an answer that says no-store is not stored", () => {
  expect(freshness(() => "No-Store", now, hour).isStorable).toBe(false);
});
