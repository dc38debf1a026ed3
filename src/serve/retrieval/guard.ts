/** @file Who may ask: holders of the token, and of web pages only those of this machine or named in the settings. */
import type { IncomingMessage } from "node:http";
import { isLoopback } from "../http/loopback.ts";
import { Refusal } from "../http/refusal.ts";
import { checkToken } from "../http/token.ts";
import type { RetrievalServerLimits } from "./settings.ts";

/** Throws a 403 for a foreign web page, a 401 for a token that is missing or wrong. */
export function checkAsker(
  { headers }: IncomingMessage,
  { origins, token }: Pick<RetrievalServerLimits, "origins" | "token">,
): void {
  const { origin } = headers;
  // a browser names the page that asks; any page may reach servers of its reader's machine
  if (origin !== undefined && !mayAsk(origin, origins)) {
    throw new Refusal(`The web page ${origin} may not ask.`, { status: 403 });
  }
  if (token !== undefined) checkToken(headers, token);
}

function mayAsk(origin: string, origins: readonly string[]): boolean {
  if (origins.some((allowed) => new URL(allowed).origin === origin)) return true;
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}
