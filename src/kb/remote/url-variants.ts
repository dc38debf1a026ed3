/** @file The ways one page's URL is written: a page is stored under one of them, and models and corpora write any. */

/** A title in a MediaWiki URL: `/wiki/T`, `/w/index.php/T`, `/index.php/T`. */
const WIKI_PATH = /^(?:\/wiki|(?:\/w)?\/index\.php)\/(.+)$/u;
const INDEX_PATH = /^(?:\/w)?\/index\.php\/?$/u;

/**
 * The URL as given, then its other forms, each once: the three paths of a wiki page, underscores and spaces, with and without
 * percent-encoding, http and https, without a fragment. A URL that is no web address has only its own form.
 */
export function urlVariants(url: string): readonly string[] {
  const address = webAddress(url);
  if (address === undefined) return [url];
  const { host, pathname, search } = address;
  const title = wikiTitle(address);
  const paths = title === undefined ? encodings(pathname + search) : wikiPaths(title);
  const schemes = address.protocol === "https:" ? ["https:", "http:"] : ["http:", "https:"];
  const forms = schemes.flatMap((scheme) => paths.map((path) => `${scheme}//${host}${path}`));
  return [...new Set([url, ...forms])];
}

function webAddress(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const address = new URL(url);
  return /^https?:$/u.test(address.protocol) ? address : undefined;
}

/** With spaces, percent-encoding undone. */
function wikiTitle({ pathname, searchParams }: URL): string | undefined {
  const title = INDEX_PATH.test(pathname) ? searchParams.get("title") : WIKI_PATH.exec(pathname)?.[1];
  return title ? decoded(title).replaceAll("_", " ") : undefined;
}

function wikiPaths(title: string): readonly string[] {
  const underscored = title.replaceAll(" ", "_");
  const spellings = [
    readable(underscored),
    underscored,
    encodeURIComponent(underscored),
    encodeURIComponent(title),
    title,
  ];
  return ["/wiki/", "/w/index.php?title=", "/index.php?title="].flatMap((start) =>
    spellings.map((spelling) => start + spelling),
  );
}

/** As Wikipedia itself writes it: encoded, but for the marks that may stand in a path. */
function readable(title: string): string {
  return encodeURIComponent(title).replace(/%(?:3A|2F|2C|40|24|3B)/gu, decodeURIComponent);
}

function encodings(path: string): readonly string[] {
  const plain = decoded(path);
  return [path, plain, encodeURI(plain)];
}

/** As it stands where an escape in it has no meaning. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
