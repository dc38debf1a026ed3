/** @file What a user of a face names and it does not have. */

/** The message says what there is. */
export class NotOfferedError extends Error {
  override readonly name = "NotOfferedError";
}
