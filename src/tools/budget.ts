/** @file The budget of an episode: what all its agents together may use, with a last part kept for the answer. */
import { z } from "zod";
import type { Usage } from "../core/sampler.ts";

const limit = z.number().positive().optional();

/** What an episode may use in all; a limit that is absent does not bind. */
export const budgetLimits = z.strictObject({
  turns: limit.describe("turns of all agents together"),
  toolCalls: limit.describe("tool calls of all agents together"),
  tokens: limit.describe("prompt and sampled tokens of all agents together"),
  costUsd: limit.describe("US dollars, for models whose price is known"),
});

export type BudgetLimits = z.infer<typeof budgetLimits>;
type Kind = keyof BudgetLimits;
export type Amounts = Readonly<Record<Kind, number>>;

/** `work` is all that an agent does on the way; `answer` is writing down what was found. */
export type Phase = "work" | "answer";

/** The share of every limit that only `answer` turns may use. What is inherited keeps none: its last words come from work. */
const KEPT_FOR_ANSWER = 0.1;
const NOTHING: Amounts = { turns: 0, toolCalls: 0, tokens: 0, costUsd: 0 };

/**
 * A turn that has begun. `settle` replaces its estimate by what it really used, if the model tells; it must be called once. A turn that
 * fails is not settled: it may have been billed.
 */
export interface StartedTurn {
  settle(usage: Usage): void;
}

/** A call of a tool to a model. `release` takes its estimate away; what it used is then spent by the agent that called the tool. */
export interface StartedCall {
  release(): void;
}

/**
 * Counts what an episode uses. Turns and tool calls are counted when they begin, so they never exceed their limit.
 * Tokens and money are reserved by estimate and settled afterwards: work begins only where its estimate fits, the
 * answer wherever anything is left, so the limit is exceeded by no more than the calls in flight.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #parent: Budget | undefined;
  readonly #kept: number;
  #used: Amounts = NOTHING;

  constructor(limits: BudgetLimits, parent?: Budget) {
    this.#limits = limits;
    this.#parent = parent;
    this.#kept = parent === undefined ? KEPT_FOR_ANSWER : 0;
  }

  /** What has been used, with the estimates of turns that have not ended. */
  get used(): Amounts {
    return this.#used;
  }

  /** Whether anything binds, here or above. */
  get isLimited(): boolean {
    return kinds(this.#limits).length > 0 || this.#parent?.isLimited === true;
  }

  /** Whether so much is left for work. */
  hasRoomFor(wanted: Amounts): boolean {
    return this.#allows(wanted, "work");
  }

  /** What so many tokens are likely to cost, by what tokens of the whole episode have cost so far. */
  priceOf(tokens: number): number {
    if (this.#parent !== undefined) return this.#parent.priceOf(tokens);
    return this.#used.tokens === 0 ? 0 : (tokens * this.#used.costUsd) / this.#used.tokens;
  }

  /** Begins a turn, or says no (`undefined`) where nothing is left for its phase. */
  startTurn(phase: Phase, estimatedTokens: number): StartedTurn | undefined {
    const estimate = this.#estimate(estimatedTokens);
    const wanted = { ...estimate, turns: 1 };
    if (!this.#allows(wanted, phase)) return undefined;
    this.#add(wanted);
    return {
      settle: (usage) => {
        // a model that tells nothing has used something all the same
        if (usage.promptTokens + usage.sampledTokens === 0) return;
        this.#add(negated(estimate));
        this.spend(usage);
      },
    };
  }

  /** Begins a call of a tool to a model, or says no where nothing is left for work. */
  startCall(estimatedTokens: number): StartedCall | undefined {
    const estimate = this.#estimate(estimatedTokens);
    if (!this.#allows(estimate, "work")) return undefined;
    this.#add(estimate);
    return { release: () => this.#add(negated(estimate)) };
  }

  /** Takes one tool call, or says no. */
  takeToolCall(): boolean {
    const wanted = { ...NOTHING, toolCalls: 1 };
    if (!this.#allows(wanted, "work")) return false;
    this.#add(wanted);
    return true;
  }

  /** Counts what is spent already, such as by a model that a tool called. */
  spend({ promptTokens, sampledTokens, costUsd = 0 }: Usage): void {
    this.#add({ ...NOTHING, tokens: promptTokens + sampledTokens, costUsd });
  }

  /** A budget of `share` (0 to 1) of what is left here; what it spends is spent here too. */
  inherit(share: number): Budget {
    const limits = Object.fromEntries(
      kinds(this.#limits).map(([kind, most]) => {
        const part = Math.max(0, most * (1 - this.#kept) - this.#used[kind]) * share;
        // half a turn is none; the parent keeps to its limit whatever its children may
        return [kind, isCounted(kind) ? Math.ceil(part) : part];
      }),
    );
    return new Budget(limits, this);
  }

  #estimate(tokens: number): Amounts {
    return { ...NOTHING, tokens, costUsd: this.priceOf(tokens) };
  }

  #allows(wanted: Amounts, phase: Phase): boolean {
    const fits = kinds(this.#limits).every(([kind, most]) => this.#fits(kind, most, wanted[kind], phase));
    return fits && (this.#parent === undefined || this.#parent.#allows(wanted, phase));
  }

  #fits(kind: Kind, most: number, wanted: number, phase: Phase): boolean {
    const used = this.#used[kind];
    if (phase === "work") return wanted === 0 || used + wanted <= most * (1 - this.#kept);
    return isCounted(kind) ? used + wanted <= most : used < most;
  }

  #add(amounts: Amounts): void {
    const used = this.#used;
    this.#used = {
      turns: used.turns + amounts.turns,
      toolCalls: used.toolCalls + amounts.toolCalls,
      tokens: used.tokens + amounts.tokens,
      costUsd: used.costUsd + amounts.costUsd,
    };
    if (this.#parent !== undefined) this.#parent.#add(amounts);
  }
}

function negated({ turns, toolCalls, tokens, costUsd }: Amounts): Amounts {
  return { turns: -turns, toolCalls: -toolCalls, tokens: -tokens, costUsd: -costUsd };
}

function kinds(limits: BudgetLimits): readonly (readonly [Kind, number])[] {
  const names: readonly Kind[] = ["turns", "toolCalls", "tokens", "costUsd"];
  return names.flatMap((kind) => {
    const most = limits[kind];
    return most === undefined ? [] : [[kind, most] as const];
  });
}

/** Turns and tool calls are whole and known beforehand; tokens and money are not. */
function isCounted(kind: Kind): boolean {
  return kind === "turns" || kind === "toolCalls";
}
