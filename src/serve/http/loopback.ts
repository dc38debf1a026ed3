/** @file Whether an address is reached from this machine only. */
import { isIP } from "node:net";

/** Of a host as it stands in a URL or a setting. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/gu, "");
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}
