import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2026-11-23T10:00:00Z");

test.each([
  ["seconds", { "retry-after": "20" }, "", 20_000],
  ["a date", { "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT" }, "", 30_000],
  ["a date gone by", { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" }, "", 0],
  ["milliseconds", { "retry-after-ms": "150", "retry-after": "1" }, "", 150],
  ["a delay in the body", {}, '{"error":{"details":[{"retryDelay": "21.5s"}]}}', 21_500],
  ["nothing", {}, "", undefined],
  ["nonsense", { "retry-after": "soon" }, "", undefined],
])("%s is understood", (_kind, headers, body, expected) => {
  expect(retryAfterMs({ ...headers }, body, now)).toBe(expected);
});
