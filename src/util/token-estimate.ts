/** @file How many tokens a text has, where nobody counts them. */

const CHARACTERS_PER_TOKEN = 4;

/** About one token per four characters, and one per Chinese, Japanese or Korean character. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN);
}
