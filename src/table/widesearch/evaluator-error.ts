/** @file What the official scorer turns into a zero result. */

/** The rules themselves end here: the official code raises, catches, and gives seven zeros. Never leaves this folder's `scoreWideSearch`. */
export class EvaluatorError extends Error {
  override readonly name = "EvaluatorError";
}
