/** @file The entities of HTML that wikitext uses. */

const NAMED: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&thinsp;": " ",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&ndash;": "–",
  "&mdash;": "—",
  "&minus;": "−",
  "&times;": "×",
  "&deg;": "°",
  "&euro;": "€",
  "&pound;": "£",
  "&hellip;": "…",
};

/** Each that is known or numbered as its character; others stay as they are. */
export function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|[a-z]{2,6});/gi, (entity, decimal, hexadecimal) => {
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    const isCharacter = code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : (NAMED[entity.toLowerCase()] ?? entity);
  });
}
