/** @file A fresh key and a certificate for it that nobody vouches for, to serve `https://site.test` in tests. */
import { generateKeyPairSync, sign } from "node:crypto";

export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const commonName = der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("site.test")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(
    0x30,
    der(0x18, Buffer.from("20200101000000Z")),
    der(0x18, Buffer.from("21200101000000Z")),
  );
  const alternativeNames = der(0x04, der(0x30, der(0x82, Buffer.from("site.test"))));
  const extensions = der(0xa3, der(0x30, der(0x30, Buffer.from("0603551d11", "hex"), alternativeNames)));
  const body = der(
    0x30,
    Buffer.from("a003020102020101", "hex"),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const certificate = der(0x30, body, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  };
}

/** A tag, the length of what follows, and what follows. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}
