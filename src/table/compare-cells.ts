/** @file Whether two cells say the same, as far as rules can tell. */
import { parseDates, sameDate } from "./calendar-date.ts";
import { isMissing, normaliseText } from "./normalise.ts";
import { parseQuantity, sameQuantity } from "./quantity.ts";

/** `unclear`: two different texts that may still mean one thing, such as `UK` and `United Kingdom`. */
export type CellComparison = "same" | "different" | "unclear";

/**
 * Tried in order: equal texts, missing values, URLs, dates, numbers with units, lists in any order. Two dates or two
 * numbers that differ are `different`; two texts that differ are `unclear`.
 */
export function compareCells(answer: string, gold: string): CellComparison {
  if (answer === gold) return "same";
  const [left, right] = [normaliseText(answer), normaliseText(gold)];
  if (squeeze(left) === squeeze(right)) return "same";
  const missing = Number(isMissing(answer)) + Number(isMissing(gold));
  if (missing > 0) return missing === 2 ? "same" : "different";
  return (
    compareUrls(answer, gold) ??
    compareDates(left, right) ??
    compareNumbers(left, right) ??
    compareLists(answer, gold)
  );
}

/**
 * A text that two cells share if, and with few exceptions only if, they compare as `same`; for finding a row by its
 * unique columns without comparing all pairs.
 */
export function cellKey(cell: string): string {
  const text = normaliseText(cell);
  if (isMissing(cell)) return "";
  const address = urlOf(cell);
  if (address !== undefined) return address;
  const [date] = parseDates(text);
  if (date) return `${date.year}-${date.month ?? ""}-${date.day ?? ""}`;
  const quantity = parseQuantity(text);
  if (quantity) return `${quantity.value} ${quantity.unit}`;
  return listKey(cell);
}

function squeeze(text: string): string {
  return text.replace(/[\s"']/g, "");
}

function compareUrls(answer: string, gold: string): CellComparison | undefined {
  const right = urlOf(gold);
  if (right === undefined) return undefined;
  return urlOf(answer) === right ? "same" : "different";
}

function compareDates(answer: string, gold: string): CellComparison | undefined {
  const right = parseDates(gold);
  const left = parseDates(answer);
  if (right.length === 0 || left.length === 0) return undefined;
  return right.some((date) => left.some((other) => sameDate(other, date))) ? "same" : "different";
}

function compareNumbers(answer: string, gold: string): CellComparison | undefined {
  const right = parseQuantity(gold);
  const left = right && parseQuantity(answer);
  if (!left || !right) return undefined;
  if (sameQuantity(left, right)) return "same";
  return left.unit === right.unit || left.unit === "" || right.unit === "" ? "different" : "unclear";
}

function compareLists(answer: string, gold: string): CellComparison {
  return listKey(answer) === listKey(gold) ? "same" : "unclear";
}

/** The items of `a, b and c` in one fixed order; a text without separators is its own only item. */
function listKey(cell: string): string {
  return normaliseText(cell.replace(/[\r\n]+/g, "; "))
    .split(/\s?[,;、，；]\s?(?:and |or |& )?| (?:and|&) |[和与及](?=\S)/)
    .map(squeeze)
    .filter((item) => item !== "")
    .sort()
    .join("\u0000");
}

/** Host and path of a cell that is one URL or one Markdown link, without scheme, `www.`, closing slash and fragment. */
function urlOf(cell: string): string | undefined {
  const text = cell.trim();
  const target =
    /^\[[^[\]]{0,400}\]\(([^()\s]{1,2000})\)$/.exec(text)?.[1] ?? /^<?(\S+?)>?$/.exec(text)?.[1] ?? "";
  if (!/^(?:https?:\/\/|www\.)\S/i.test(target)) return undefined;
  const address = /^https?:/i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, search } = new URL(address);
  return `${host.replace(/^www\./, "")}${pathname.replace(/\/$/, "")}${search}`;
}
