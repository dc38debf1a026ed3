/** @file Texts cut to what a small context has room for. */

/** At most `limit` characters, and a sign where something was cut. */
export function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
