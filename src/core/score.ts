/** @file What an answer's table is worth beside the gold table. */

/** Each in [0, 1]; the official WideSearch rules alone may give a recall, precision or F1 above 1. */
export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of the two; 0 where both are 0. */
  readonly f1: number;
}

export interface Score {
  /** Over cells. */
  readonly item: PrecisionRecall;
  /** Over rows; a row counts when all its cells do. */
  readonly row: PrecisionRecall;
  /** The table matches the gold table wholly. */
  readonly success: boolean;
}
