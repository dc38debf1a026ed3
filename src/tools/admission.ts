/**
 * @file How many subagents a budget carries at once. One that begins and cannot come to its report is money for nothing: so each
 * begins when there is enough left for it, by what others like it took, besides what those at work are still likely to need.
 */
import { type Amounts, Budget } from "./budget.ts";

/** A subagent that may work. `leave` must be called when it has ended. */
export interface Admitted {
  /** What it spends is spent in the whole budget. */
  readonly budget: Budget;
  /** `isWhole`: it came to its report, and tells what others will take. */
  leave(isWhole: boolean): void;
}

/** A guess as long as no subagent has ended: turns, and how often its first prompt it reads in all. */
const TURNS = 3;
const PROMPTS = 4;

interface Waiting {
  readonly firstTokens: number;
  enter(admitted: Admitted): void;
}

/** In the order in which they come. */
export class Admission {
  readonly #budget: Budget;
  readonly #atWork = new Set<Budget>();
  readonly #ended: Amounts[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Resolves when it may work: at the latest when nobody else does, whatever is left. `firstTokens` is the size of its first prompt. */
  enter(firstTokens: number): Promise<Admitted> {
    return new Promise((resolve) => {
      this.#waiting.push({ firstTokens, enter: resolve });
      this.#advance();
    });
  }

  #advance(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (this.#atWork.size > 0 && !this.#carries(next.firstTokens)) return;
      this.#waiting.shift();
      next.enter(this.#admit());
    }
  }

  #admit(): Admitted {
    const budget = new Budget({}, this.#budget);
    this.#atWork.add(budget);
    return {
      budget,
      leave: (isWhole) => {
        if (!this.#atWork.delete(budget)) return;
        if (isWhole) this.#ended.push(budget.used);
        this.#advance();
      },
    };
  }

  #carries(firstTokens: number): boolean {
    if (!this.#budget.isLimited) return true;
    const each = this.#expected(firstTokens);
    const needs = [...this.#atWork].map(({ used }) => lacking(each, used));
    return this.#budget.hasRoomFor(needs.reduce(sum, each));
  }

  /** What a subagent takes: the mean of those that ended. */
  #expected(firstTokens: number): Amounts {
    const { length } = this.#ended;
    if (length === 0) {
      const tokens = PROMPTS * firstTokens;
      return { turns: TURNS, toolCalls: TURNS - 1, tokens, costUsd: this.#budget.priceOf(tokens) };
    }
    const total = this.#ended.reduce(sum);
    return {
      turns: total.turns / length,
      toolCalls: total.toolCalls / length,
      tokens: total.tokens / length,
      costUsd: total.costUsd / length,
    };
  }
}

function lacking(expected: Amounts, used: Amounts): Amounts {
  return {
    turns: Math.max(0, expected.turns - used.turns),
    toolCalls: Math.max(0, expected.toolCalls - used.toolCalls),
    tokens: Math.max(0, expected.tokens - used.tokens),
    costUsd: Math.max(0, expected.costUsd - used.costUsd),
  };
}

function sum(left: Amounts, right: Amounts): Amounts {
  return {
    turns: left.turns + right.turns,
    toolCalls: left.toolCalls + right.toolCalls,
    tokens: left.tokens + right.tokens,
    costUsd: left.costUsd + right.costUsd,
  };
}
