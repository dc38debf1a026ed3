/** @file Which addresses become links, and how a link finds the words that it is about. */

/** `undefined` unless it is a page of the web: nothing else that a page names is ever followed. */
export function webAddress(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
}

const WORDS_AT_END = 4;

/** The address with a text fragment, so that the browser scrolls to the quote and marks it. */
export function linkToQuote(url: string, quote: string): string | undefined {
  const address = webAddress(url);
  const words = quote.replace(/\s+/g, " ").trim();
  if (address === undefined || words === "") return address;
  const base = address.includes("#") ? `${address}:~:text=` : `${address}#:~:text=`;
  return base + fragmentOf(words);
}

/** A long quote by its beginning and its end: its middle may be set otherwise in the page. */
function fragmentOf(quote: string): string {
  const words = quote.split(" ");
  if (words.length <= 2 * WORDS_AT_END) return encode(quote);
  const [from, to] = [words.slice(0, WORDS_AT_END), words.slice(-WORDS_AT_END)];
  return `${encode(from.join(" "))},${encode(to.join(" "))}`;
}

/** The hyphen and the comma have a meaning in a text fragment. */
const encode = (text: string) => encodeURIComponent(text).replace(/-/g, "%2D");
