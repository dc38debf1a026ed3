/** @file Lists of hosts: `example.org` with its subdomains, `*.example.org` for those alone, `news-*.example.org`. */
import { isIP } from "node:net";
import { domainToASCII } from "node:url";

/** What would begin another part of a URL. */
const NO_HOST = /[\s/\\?#@:]/;
const PATTERN = /^[a-z0-9*_-]+(?:\.[a-z0-9*_-]+)*$/;

export function isHostPattern(text: string): boolean {
  return isIP(text) !== 0 || (!NO_HOST.test(text) && PATTERN.test(normalised(text)));
}

/** Whether a host, as a parsed URL names it, is in the list. */
export function hostList(patterns: readonly string[]): (host: string) => boolean {
  const rules = patterns.map((pattern) => rule(isIP(pattern) === 0 ? normalised(pattern) : pattern));
  return (host) => rules.some((matches) => matches(withoutBrackets(host)));
}

/** An IPv6 address as such; a URL has it in brackets. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

function rule(pattern: string): (host: string) => boolean {
  if (!pattern.includes("*")) return (host) => host === pattern || host.endsWith(`.${pattern}`);
  const source = pattern.split("*").map(escaped).join(".+");
  const expression = new RegExp(`^${source}$`);
  return (host) => expression.test(host);
}

/** In the form in which URLs have hosts: lower case, punycode, without the dot of the root. */
function normalised(pattern: string): string {
  return domainToASCII(pattern.replace(/\.$/, ""));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
}
