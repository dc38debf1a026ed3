/** @file Names for the places of a text that has no pages or cells of its own: its paragraphs and the cells of its tables. */
import type { Place } from "../../core/knowledge-base.ts";

interface TextLine {
  readonly start: number;
  readonly text: string;
}

const HEADING = /^#{1,6} +(.+)$/u;
const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)]) /u;
const RULE = /^\|(?: ?:?-+:? ?\|)+$/u;
/** Characters of a heading or column that stand in a name. */
const NAME_LENGTH = 60;

/**
 * `paragraph 12, “Results”`: the twelfth paragraph, heading or list item, under that heading. `table 2, row 3, column “Area”`:
 * the header is row 1. Lines that follow each other are one paragraph, unless the text has no empty lines at all.
 */
export function prosePlaces(text: string): readonly Place[] {
  const lines = textLines(text);
  const tables = lines.flatMap((_, index) => {
    const height = tableHeight(lines, index);
    return height === 0 ? [] : [lines.slice(index, index + height)];
  });
  const inTables = new Set(tables.flat());
  const isLineByLine = !/\n\s*\n/u.test(text.trim());
  const places = tables.flatMap((table, index) => tablePlaces(table, index + 1));
  return [...places, ...paragraphPlaces(lines, inTables, isLineByLine)].toSorted(
    (left, right) => left.start - right.start,
  );
}

function paragraphPlaces(
  lines: readonly TextLine[],
  inTables: ReadonlySet<TextLine>,
  isLineByLine: boolean,
): readonly Place[] {
  const places: Place[] = [];
  let heading = "";
  let isOpen = false;
  for (const line of lines) {
    const title = HEADING.exec(line.text)?.[1];
    const isBlank = line.text.trim() === "" || inTables.has(line);
    if (title !== undefined) heading = `, “${shortened(title)}”`;
    if (!isBlank && (isLineByLine || !isOpen || beginsParagraph(line))) {
      const name = `paragraph ${places.length + 1}${heading}`;
      places.push({ start: line.start + indent(line.text), name });
    }
    isOpen = !isBlank && title === undefined;
  }
  return places;
}

function beginsParagraph({ text }: TextLine): boolean {
  return HEADING.test(text) || LIST_ITEM.test(text);
}

/** The cells of a line of a Markdown table, and where in the line they begin. */
export function tableCells(line: string): readonly TextLine[] {
  const cells: TextLine[] = [];
  let start = 1;
  for (const { index } of line.matchAll(/(?<!\\)\|/gu)) {
    if (index === 0) continue;
    const cell = line.slice(start, index);
    cells.push({ start: start + indent(cell), text: cell.trim() });
    start = index + 1;
  }
  return cells;
}

/** Without the mark-up of links and pipes, and no longer than names should be. */
export function shortened(title: string): string {
  const plain = title
    .replace(/\[([^\]]*)\]\([^)\s]*\)/gu, "$1")
    .replaceAll("\\|", "|")
    .trim();
  return plain.length <= NAME_LENGTH ? plain : `${plain.slice(0, NAME_LENGTH - 1).trimEnd()}…`;
}

function textLines(text: string): readonly TextLine[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const own = { start, text: line };
    start += line.length + 1;
    return own;
  });
}

function indent(text: string): number {
  return text.length - text.trimStart().length;
}

/** How many lines the table takes up that begins here; 0: none does. */
function tableHeight(lines: readonly TextLine[], index: number): number {
  const isRow = (line: TextLine | undefined) => line?.text.startsWith("|") === true;
  if (isRow(lines[index - 1]) || !isRow(lines[index]) || !RULE.test(lines[index + 1]?.text.trim() ?? ""))
    return 0;
  let height = 2;
  while (isRow(lines[index + height])) height++;
  return height;
}

function tablePlaces(lines: readonly TextLine[], table: number): readonly Place[] {
  const [header] = lines;
  const columns = tableCells(header?.text ?? "").map(({ text }) => shortened(text));
  return lines.flatMap((line, index) => {
    // the rule under the header is no row
    if (index === 1) return [];
    const row = `table ${table}, row ${index === 0 ? 1 : index}`;
    const cells = tableCells(line.text).flatMap(({ start, text }, column) =>
      text === ""
        ? []
        : [{ start: line.start + start, name: `${row}, ${columnName(columns[column], column)}` }],
    );
    return [{ start: line.start, name: row }, ...cells];
  });
}

/** `column “Area”`, or `column 3` where it has no header. */
export function columnName(header: string | undefined, index: number): string {
  return header === undefined || header === "" ? `column ${index + 1}` : `column “${header}”`;
}
