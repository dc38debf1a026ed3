/** @file Which URLs are fetched: http and https, without credentials, on ports where web servers are. */
import { PageError } from "../errors.ts";

const MAX_LENGTH = 4096;
/** Ports of other protocols, from the list that browsers block. Below 1024 only 80 and 443 are fetched. */
const OTHER_PROTOCOLS: readonly number[] = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

/**
 * The URL in the one form in which it is checked, requested and cached: parsed as browsers do, which gives an IPv4 address
 * its four decimal numbers however it was written; without fragment and without the dot of the DNS root. `base` resolves a
 * relative URL. Throws `PageError` (`url`).
 */
export function checkUrl(text: string, base?: URL): URL {
  if (text.length > MAX_LENGTH) {
    throw refusal(`A URL may have ${MAX_LENGTH} characters; this one has ${text.length}`, text);
  }
  const url = parse(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refusal(`Only http and https are fetched, not ${url.protocol.slice(0, -1)}`, text);
  }
  if (url.username !== "" || url.password !== "") {
    url.username = "";
    url.password = "";
    throw refusal("A URL must not carry a user name or password; without them it is", url.href);
  }
  if (!isWebPort(url.port)) {
    throw refusal(`Port ${url.port} is not fetched; 80, 443 and most from 1024 on are`, text);
  }
  url.hash = "";
  url.hostname = checkHost(url.hostname, text);
  if (url.href.length > MAX_LENGTH) {
    throw refusal(`A URL may have ${MAX_LENGTH} characters; encoded, this one has ${url.href.length}`, text);
  }
  return url;
}

function parse(text: string, base: URL | undefined): URL {
  try {
    return new URL(text, base);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusal("This is no URL that can be fetched", text, error);
  }
}

function isWebPort(port: string): boolean {
  if (port === "" || port === "80" || port === "443") return true;
  return Number(port) >= 1024 && !OTHER_PROTOCOLS.includes(Number(port));
}

function checkHost(host: string, text: string): string {
  const name = host.replace(/\.$/, "");
  const isDomain = name.length <= 253 && name.split(".").every((label) => label !== "" && label.length <= 63);
  if (!isDomain && !name.startsWith("[")) throw refusal("The host is no domain name", text);
  return name;
}

function refusal(what: string, text: string, cause?: unknown): PageError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new PageError("url", `${what}: ${JSON.stringify(shown)}.`, { cause });
}
