/** @file Who may ask: holders of the token, and of web pages only those of this machine or named in the settings. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";
import { isLoopback, type RetrievalServerLimits } from "./settings.ts";

/** Throws a 403 for a foreign web page, a 401 for a token that is missing or wrong. */
export function checkAsker(
  { headers }: IncomingMessage,
  { origins, token }: Pick<RetrievalServerLimits, "origins" | "token">,
): void {
  const { origin, authorization } = headers;
  // a browser names the page that asks; any page may reach servers of its reader's machine
  if (origin !== undefined && !mayAsk(origin, origins)) {
    throw new Refusal(`The web page ${origin} may not ask.`, { status: 403 });
  }
  if (token === undefined) return;
  const given = /^Bearer +(.+)$/iu.exec(authorization ?? "")?.[1] ?? "";
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new Refusal("The token is missing or wrong: send `Authorization: Bearer …`.", {
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  }
}

function mayAsk(origin: string, origins: readonly string[]): boolean {
  if (origins.some((allowed) => new URL(allowed).origin === origin)) return true;
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}

/** Of one length, whatever the text: the time of the comparison tells nothing of either. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
