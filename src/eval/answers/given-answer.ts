/** @file An answer that is there already, wherever it comes from. */
import type { Answer } from "../score-answer.ts";
import type { Trial } from "../trial.ts";

export interface GivenAnswer extends Answer {
  /** Who gave it, e.g. the model's name in the file. */
  readonly variant: string;
  /** The task's id; a run of `wideseek ask` is known by its question alone. */
  readonly task: { readonly id: string; readonly question?: string | undefined };
  /** Counts from 1. */
  readonly trial: number;
  /** Where it was found, for messages. */
  readonly place: string;
  /** What else is known of it. */
  readonly known?: Pick<Trial, "stop" | "run" | "cost" | "agents"> | undefined;
}
