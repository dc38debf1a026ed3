/** @file Paragraphs from the lines of a PDF page. */
import { BULLET, type Line } from "./lines.ts";

/** In heights of a letter: from one line of a paragraph to the next. */
const WIDEST_PITCH = 1.9;
const INDENT = 0.8;
const OUTDENT = 5;
const LIST_ITEM = /^(?:[•·▪■●○◦‣⁃∙]|\(?(?:\d{1,3}|[a-z])[.)]\s)/u;
const SENTENCE_END = /[.!?:;。！？：；…]["”’)\]]?$/u;

/** Each paragraph is one line of text. */
export function paragraphs(lines: readonly Line[]): readonly string[] {
  const found: Line[][] = [];
  for (const line of lines) {
    const current = found.at(-1);
    if (current !== undefined && continues(current, line)) current.push(line);
    else found.push([line]);
  }
  return found.map((paragraph) => joinedLines(paragraph).replace(BULLET, "- "));
}

/** Words that are divided at the end of a line are put together again. */
export function joinedLines(lines: readonly Line[]): string {
  const joined = lines.reduce((text, line) => {
    if (text === "") return line.text;
    if (/\p{L}[\u00AD\u2010-]$/u.test(text) && /^\p{Ll}/u.test(line.text))
      return text.slice(0, -1) + line.text;
    // Chinese and Japanese need no blank where a line ends
    const isDense = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}，。、；：）」』”]$/u.test(text);
    return isDense && /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}（「『“]/u.test(line.text)
      ? text + line.text
      : `${text} ${line.text}`;
  }, "");
  // the dots that lead to a page number
  return joined.replace(/(?: ?\.){4,} ?/gu, " … ");
}

function continues(paragraph: readonly Line[], line: Line): boolean {
  const last = paragraph.at(-1);
  if (last === undefined || LIST_ITEM.test(line.text) || Math.abs(line.size - last.size) > 0.15 * last.size)
    return false;
  const pitch = line.baseline - last.baseline;
  if (Math.abs(pitch) < 0.3 * line.size) return line.left > last.left;
  // at the head of the next column, in the middle of a sentence
  if (pitch < 0) return !SENTENCE_END.test(last.text) && /^\p{Ll}/u.test(line.text);
  // a heading has letters of its own from end to end
  if (line.font !== last.font && line.font !== undefined && last.font !== undefined) return false;
  const isUnder = line.left < last.right && line.right > last.left - OUTDENT * line.size;
  return isUnder && pitch <= WIDEST_PITCH * line.size && !beginsAnew(paragraph, last, line, pitch);
}

/** After a larger step than before, or, where a sentence ended, an indent or a line that was not filled. */
function beginsAnew(paragraph: readonly Line[], last: Line, line: Line, pitch: number): boolean {
  const before = paragraph.at(-2);
  if (before !== undefined && pitch > 1.25 * Math.abs(last.baseline - before.baseline)) return true;
  if (!SENTENCE_END.test(last.text)) return false;
  const recent = paragraph.slice(-12);
  const left = recent.slice(1).reduce((least, { left: own }) => Math.min(least, own), last.left);
  const right = recent.reduce((most, { right: own }) => Math.max(most, own), line.right);
  return line.left - left > INDENT * line.size || last.right < left + 0.8 * (right - left);
}
