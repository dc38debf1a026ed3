/** @file Says once when most of the budget is used. */
import type { RunEvent } from "../../core/events.ts";
import { addUsage, NO_USAGE } from "../../core/sampler.ts";
import type { BudgetLimits } from "../../tools/budget.ts";
import { writeMoney, writeTokens } from "../../tui/amounts.ts";

const WARNED_FROM = 0.7;

/** Takes every event of the run, those from before it was resumed too. */
export function watchBudget(
  { tokens, costUsd }: BudgetLimits,
  warn: (line: string) => void,
): (event: RunEvent) => void {
  let usage = NO_USAGE;
  let isWarned = tokens === undefined && costUsd === undefined;
  return (event) => {
    if (isWarned) return;
    if (event.type === "sample-end") usage = addUsage(usage, event.sample.usage);
    else if (event.type === "tool-end" && event.usage !== undefined) usage = addUsage(usage, event.usage);
    else return;
    const spentTokens = usage.promptTokens + usage.sampledTokens;
    const { costUsd: spentUsd = 0 } = usage;
    const line =
      over(spentTokens, tokens, (amount) => `${writeTokens(amount)} tokens`) ??
      over(spentUsd, costUsd, writeMoney);
    if (line === undefined) return;
    isWarned = true;
    warn(line);
  };
}

function over(
  spent: number,
  ceiling: number | undefined,
  write: (amount: number) => string,
): string | undefined {
  if (ceiling === undefined || spent < ceiling * WARNED_FROM) return undefined;
  const share = Math.round((spent / ceiling) * 100);
  return `${share} % of the budget is used: ${write(spent)} of ${write(ceiling)}.`;
}
