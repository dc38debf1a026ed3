/** @file How long an answer counts as fresh, by the rules for a private cache (RFC 9111). */

export interface Freshness {
  /** False: the answer must not be kept. */
  readonly isStorable: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const MAX_AGE_MS = 365 * 24 * 60 * 60 * 1000;

/** `defaultMs`: how long an answer is fresh that does not say so itself. */
export function freshness(
  header: (name: string) => string | undefined,
  nowMs: number,
  defaultMs: number,
): Freshness {
  const directives = parseDirectives(header("cache-control") ?? "");
  const isStorable = !directives.has("no-store");
  if (directives.has("no-cache") || header("vary")?.trim() === "*") return { isStorable, until: nowMs };
  const lifetime = Math.min(lifetimeMs(directives, header, nowMs) ?? defaultMs, MAX_AGE_MS);
  return { isStorable, until: nowMs + Math.max(0, lifetime - ageMs(header)) };
}

function lifetimeMs(
  directives: ReadonlyMap<string, string>,
  header: (name: string) => string | undefined,
  nowMs: number,
): number | undefined {
  const maxAge = directives.get("max-age");
  // what cannot be understood counts as stale
  if (maxAge !== undefined) return /^\d{1,10}$/.test(maxAge) ? Number(maxAge) * 1000 : 0;
  const expires = header("expires");
  if (expires === undefined) return undefined;
  const served = Date.parse(header("date") ?? "");
  const end = Date.parse(expires);
  return Number.isNaN(end) ? 0 : end - (Number.isNaN(served) ? nowMs : served);
}

function ageMs(header: (name: string) => string | undefined): number {
  const age = header("age")?.trim() ?? "";
  return /^\d{1,10}$/.test(age) ? Number(age) * 1000 : 0;
}

function parseDirectives(text: string): ReadonlyMap<string, string> {
  const parts = text.split(",").map((part) => {
    const [name = "", value = ""] = part.split("=", 2);
    return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1")] as const;
  });
  return new Map(parts);
}
