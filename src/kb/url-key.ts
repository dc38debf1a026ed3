/** @file One form for the ways a URL is written, so that a page is found however a model writes its URL. */

const PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/iu;

/**
 * The URL with scheme and host in lower case, percent-encoding undone, and without fragment, trailing slash and the
 * brackets or quotes that text puts around a URL. Two URLs with one key name one page.
 */
export function urlKey(url: string): string {
  const bare = url.replace(/^[\s<"'`]+|[\s>"'`]+$/gu, "");
  const parts = PARTS.exec(bare);
  if (parts === null) return decoded(bare).normalize("NFC");
  const [, scheme = "", host = "", path = "", query = ""] = parts;
  const key = `${scheme.toLowerCase()}://${host.toLowerCase()}${path.replace(/\/+$/u, "")}${query}`;
  return decoded(key).normalize("NFC");
}

/** Each escape that stands for a valid character is undone; the others stay as they are. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch (error) {
      if (error instanceof URIError) return run;
      throw error;
    }
  });
}
