/** @file The type pandas gives a column, and the texts its cells have once they are turned back into text. */
import { writeFloat } from "./python-text.ts";

const MISSING = new Set(
  "|#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null".split(
    "|",
  ),
);
const INTEGER = /^[\t-\r ]*([+-]?)(\d+)([\t-\r ]*)/;
const BOOLEAN = /^(?:true|false)$/i;
const DECIMAL = /^[\t-\r ]*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,17}))?[\t-\r ]*$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_DIGITS = 17;

/**
 * Tried in order: integers, decimals, booleans, text. A missing cell makes a column of integers one of decimals
 * (`1990` becomes `1990.0`) and reads `nan` in any.
 */
export function columnTexts(cells: readonly string[]): readonly string[] {
  const present = cells.filter((cell) => !MISSING.has(cell));
  const withMissing = present.length < cells.length;
  const whole = wholeNumbers(present, withMissing);
  if (whole === "raw") return cells;
  const write =
    whole === "integers"
      ? integerWriter(withMissing)
      : textWriter(whole === "text" ? "text" : typeOf(present));
  return cells.map((cell) => (MISSING.has(cell) ? "nan" : write(cell)));
}

/** Beside missing cells pandas takes the smallest integer for one more. */
function integerWriter(withMissing: boolean): (cell: string) => string {
  const read = (cell: string) => BigInt(cell.trim().replace(/^\+/, ""));
  if (!withMissing) return (cell) => read(cell).toString();
  return (cell) => (read(cell) === MIN_INT64 ? "nan" : writeFloat(Number(read(cell))));
}

type ColumnType = "decimals" | "booleans" | "text";

function typeOf(present: readonly string[]): ColumnType {
  if (present.every((cell) => readDecimal(cell) !== undefined)) return "decimals";
  return present.every((cell) => BOOLEAN.test(cell)) ? "booleans" : "text";
}

function textWriter(type: ColumnType): (cell: string) => string {
  if (type === "decimals") return (cell) => writeFloat(readDecimal(cell) ?? Number.NaN);
  if (type === "booleans") return (cell) => (cell.toLowerCase() === "true" ? "True" : "False");
  return (cell) => cell;
}

/**
 * Cells are read in order and the first that is no 64-bit integer decides. If it has too many digits, all are read again
 * without a sign: then one that is still too large makes the column `text`, as a sign does; but where a sign or a missing
 * cell meets one that needs all 64 bits, the cells stay `raw`, missing ones too. Anything else is of some `other` type.
 */
function wholeNumbers(
  present: readonly string[],
  withMissing: boolean,
): "integers" | "raw" | "text" | "other" {
  const misfit = firstMisfit(present, (value) => value >= MIN_INT64 && value <= MAX_INT64);
  if (misfit !== "too-large") return misfit;
  const signed = present.filter((cell) => cell.trimStart().startsWith("-"));
  const unsigned = present.filter((cell) => !signed.includes(cell));
  const again = firstMisfit(unsigned, (value) => value <= MAX_UINT64);
  if (again !== "integers") return again === "too-large" ? "text" : "other";
  const large = firstMisfit(unsigned, (value) => value <= MAX_INT64) === "too-large";
  if (large && (signed.length > 0 || withMissing)) return "raw";
  return signed.length > 0 ? "text" : "integers";
}

function firstMisfit(
  cells: readonly string[],
  fits: (value: bigint) => boolean,
): "integers" | "too-large" | "other" {
  for (const cell of cells) {
    const match = INTEGER.exec(cell);
    if (!match) return "other";
    const [{ length }, sign = "", digits = ""] = match;
    if (digits.length > 18 && !fits(BigInt(`${sign === "-" ? "-" : ""}${digits.slice(0, 400)}`)))
      return "too-large";
    if (length < cell.length) return "other";
  }
  return "integers";
}

/** Only the first 17 digits count, leading zeros included, and powers of ten are applied in double precision. */
function readDecimal(cell: string): number | undefined {
  const infinite = INFINITE.exec(cell);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const match = DECIMAL.exec(cell);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const digits = (whole + fraction).slice(0, MAX_DIGITS);
  if (digits === "") return undefined;
  const decimals = Math.max(0, digits.length - whole.length);
  const exponent = Math.max(0, whole.length - MAX_DIGITS) - decimals + Number(power);
  const value = scale(
    [...digits].reduce((number, digit) => number * 10 + Number(digit), 0),
    exponent,
  );
  return value === undefined || !Number.isFinite(value) ? undefined : (sign === "-" ? -1 : 1) * value;
}

function scale(number: number, exponent: number): number | undefined {
  if (exponent > 308) return undefined;
  if (exponent >= 0) return number * powerOfTen(exponent);
  if (exponent >= -308) return number / powerOfTen(-exponent);
  return exponent < -616 ? 0 : number / powerOfTen(-308 - exponent) / 1e308;
}

function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
