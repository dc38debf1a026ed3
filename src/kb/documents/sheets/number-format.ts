/** @file A number as a workbook shows it. */

interface Section {
  readonly before: string;
  readonly after: string;
  /** The digits' part of the format, e.g. `#,##0.00`; empty where the format shows only text. */
  readonly digits: string;
  readonly isPercent: boolean;
  readonly isGeneral: boolean;
}

/** Between quotes, behind a backslash, in brackets, as filling or as a blank of some width; then digits and all else. */
const TOKEN =
  /"([^"]*)"|\\(.)|\[([^\]]*)\]|_(?:.)|\*(?:.)|(general)|(e[+-]0+)|([0#?][0#?.,]*|\.[0#?]+)|(.)/giu;

/** Characters of a format, as Excel has it. */
const LONGEST = 255;

/** Percentages, currencies, groups of thousands and fixed decimals; what a format adds beyond that is left out. */
export function formatNumber(value: number, format: string): string {
  const sections = format.slice(0, LONGEST).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/u);
  const negative = sections[1];
  const [first = ""] = sections;
  if (value < 0 && negative !== undefined && negative !== "") return shown(-value, negative);
  if (value === 0 && sections[2] !== undefined && sections[2] !== "") return shown(0, sections[2]);
  return value < 0 ? `-${shown(-value, first)}` : shown(value, first);
}

function shown(value: number, format: string): string {
  if (/e[+-]0/iu.test(format.replace(/"[^"]*"/gu, ""))) return scientific(value, format);
  const { before, after, digits, isPercent, isGeneral } = readSection(format);
  // a fraction is worth its number; a format without digits shows only its own words
  if (format.includes("?/") || format.includes("#/")) return general(value);
  if (!isGeneral && digits === "") return `${before}${after}`.trim() || general(value);
  const scaled = isPercent ? exact(value * 100) : value;
  return `${before}${isGeneral ? general(scaled) : fixed(scaled, digits)}${after}`.trim();
}

function readSection(format: string): Section {
  const section = { before: "", after: "", digits: "", isPercent: false, isGeneral: false };
  for (const token of format.matchAll(TOKEN)) {
    const [, , , , general, , digits, other] = token;
    const side = section.digits === "" && !section.isGeneral ? "before" : "after";
    section[side] += words(token);
    section.isGeneral ||= general !== undefined;
    section.isPercent ||= other === "%";
    section.digits ||= digits ?? "";
  }
  return section;
}

/** What stands in the number as it is written here. */
function words([, quoted, escaped, bracket, , , , other]: RegExpMatchArray): string {
  if (bracket !== undefined) return currency(bracket);
  return quoted ?? escaped ?? (other === "@" ? "" : (other ?? ""));
}

/** `$€-407` is a currency and the language it is for; colours and conditions say nothing. */
function currency(bracket: string): string {
  return bracket.startsWith("$") ? (bracket.slice(1).split("-")[0] ?? "") : "";
}

function fixed(value: number, digits: string): string {
  const scale = /,*$/u.exec(digits.replace(/\.[0#?]*/u, ""))?.[0].length ?? 0;
  const [whole = "", decimals = ""] = digits.replaceAll(",", "").split(".");
  const scaled = scale === 0 ? value : exact(value / 1000 ** scale);
  const least = decimals.replace(/[^0]/gu, "").length;
  const [integer = "0", fraction = ""] = rounded(scaled, decimals.length).split(".");
  const padded = integer.padStart(whole.replace(/[^0]/gu, "").length, "0");
  const grouped = /[0#?],[0#?]/u.test(digits) ? padded.replace(/\B(?=(?:\d{3})+$)/gu, ",") : padded;
  const kept = trimmedTo(fraction, least);
  return kept === "" ? grouped : `${grouped}.${kept}`;
}

/** As people round: 1.005 has a half at its third place, though the number stored is a little less. */
function rounded(value: number, decimals: number): string {
  if (value >= 1e15) return value.toFixed(Math.min(decimals, 2));
  const shifted = exact(value * 10 ** decimals);
  return (Math.round(shifted) / 10 ** decimals).toFixed(decimals);
}

function trimmedTo(fraction: string, least: number): string {
  let end = fraction.length;
  while (end > least && fraction[end - 1] === "0") end--;
  return fraction.slice(0, end);
}

function scientific(value: number, format: string): string {
  const decimals = /\.([0#?]+)e/iu.exec(format)?.[1]?.length ?? 0;
  const [mantissa = "", exponent = "+0"] = value.toExponential(Math.min(decimals, 20)).split("e");
  const digits = exponent.slice(1).padStart(2, "0");
  return `${mantissa}E${exponent[0]}${digits}`;
}

/** Without what a computer adds at the sixteenth digit: 0.1 + 0.2 is 0.3. */
function general(value: number): string {
  return String(exact(value));
}

function exact(value: number): number {
  return Number(value.toPrecision(15));
}
