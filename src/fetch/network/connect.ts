/**
 * @file Names to addresses, checked where the connection is opened: the addresses that pass are the ones that are dialled, so
 * a name that changes its mind between a check and the connection gains nothing.
 */
import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { PageError } from "../errors.ts";

/** All addresses of a host. Rejects with a system error, or gives none, where it has none. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const resolveBySystem: Resolve = (host) => systemLookup(host, { all: true });

/**
 * For the `lookup` of a socket. One address that `checkAddress` refuses refuses the name: what points both outside and
 * inside is not for outsiders.
 */
export function checkedLookup(
  resolve: Resolve,
  checkAddress: (address: string, host: string) => void,
): LookupFunction {
  const addressesOf = async (host: string): Promise<LookupAddress[]> => {
    const addresses = await resolve(host);
    for (const { address } of addresses) checkAddress(address, host);
    if (addresses.length === 0) throw new PageError("dns", `${host} has no address.`);
    return [...addresses];
  };

  return (host, options, callback) => {
    const onAddresses = (addresses: LookupAddress[]) => {
      const [first] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    };
    addressesOf(host).then(onAddresses, (error: NodeJS.ErrnoException) => callback(error, ""));
  };
}
