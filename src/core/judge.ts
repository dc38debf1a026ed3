/** @file The seam to whoever decides whether two values mean the same where comparing their texts cannot tell. */

interface AlignRequest {
  /** The names the answer uses: headers, or the values of a unique column. */
  readonly values: readonly string[];
  /** The names the gold table uses. */
  readonly references: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface ValuePair {
  readonly answer: string;
  readonly gold: string;
}

export interface GradeRequest {
  /** The pairs of one column. */
  readonly pairs: readonly ValuePair[];
  /** What counts as the same in this column, in words. */
  readonly criterion?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Both methods throw `JudgeError` when no decision could be had; a judge never guesses in that case. */
export interface Judge {
  /** Its name in reports, e.g. `exact` or the model behind it. */
  readonly name: string;
  /** From a value to the reference that names the same thing; a value without one is left out. */
  align(request: AlignRequest): Promise<ReadonlyMap<string, string>>;
  /** For each pair, in order: 1 if the two mean the same, else 0. */
  grade(request: GradeRequest): Promise<readonly number[]>;
}
