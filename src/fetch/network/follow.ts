/** @file Redirects, followed by hand: each target is checked like the URL that somebody asked for. */
import { PageError } from "../errors.ts";
import type { HttpAnswer } from "./http-client.ts";

export interface Followed {
  /** The URL that answered. */
  readonly url: URL;
  readonly answer: HttpAnswer;
}

export interface FollowRules {
  readonly maxRedirects: number;
  /** The URL that a redirect leads to, checked. */
  readonly target: (location: string, base: URL) => URL;
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * The first answer that is no redirect. Throws `PageError` (`redirect`): a loop, too many, one that leads nowhere or from https
 * to http.
 */
export async function follow(
  start: URL,
  get: (url: URL) => Promise<HttpAnswer>,
  rules: FollowRules,
): Promise<Followed> {
  const seen = new Set<string>();
  for (let url = start; ; ) {
    seen.add(url.href);
    const answer = await get(url);
    if (!REDIRECTS.includes(answer.status)) return { url, answer };
    const next = nextUrl(url, answer, rules);
    if (seen.has(next.href)) throw refusal(start, `the redirects go round in a circle at ${next.href}`);
    if (seen.size > rules.maxRedirects) throw refusal(start, `more than ${rules.maxRedirects} redirects`);
    url = next;
  }
}

function nextUrl(url: URL, answer: HttpAnswer, { target }: FollowRules): URL {
  const location = answer.header("location");
  if (location === undefined) throw refusal(url, `status ${answer.status} without a target`);
  const next = target(asUtf8(location), url);
  if (url.protocol === "https:" && next.protocol === "http:") {
    throw refusal(url, `it redirects from https to ${next.href}`);
  }
  return next;
}

/** Headers arrive as Latin-1; where the bytes are UTF-8, that is what was meant. */
function asUtf8(header: string): string {
  const text = Buffer.from(header, "latin1").toString("utf8");
  return text.includes("\ufffd") ? header : text;
}

function refusal(url: URL, what: string): PageError {
  return new PageError("redirect", `Cannot read ${url.href}: ${what}.`);
}
