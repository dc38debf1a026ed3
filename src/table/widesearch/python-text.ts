/** @file Python's reading and writing of texts and numbers, which the official scorer's results depend on. */

const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANKS_BEFORE = new RegExp(`^${BLANK}+`);
const IS_BLANK = new RegExp(`^${BLANK}$`);
const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const NAN = /^[+-]?nan$/i;

/** Takes away white space at both ends as Python counts it: U+001C to U+001F too, U+FEFF not. */
export function strip(text: string): string {
  const start = BLANKS_BEFORE.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && IS_BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The number `float()` reads: blanks around it, underscores between digits, digits of any script. */
export function readFloat(text: string): number | undefined {
  const plain = asciiDigits(strip(text));
  if (FLOAT.test(plain)) return Number(plain.replaceAll("_", ""));
  if (NAN.test(plain)) return Number.NaN;
  const infinite = INFINITE.exec(plain);
  return infinite ? (infinite[1] === "-" ? -1 : 1) * Number.POSITIVE_INFINITY : undefined;
}

/** Digits of any script as 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit)));
}

/** A float as `str()` writes it: `1990.0`, `1e+16`, `1e-05`, `inf`, `nan`. */
export function writeFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const plain = power < 0 ? value.toFixed(decimals(mantissa, power)) : String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}

function decimals(mantissa: string, power: number): number {
  return mantissa.replace(/[-.]/g, "").length - 1 - power;
}

/** Unicode keeps the ten digits of a script together, first 0: the value is the distance from the run's start. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return (code - start) % 10;
}
