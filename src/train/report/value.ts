/** @file A measured number as a report shows it. */

/** Three digits that count; whole numbers whole. */
export function writeValue(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
