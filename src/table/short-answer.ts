/** @file The short answer of a deep task: found in a text, and compared with the gold answers. */
import { cellKey } from "./compare-cells.ts";
import { normaliseText } from "./normalise.ts";

/** What stands in the last complete `\boxed{…}`, braces balanced; `undefined` where there is none or it is empty. */
export function boxedAnswer(text: string): string | undefined {
  const open: (number | undefined)[] = [];
  let best = { start: -1, end: -1 };
  for (const { 0: token, index } of text.matchAll(/\\boxed\{|\\.|[{}]/gs)) {
    if (token === "{") open.push(undefined);
    if (token.startsWith("\\boxed")) open.push(index + token.length);
    if (token !== "}") continue;
    const start = open.pop();
    if (start !== undefined && start > best.start) best = { start, end: index };
  }
  const content = text.slice(Math.max(best.start, 0), Math.max(best.end, 0)).trim();
  const bare = /^\\(?:text|textbf|mathrm|mathbf)\{([^{}]*)\}$/.exec(content)?.[1] ?? content;
  return bare === "" ? undefined : bare;
}

/** True if the answer is one of the gold answers after normalisation: as a cell, or as words without articles. */
export function matchesAnswer(answer: string, gold: readonly string[]): boolean {
  const key = cellKey(answer);
  const words = answerTokens(answer).join(" ");
  return gold.some(
    (alias) =>
      (key !== "" && key === cellKey(alias)) || (words !== "" && words === answerTokens(alias).join(" ")),
  );
}

/** The best token F1 over the gold answers, in [0, 1]; tokens as in SQuAD, a Chinese character is one. */
export function answerF1(answer: string, gold: readonly string[]): number {
  const tokens = answerTokens(answer);
  return Math.max(0, ...gold.map((alias) => tokenF1(tokens, answerTokens(alias))));
}

function tokenF1(answer: readonly string[], gold: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const token of gold) counts.set(token, (counts.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of answer) {
    const left = counts.get(token) ?? 0;
    if (left === 0) continue;
    counts.set(token, left - 1);
    shared += 1;
  }
  return shared === 0 ? 0 : (2 * shared) / (answer.length + gold.length);
}

function answerTokens(text: string): readonly string[] {
  return normaliseText(text)
    .replace(/\p{Script=Han}/gu, " $& ")
    .replace(/[\p{P}\p{S}]/gu, (mark) => (mark === "%" || mark === "$" ? mark : " "))
    .split(/\s+/)
    .filter((token) => token !== "" && !/^(?:a|an|the)$/.test(token));
}
