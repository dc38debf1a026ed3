/** @file The letters of a text file, whatever encoding it is in. */
import { isUtf8 } from "node:buffer";
import { decodeText as decodePage } from "../../fetch/content/decode-text.ts";

/**
 * A byte order mark decides; then UTF-16 where every other byte is zero; then, for HTML, what the page says of itself; then UTF-8
 * where the bytes are valid, and windows-1252 for the rest. Line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array, format?: "html"): string {
  const encoding = unmarkedWide(bytes) ?? (format === "html" ? undefined : plainEncoding(bytes));
  const type = encoding === undefined ? undefined : `text/plain; charset=${encoding}`;
  return decodePage(bytes, type).replace(/\r\n?/gu, "\n");
}

/** What a plain text says about encodings is not about its own. */
function plainEncoding(bytes: Uint8Array): string {
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

function unmarkedWide(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 2048);
  const zeros = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const many = head.length / 8;
  if (odd > many && even < many / 8) return "utf-16le";
  return even > many && odd < many / 8 ? "utf-16be" : undefined;
}
