/** @file One short line of what the native engine says went wrong. */

const LONGEST = 160;

/** The first line of an error's message, without the places in the engine's own sources that it names. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n", 1)[0] ?? "";
  const said = line.replace(/,? ?(?:at )?\/\S+\.rs:\d+(?::\d+)?/gu, "").trim();
  if (/No space left|os error 28\b/u.test(message)) return "no space left on the disk";
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
