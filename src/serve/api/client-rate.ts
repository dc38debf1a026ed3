/** @file How often one address may ask. */
import { Refusal } from "../http/refusal.ts";

const MINUTE_MS = 60_000;
/** What an address may ask at once comes back in ten seconds. */
const BURST_MS = 10_000;
const MOST_ADDRESSES = 10_000;

/** Throws a 429 where an address asks more often than `perMinute`; a sixth of that may come at once. */
export function clientRate(
  perMinute: number,
  now: () => number = () => performance.now(),
): (address: string) => void {
  const restMs = MINUTE_MS / perMinute;
  const most = Math.max(restMs, BURST_MS);
  /** When all that an address has asked for would be forgotten. */
  const forgottenAt = new Map<string, number>();
  return (address) => {
    const time = now();
    if (forgottenAt.size >= MOST_ADDRESSES) forget(forgottenAt, time);
    const asked = Math.max(forgottenAt.get(address) ?? 0, time) + restMs;
    const excessMs = asked - time - most;
    if (excessMs > 0) {
      throw new Refusal(`More than ${perMinute} requests a minute come from ${address}. Come again later.`, {
        status: 429,
        headers: { "retry-after": String(Math.ceil(excessMs / 1_000)) },
      });
    }
    forgottenAt.set(address, asked);
  };
}

function forget(forgottenAt: Map<string, number>, time: number): void {
  for (const [address, at] of forgottenAt) {
    if (at <= time) forgottenAt.delete(address);
  }
}
