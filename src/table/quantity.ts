/** @file A number with its unit, as tables write it: `1,234.5 km²`, `$3.2 billion`, `12 %`, `1.4亿`. */

export interface Quantity {
  readonly value: number;
  /** Normalised unit or currency; empty where none is written. */
  readonly unit: string;
}

const MAGNITUDES: readonly (readonly [name: string, factor: number])[] = [
  ["thousand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
  ["trillion", 1e12],
  ["mn", 1e6],
  ["bn", 1e9],
  ["千", 1e3],
  ["百万", 1e6],
  ["千万", 1e7],
  ["万亿", 1e12],
  ["万", 1e4],
  ["亿", 1e8],
];

/** Different spellings of one unit. */
const UNITS: Readonly<Record<string, string>> = {
  percent: "%",
  "per cent": "%",
  kilometer: "km",
  kilometre: "km",
  kilometers: "km",
  kilometres: "km",
  公里: "km",
  千米: "km",
  meter: "m",
  metre: "m",
  meters: "m",
  metres: "m",
  米: "m",
  mile: "mi",
  miles: "mi",
  "sq km": "km2",
  "square kilometers": "km2",
  "square kilometres": "km2",
  平方公里: "km2",
  平方千米: "km2",
  people: "",
  inhabitants: "",
  人: "",
  usd: "$",
  us$: "$",
  dollars: "$",
  "us dollars": "$",
  美元: "$",
  eur: "€",
  euro: "€",
  euros: "€",
  欧元: "€",
  gbp: "£",
  pounds: "£",
  rmb: "¥",
  cny: "¥",
  元: "¥",
};

const QUANTITY =
  /^(?:(?:about|approx\.?|approximately|around|circa|ca\.|c\.|~|≈|约)\s?)?(us\$|[$€£¥])?\s?([+-]?(?:\d{1,3}(?:[ ,']\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)(?:e([+-]?\d{1,3}))?\s?(.{0,40})$/u;

/** `text` is normalised. `undefined`: it is not one number with at most a unit behind it. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (!match) return undefined;
  const [, currency = "", digits = "", exponent = "0", rest = ""] = match;
  const [name, factor] = MAGNITUDES.find(([magnitude]) => startsWithWord(rest, magnitude)) ?? ["", 1];
  const written = rest.slice(name.length).trim();
  if (/[\d;:/|]/.test(written.replace(/[23]$/, ""))) return undefined;
  const unit = UNITS[written] ?? written;
  if (currency !== "" && unit !== "" && unit !== "$") return undefined;
  const number = Number(`${digits.replace(/[ ,']/g, "")}e${exponent}`);
  return { value: number * factor, unit: currency === "" ? unit : (UNITS[currency] ?? currency) };
}

/** Equal but for the last bits of a product; a unit that only one side writes is taken as understood. */
export function sameQuantity(left: Quantity, right: Quantity): boolean {
  const unitsAgree = left.unit === right.unit || left.unit === "" || right.unit === "";
  return unitsAgree && Math.abs(left.value - right.value) <= 1e-12 * Math.abs(right.value);
}

function startsWithWord(text: string, word: string): boolean {
  return text.startsWith(word) && !/^[a-z]/.test(text.slice(word.length));
}
