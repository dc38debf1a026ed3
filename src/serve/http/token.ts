/** @file Whether a request bears the token. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "./refusal.ts";

/** Throws a 401 for a token that is missing or wrong. */
export function checkToken({ authorization }: IncomingHttpHeaders, token: string): void {
  const given = /^Bearer +(.+)$/iu.exec(authorization ?? "")?.[1] ?? "";
  if (timingSafeEqual(digest(given), digest(token))) return;
  throw new Refusal("The token is missing or wrong: send `Authorization: Bearer …`.", {
    status: 401,
    headers: { "www-authenticate": "Bearer" },
  });
}

/** Of one length, whatever the text: the time of the comparison tells nothing of either. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
