/** @file What a run may use: what its client wishes, and never more than the server allows. */
import type { BudgetLimits } from "../../../tools/budget.ts";
import type { TableDesk } from "./desk.ts";

interface WishedLimits {
  readonly maxCostUsd?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly maxMinutes?: number | undefined;
}

interface Limits {
  readonly budget?: BudgetLimits | undefined;
  readonly deadlineMs?: number | undefined;
}

export function limitsOf(wished: WishedLimits, ceiling: TableDesk["ceiling"]): Limits {
  const { maxCostUsd, maxTokens, maxMinutes } = wished;
  const { budget = {}, deadlineMs } = ceiling;
  const limits: BudgetLimits = {
    ...budget,
    costUsd: least(maxCostUsd, budget.costUsd),
    tokens: least(maxTokens, budget.tokens),
  };
  const isLimited = Object.values(limits).some((limit) => limit !== undefined);
  const wishedMs = maxMinutes === undefined ? undefined : Math.max(1, Math.round(maxMinutes * 60_000));
  const timeMs = least(wishedMs, deadlineMs);
  return {
    ...(isLimited && { budget: limits }),
    ...(timeMs !== undefined && { deadlineMs: timeMs }),
  };
}

function least(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.min(left, right);
}
