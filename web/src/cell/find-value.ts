/** @file Where a value stands in a quote. */

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Case does not count, nor do the separators of thousands. */
export function findValue(text: string, value: string): Span | undefined {
  const wanted = value.trim();
  if (wanted === "") return undefined;
  const start = text.toLowerCase().indexOf(wanted.toLowerCase());
  if (start >= 0) return { start, end: start + wanted.length };
  const digits = wanted.replace(/[,\u00a0\u202f' ]/g, "");
  if (!/^\d{4,}(\.\d+)?$/.test(digits)) return undefined;
  const spaced = [...digits].map((digit) => (digit === "." ? "\\." : digit)).join("[,\\u00a0\\u202f' ]?");
  const match = new RegExp(spaced).exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}
