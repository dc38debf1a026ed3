/** @file How values are sorted: numbers by size, all else by the words of the user's language; what is empty comes last. */

interface SortKey {
  readonly number: number | undefined;
  readonly text: string;
}

const keys = new Map<string, SortKey>();
const MOST_KEYS = 200_000;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

export function compareValues(left: string, right: string): number {
  const a = keyOf(left);
  const b = keyOf(right);
  if (a.number !== undefined && b.number !== undefined) return a.number - b.number;
  if (a.number !== undefined) return -1;
  if (b.number !== undefined) return 1;
  return collator.compare(a.text, b.text);
}

function keyOf(value: string): SortKey {
  const known = keys.get(value);
  if (known !== undefined) return known;
  if (keys.size > MOST_KEYS) keys.clear();
  const key = { number: numberIn(value), text: value };
  keys.set(value, key);
  return key;
}

/** The number that a value is, with or without a unit: `1,285,216`, `−3.5 %`, `756 102 km²`, `$4.2`. */
export function numberIn(value: string): number | undefined {
  const match =
    /^[^\p{L}\d]{0,3}?([-−+]?\d[\d,\u00a0\u202f' ]*(?:\.\d+)?)\s*(?:[\p{L}%°/²³·$€£¥]{0,12})$/u.exec(
      value.trim(),
    );
  if (match?.[1] === undefined) return undefined;
  const number = Number(match[1].replace(/[,\u00a0\u202f' ]/g, "").replace("−", "-"));
  return Number.isFinite(number) ? number : undefined;
}

/** True where most of the values are numbers, so that the column stands to the right. */
export function isNumeric(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== "");
  return (
    filled.length > 0 && filled.filter((value) => numberIn(value) !== undefined).length > filled.length * 0.8
  );
}
