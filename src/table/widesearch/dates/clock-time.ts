/** @file A time of day as `13:20`, `1:20:05.5 pm` or `1 pm`. */

const HOUR_24 = "(2[0-3]|[0-1]\\d|\\d)";
const HOUR_12 = "(1[0-2]|0[1-9]|[1-9])";
const MINUTE = "([0-5]\\d|\\d)";
const SECOND = "(6[01]|[0-5]\\d|\\d)";
const FRACTION = "\\.(\\d{1,6})";
const HALF = "\\s+(am|pm)";

/** Groups: hour, minute, second, fraction, half of the day; with `half` the hour counts to 12. */
const FORMS = [
  { pattern: `${HOUR_24}:${MINUTE}:${SECOND}()()`, half: false },
  { pattern: `${HOUR_12}:${MINUTE}:${SECOND}()${HALF}`, half: true },
  { pattern: `${HOUR_24}:${MINUTE}()()()`, half: false },
  { pattern: `${HOUR_12}:${MINUTE}()()${HALF}`, half: true },
  { pattern: `${HOUR_12}()()()${HALF}`, half: true },
  { pattern: `${HOUR_24}:${MINUTE}:${SECOND}${FRACTION}()`, half: false },
  { pattern: `${HOUR_12}:${MINUTE}:${SECOND}${FRACTION}${HALF}`, half: true },
  { pattern: `${HOUR_24}:${MINUTE}()()${HALF}`, half: false },
].map(({ pattern, half }) => ({ pattern: new RegExp(`^${pattern}$`, "i"), half }));

/** Milliseconds since midnight, or `undefined` for what is no time of day. */
export function parseClockTime(text: string): number | undefined {
  const trimmed = text.trim();
  for (const { pattern, half } of FORMS) {
    const match = pattern.exec(trimmed);
    if (!match) continue;
    const [, hour = "", minute = "", second = "", fraction = "", period = ""] = match;
    if (Number(second) > 59) continue;
    const hours = half ? (Number(hour) % 12) + (period.toLowerCase() === "pm" ? 12 : 0) : Number(hour);
    return (
      ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(6, "0")) / 1000
    );
  }
  return undefined;
}
