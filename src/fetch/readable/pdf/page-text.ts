/** @file A page of a PDF as text: its tables as Markdown, its paragraphs as lines, in reading order. */
import { type Line, type Piece, readLines } from "./lines.ts";
import { paragraphs } from "./prose.ts";
import { readRows } from "./rows.ts";
import { tableAt } from "./tables.ts";

/** Empty where the page has no text. */
export function pageText(pieces: readonly Piece[]): string {
  const rows = readRows(readLines(pieces));
  const blocks: string[] = [];
  let prose: Line[] = [];
  for (let index = 0; index < rows.length; index++) {
    const table = tableAt(rows, index);
    if (table === undefined) {
      prose.push(...(rows[index] ?? []).flatMap(({ lines }) => lines));
      continue;
    }
    blocks.push(...paragraphs(prose), table.text);
    prose = [];
    index += table.length - 1;
  }
  blocks.push(...paragraphs(prose));
  return blocks.map((block, index) => block + separator(block, blocks[index + 1])).join("");
}

function separator(block: string, next: string | undefined): string {
  if (next === undefined) return "";
  return isListItem(block) && isListItem(next) ? "\n" : "\n\n";
}

function isListItem(block: string): boolean {
  return /^(?:- |\(?(?:\d{1,3}|[a-z])[.)] )/u.test(block);
}
