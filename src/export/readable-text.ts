/** @file Text without the characters that stand for nothing a reader can see. */

/** Line ends are `\n`; of control characters only that and the tab stay; halves of letters become `\ufffd`. */
export function readableText(text: string): string {
  return text
    .replace(/\r\n?/gu, "\n")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, "");
}
