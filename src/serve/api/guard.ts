/** @file Who may ask: with a token whoever bears it, without one only this machine, and never a page of another site. */
import type { IncomingMessage } from "node:http";
import { isLoopback } from "../http/loopback.ts";
import { Refusal } from "../http/refusal.ts";
import { checkToken } from "../http/token.ts";
import type { ApiServerLimits } from "./settings.ts";

/** Of these a second one would be for somebody else than the first: proxies and servers disagree about which counts. */
const SINGLE = [
  "host",
  "authorization",
  "content-type",
  "content-length",
  "origin",
  "x-file-name",
  "last-event-id",
];

/** Throws a 400 for headers that contradict each other, and a 403 for a web page of another site. */
export function checkSender({ rawHeaders, headers }: IncomingMessage, limits: ApiServerLimits): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new Refusal(`The header ${twice} stands twice.`, { status: 400 });
  checkHost(headers.host, limits);
  checkSite(headers);
}

/** Throws a 401 for a token that is missing or wrong. */
export function checkBearer({ headers }: IncomingMessage, { token }: ApiServerLimits): void {
  if (token !== undefined) checkToken(headers, token);
}

/** Without a token: a name that is not this machine's may have been pointed here by the page that asks, DNS rebinding. */
function checkHost(host: string | undefined, { host: listensAt, token }: ApiServerLimits): void {
  const name = hostnameOf(host);
  if (name === undefined) throw new Refusal("The header host is missing or wrong.", { status: 400 });
  // whoever bears the token was not led here
  if (token !== undefined) return;
  if (isLoopback(name) || name === listensAt) return;
  throw new Refusal(`This server is not ${name}: ask it by the name localhost.`, { status: 403 });
}

function hostnameOf(host: string | undefined): string | undefined {
  const isPlain = host !== undefined && /^[\w.:[\]-]+$/u.test(host) && URL.canParse(`http://${host}`);
  return isPlain ? new URL(`http://${host}`).hostname : undefined;
}

/** A browser names the site that asks; there is no other site that may. */
function checkSite(headers: IncomingMessage["headers"]): void {
  const { origin, host } = headers;
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === hostOf(host));
  if (!isOwn) throw new Refusal(`The web page ${origin} may not ask.`, { status: 403 });
  const site = headers["sec-fetch-site"];
  const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  if ((site === "cross-site" || site === "same-site") && !isNavigation) {
    throw new Refusal("Pages of other sites may not ask.", { status: 403 });
  }
}

/** Without the port where it is the usual one, as in an origin. */
function hostOf(host: string | undefined): string {
  return new URL(`http://${host}`).host;
}
