/**
 * @file Which addresses are on the public internet. The ranges are those of the IANA special-purpose registries, and those
 * that carry an IPv4 address inside an IPv6 one, through which a private address could be reached under another name.
 */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type AddressRange = readonly [Address, number];

const REFUSED: readonly (readonly [range: string, what: string])[] = [
  ["0.0.0.0/8", "an address of this host"],
  ["10.0.0.0/8", "a private address"],
  ["100.64.0.0/10", "a shared address behind a carrier's NAT"],
  ["127.0.0.0/8", "a loopback address"],
  ["168.63.129.16/32", "a cloud metadata address"],
  ["169.254.169.254/32", "a cloud metadata address"],
  ["169.254.0.0/16", "a link-local address"],
  ["172.16.0.0/12", "a private address"],
  ["192.0.0.0/24", "a reserved address"],
  ["192.0.2.0/24", "an address for documentation"],
  ["192.88.99.0/24", "a reserved address (6to4 relay)"],
  ["192.168.0.0/16", "a private address"],
  ["198.18.0.0/15", "a reserved address (benchmarking)"],
  ["198.51.100.0/24", "an address for documentation"],
  ["203.0.113.0/24", "an address for documentation"],
  ["224.0.0.0/4", "a multicast address"],
  ["255.255.255.255/32", "the broadcast address"],
  ["240.0.0.0/4", "a reserved address"],
  ["::/128", "an address of this host"],
  ["::1/128", "a loopback address"],
  ["::ffff:0:0/96", "an IPv4 address inside an IPv6 one (mapped)"],
  ["::ffff:0:0:0/96", "an IPv4 address inside an IPv6 one (translated)"],
  ["::/96", "an IPv4 address inside an IPv6 one (compatible)"],
  ["64:ff9b::/96", "an IPv4 address inside an IPv6 one (NAT64)"],
  ["64:ff9b:1::/48", "an IPv4 address inside an IPv6 one (local NAT64)"],
  ["2001::/32", "an IPv4 address inside an IPv6 one (Teredo)"],
  ["2001::/23", "a reserved address"],
  ["2001:db8::/32", "an address for documentation"],
  ["2002::/16", "an IPv4 address inside an IPv6 one (6to4)"],
  ["3fff::/20", "an address for documentation"],
  ["fd00:ec2::254/128", "a cloud metadata address"],
  ["fc00::/7", "a unique local address"],
  ["fe80::/10", "a link-local address"],
  ["fec0::/10", "a site-local address"],
  ["ff00::/8", "a multicast address"],
];
const GLOBAL_IPV6 = "2000::/3";

/** In CIDR notation, e.g. `10.1.0.0/16`. */
export function isAddressRange(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  return isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && rest.length === 0 && ipaddr.isValidCIDR(text);
}

/**
 * Says why no connection may be opened to an address, e.g. `a private address`, or `undefined` where one may.
 * `allowed`, in CIDR notation, are exempt.
 */
export function addressCheck(allowed: readonly string[]): (address: string) => string | undefined {
  const exempt = allowed.map(parsedRange);
  return (text) => {
    if (isIP(text) === 0) return "no IP address";
    const address = ipaddr.parse(text.replace(/%.*$/, ""));
    if (exempt.some((range) => contains(range, address))) return undefined;
    const refused = refusedRanges.find(({ range }) => contains(range, address));
    if (refused !== undefined) return refused.what;
    const isPublic = address.kind() === "ipv4" || contains(globalIpv6, address);
    return isPublic ? undefined : "a reserved address";
  };
}

const refusedRanges = REFUSED.map(([range, what]) => ({ range: parsedRange(range), what }));
const globalIpv6 = parsedRange(GLOBAL_IPV6);

function parsedRange(text: string): AddressRange {
  return ipaddr.parseCIDR(text);
}

function contains([network, bits]: AddressRange, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}
