/** @file Where requests may go, by URL before each request and by address at each connection. */
import { isIP } from "node:net";
import { PageError } from "../errors.ts";
import type { FetchSettings } from "../settings.ts";
import { addressCheck } from "./address-ranges.ts";
import { checkUrl } from "./check-url.ts";
import { hostList, withoutBrackets } from "./host-list.ts";

export interface TargetRules {
  /** The URL in the form to request. Throws `PageError` (`url`, `host`, `address`). */
  target(url: string, base?: URL): URL;
  /** Throws `PageError` (`address`) unless a connection for `host` may be opened to the address. */
  checkAddress(address: string, host: string): void;
}

export function targetRules(
  settings: Pick<FetchSettings, "allowHosts" | "denyHosts" | "allowAddresses">,
): TargetRules {
  const isAllowed = settings.allowHosts.length === 0 ? () => true : hostList(settings.allowHosts);
  const isDenied = hostList(settings.denyHosts);
  const refusalOf = addressCheck(settings.allowAddresses);

  const checkAddress = (address: string, host: string) => {
    const refusal = refusalOf(address);
    if (refusal === undefined) return;
    const what = address === host ? `${address} is ${refusal}` : `${host} leads to ${address}, ${refusal}`;
    throw new PageError("address", `${what}: only the public internet is fetched.`);
  };

  return {
    checkAddress,
    target(text, base) {
      const url = checkUrl(text, base);
      if (isDenied(url.hostname)) {
        throw new PageError("host", `${url.hostname} is on the list of hosts that are not fetched.`);
      }
      if (!isAllowed(url.hostname)) {
        throw new PageError("host", `${url.hostname} is not on the list of hosts that may be fetched.`);
      }
      const literal = withoutBrackets(url.hostname);
      if (isIP(literal) !== 0) checkAddress(literal, literal);
      return url;
    },
  };
}
