/** @file Titles and URLs of Wikipedia's pages. */

const ENGLISH = "https://en.wikipedia.org/wiki/";

/** The address as Wikipedia itself writes it, e.g. `https://en.wikipedia.org/wiki/Caf%C3%A9_(What%3F)`. */
export function wikipediaUrl(title: string, base = ENGLISH): string {
  const name = title
    .trim()
    .replace(/\s+/g, "_")
    .replace(/\p{Surrogate}/gu, "\ufffd");
  return `${base}${encodeURIComponent(name).replace(/%(?:24|2C|2F|3A|3B|40)|'/g, (code) =>
    code === "'" ? "%27" : decodeURIComponent(code),
  )}`;
}

/** The title in a URL such as `…/wiki/New_York` or `…?title=New_York`; `undefined` where it names none. */
export function titleOfUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, searchParams } = new URL(url);
  const path = /\/wiki\/(.+)$/.exec(pathname)?.[1] ?? /([^/]*)\/*$/.exec(pathname)?.[1] ?? "";
  const name = searchParams.get("title") ?? decoded(path);
  return name.replaceAll("_", " ").trim() || undefined;
}

/** As it stands where it is not percent-encoded UTF-8. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
