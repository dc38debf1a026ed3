/** @file A whole number in an address. */
import { z } from "zod";

/** Digits and nothing else: an empty text is no zero. */
export function wholeNumber(least: number, most: number) {
  return z.preprocess(
    (text) => (typeof text === "string" && /^\d{1,15}$/u.test(text) ? Number(text) : text),
    z.int().min(least).max(most),
  );
}
