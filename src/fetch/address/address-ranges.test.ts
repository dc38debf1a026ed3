import { BlockList } from "node:net";
import { describe, expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { addressCheck, isAddressRange } from "./address-ranges.ts";

const refusal = addressCheck([]);

describe("addresses on the public internet may be reached", () => {
  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
    "2001:200::1",
    "2001:db7:ffff::1",
    "2003::1",
  ])("%s", (address) => expect(refusal(address)).toBeUndefined());
});

describe("other addresses may not, and it is said what they are", () => {
  test.each([
    ["0.0.0.0", "this host"],
    ["0.1.2.3", "this host"],
    ["10.0.0.1", "private"],
    ["10.255.255.255", "private"],
    ["100.64.0.1", "carrier"],
    ["100.100.100.200", "carrier"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["168.63.129.16", "metadata"],
    ["169.254.169.254", "metadata"],
    ["169.254.0.1", "link-local"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.0.0.192", "reserved"],
    ["192.0.2.1", "documentation"],
    ["192.88.99.1", "6to4"],
    ["192.168.1.1", "private"],
    ["198.18.0.1", "benchmarking"],
    ["198.19.255.255", "benchmarking"],
    ["198.51.100.1", "documentation"],
    ["203.0.113.1", "documentation"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["::", "this host"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "mapped"],
    ["::ffff:8.8.8.8", "mapped"],
    ["::ffff:0:127.0.0.1", "translated"],
    ["::7f00:1", "compatible"],
    ["::127.0.0.1", "inside an IPv6 one"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["64:ff9b:1::a00:1", "local NAT64"],
    ["64:ff9b:1:ffff::a00:1", "local NAT64"],
    ["100::1", "reserved"],
    ["2001::1", "Teredo"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"],
    ["2001:2::1", "reserved"],
    ["2001:20::1", "reserved"],
    ["2001:db8::1", "documentation"],
    ["2002:7f00:1::", "6to4"],
    ["3fff::1", "documentation"],
    ["4000::1", "reserved"],
    ["5f00::1", "reserved"],
    ["fc00::1", "unique local"],
    ["fd00:ec2::254", "metadata"],
    ["fd12:3456::1", "unique local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["fec0::1", "site-local"],
    ["ff02::1", "multicast"],
    ["0x7f.0.0.1", "no IP address"],
    ["127.1", "no IP address"],
    ["", "no IP address"],
    ["example.org", "no IP address"],
  ])("%s", (address, what) => expect(refusal(address)).toContain(what));
});

test("among a hundred thousand addresses, those that Node's own list refuses are refused", () => {
  const oracle = new BlockList();
  oracle.addSubnet("0.0.0.0", 8);
  oracle.addSubnet("10.0.0.0", 8);
  oracle.addSubnet("100.64.0.0", 10);
  oracle.addSubnet("127.0.0.0", 8);
  oracle.addAddress("168.63.129.16");
  oracle.addSubnet("169.254.0.0", 16);
  oracle.addSubnet("172.16.0.0", 12);
  oracle.addSubnet("192.0.0.0", 24);
  oracle.addSubnet("192.0.2.0", 24);
  oracle.addSubnet("192.88.99.0", 24);
  oracle.addSubnet("192.168.0.0", 16);
  oracle.addSubnet("198.18.0.0", 15);
  oracle.addSubnet("198.51.100.0", 24);
  oracle.addSubnet("203.0.113.0", 24);
  oracle.addSubnet("224.0.0.0", 3);

  const chance = random(7);
  const byte = (likely: readonly number[]) =>
    chance() < 0.7 ? likely[Math.floor(chance() * likely.length)]! : Math.floor(chance() * 256);
  const wrong: string[] = [];
  for (let count = 0; count < 100_000; count++) {
    const first = byte([0, 9, 10, 11, 100, 126, 127, 128, 168, 169, 172, 192, 198, 203, 223, 224, 239, 255]);
    const second = byte([0, 15, 16, 18, 19, 20, 31, 32, 51, 63, 64, 88, 127, 128, 168, 254, 255]);
    const address = `${first}.${second}.${byte([0, 2, 99, 100, 113, 129])}.${byte([0, 1, 16, 255])}`;
    if ((refusal(address) !== undefined) !== oracle.check(address, "ipv4")) wrong.push(address);
  }
  expect(wrong).toEqual([]);
});

test("whatever IPv4 address stands in it, no IPv6 address that carries one may be reached", () => {
  const chance = random(11);
  const group = () => Math.floor(chance() * 65_536).toString(16);
  const reached = Array.from({ length: 2000 }, () => [group(), group()].join(":")).flatMap((pair) =>
    [
      `::${pair}`,
      `::ffff:${pair}`,
      `::ffff:0:${pair}`,
      `64:ff9b::${pair}`,
      `64:ff9b:1::${pair}`,
      `64:ff9b:1:${group()}:${group()}::${pair}`,
      `2002:${pair}::${group()}`,
      `2001:0:${pair}:${group()}:${group()}:${pair}`,
    ].filter((address) => refusal(address) === undefined),
  );
  expect(reached).toEqual([]);
});

test("ranges that are allowed are exempt, exactly", () => {
  const check = addressCheck(["127.0.0.1/32", "10.1.0.0/16", "fd00:1::/32"]);
  expect(["127.0.0.1", "10.1.255.255", "fd00:1:2::3"].map(check)).toEqual([undefined, undefined, undefined]);
  const refused = ["127.0.0.2", "10.2.0.0", "fd00:2::1", "::ffff:127.0.0.1", "::ffff:10.1.0.1"];
  expect(refused.filter((address) => check(address) === undefined)).toEqual([]);
});

test("a range is written with its bits", () => {
  expect(["10.0.0.0/8", "127.0.0.1/32", "::/0", "fd00::/8"].filter(isAddressRange)).toHaveLength(4);
  const wrong = [
    "10.0.0.0",
    "10.0.0.0/33",
    "10/8",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "::/129",
    "0x0a.0.0.0/8",
    "all",
    "",
  ];
  expect(wrong.filter(isAddressRange)).toEqual([]);
});
