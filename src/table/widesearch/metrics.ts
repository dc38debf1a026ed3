/** @file The official scorer's comparisons of one cell: 1 if the answer's is right, else 0. */
import { isIPv6 } from "node:net";
import { dateNear } from "./dates/norm-date.ts";
import { EvaluatorError } from "./evaluator-error.ts";
import { readFloat } from "./python-text.ts";

const URLS = /https?:\/\/[a-zA-Z0-9$-_@.&+!*\\(),]+/g;

/** Takes the answer's cell and the gold cell, both preprocessed. Throws `EvaluatorError` where the official code does. */
export type Metric = (answer: string, gold: string) => number;

/** The metric of this name, other than `llm_judge`; `criterion` is read by `number_near`. */
export function metric(name: string, criterion: unknown, now: Date): Metric {
  if (name === "exact_match") return exactMatch;
  if (name === "in_match") return inMatch;
  if (name === "url_match") return urlMatch;
  if (name === "date_near") return (answer, gold) => dateNear(answer, gold, now);
  if (name === "number_near") return (answer, gold) => numberNear(answer, gold, criterion);
  throw new EvaluatorError(`There is no metric "${name}".`);
}

export function exactMatch(answer: string, gold: string): number {
  return Number(answer.toLowerCase() === gold.toLowerCase());
}

export function inMatch(answer: string, gold: string): number {
  return Number(gold.includes(answer));
}

/** `criterion` is the tolerance relative to the gold number. Two texts that are no numbers match if they are equal. */
export function numberNear(answer: string, gold: string, criterion: unknown): number {
  const [left, right] = [readNumber(answer), readNumber(gold)];
  if (left === undefined && right === undefined) return Number(answer === gold);
  if (left === undefined || right === undefined) return 0;
  if (typeof criterion !== "number") throw new EvaluatorError("number_near needs a number as its criterion.");
  return Number(Math.abs(left - right) <= Math.abs(right) * criterion);
}

/** The sets of hosts are equal, two empty ones too. */
export function urlMatch(answer: string, gold: string): number {
  const [left, right] = [hosts(answer), hosts(gold)];
  return Number(left.size === right.size && [...left].every((host) => right.has(host)));
}

function readNumber(text: string): number | undefined {
  if (!text.includes("%")) return readFloat(text);
  const value = readFloat(text.replaceAll("%", ""));
  return value === undefined ? undefined : value / 100;
}

function hosts(text: string): ReadonlySet<string> {
  return new Set((text.match(URLS) ?? []).map(hostOf));
}

function hostOf(url: string): string {
  const host = url.slice(url.indexOf("//") + 2).split(/[/?#]/, 1)[0] ?? "";
  const [open, close] = [host.includes("["), host.includes("]")];
  const address = /^\[([^[\]]*)\](?::|$)/.exec(host.slice(host.lastIndexOf("@") + 1))?.[1];
  if (open !== close || (open && !isIPv6(address ?? ""))) throw new EvaluatorError(`"${host}" is no host.`);
  return host;
}
