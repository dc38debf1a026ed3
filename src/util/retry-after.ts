/** @file How long a server asks to be left alone. */

/**
 * Milliseconds, from `retry-after-ms`, from `Retry-After` (seconds or an HTTP date), or from the `retryDelay` that
 * Google puts in the body. `undefined`: it does not say, or not so that it can be understood.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  body: string,
  nowEpochMs: number,
): number | undefined {
  const ms = Number.parseFloat(headers["retry-after-ms"] ?? "");
  if (ms >= 0) return ms;
  return fromHeader(headers["retry-after"] ?? "", nowEpochMs) ?? fromBody(body);
}

function fromHeader(value: string, nowEpochMs: number): number | undefined {
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowEpochMs);
}

function fromBody(body: string): number | undefined {
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
