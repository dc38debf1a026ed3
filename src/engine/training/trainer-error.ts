/** @file What ends training by no fault of the user: a thread died, memory ran out, a gradient is not a number. */

/**
 * Read by the run record, with its `cause`. Nothing of the failed call stays; only where a thread died, the trainer cannot
 * go on, and training continues from the last checkpoint.
 */
export class TrainerError extends Error {
  override readonly name = "TrainerError";
}
