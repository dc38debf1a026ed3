/** @file Bytes to text, by the character set that a browser would choose; broken bytes become U+FFFD. */
import { TextDecoder } from "node:util";

/** Where a document says its character set, it says so within so many bytes. */
const DECLARED_WITHIN = 1024;
const IN_META = /<meta\s[^>]*charset\s*=\s*["']?\s*([\w:.-]+)/i;
const IN_XML = /^\s*<\?xml\s[^>]*encoding\s*=\s*["']([\w:.-]+)["']/i;

/**
 * In this order: a byte order mark, the header, the document itself, UTF-8 where the bytes are valid, and Windows-1252, which
 * is what pages that say nothing were written in.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const declared = [byMark(bytes), byHeader(contentType), byDocument(bytes)];
  for (const label of declared) {
    const decoder = label === undefined ? undefined : decoderFor(label);
    if (decoder !== undefined) return decodeWith(decoder, bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeWith(new TextDecoder("windows-1252"), bytes);
  }
}

/** What the bytes 0x80 to 0x9f stand for in Windows-1252. */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

function decodeWith(decoder: TextDecoder, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (decoder.encoding !== "windows-1252") return text;
  // Node decodes it as Latin-1 (nodejs/node issue 56542), where these are control characters
  return text.replace(
    /[\x80-\x9f]/g,
    (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character,
  );
}

function byMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

function byHeader(contentType = ""): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1];
}

function byDocument(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, DECLARED_WITHIN)).toString("latin1");
  const label = (IN_META.exec(start) ?? IN_XML.exec(start))?.[1];
  // the declaration could be read as ASCII, so the document is not UTF-16
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

/** `undefined`: there is no character set of that name. */
function decoderFor(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
