/** @file The notes about turns that stand at the end of a message, in parentheses and in a paragraph of their own. */

const HINT = /^[(（](?:Turn |This is |第|这是)/;
const TURNS = /(\d+)\s*(?:of|\/|轮?[^\d]{1,6})\s*(\d+)/;

/** The text without the hints at its end. */
export function withoutHint(text: string): string {
  const paragraphs = text.split(/\n\s*\n/);
  while (paragraphs.length > 1 && isHint(paragraphs.at(-1))) paragraphs.pop();
  return paragraphs.join("\n\n");
}

/** Turns left, this one included, as the last hint of a text says. */
export function turnsLeftIn(text: string): number | undefined {
  const hint = text.split(/\n\s*\n/).findLast(isHint);
  const [, turn, turns] = TURNS.exec(hint ?? "") ?? [];
  return turn === undefined || turns === undefined ? undefined : Number(turns) - Number(turn) + 1;
}

function isHint(paragraph = ""): boolean {
  return HINT.test(paragraph.trim());
}
