/** @file Which column the words around a value speak of: those of the columns' headers, and those that pages use for them. */
import { normaliseText } from "../../table/normalise.ts";
import { searchable } from "../states-value.ts";
import { knownUnit, type Span } from "./numbers.ts";

/** A word that speaks of a column, and how much it says: 1 for one that only this column has. */
interface Cue {
  readonly stem: string;
  readonly weight: number;
  /** It must be the whole word. */
  readonly isWhole: boolean;
}

export interface Column {
  readonly number: number;
  readonly name: string;
  /** The header, searchable and without its unit. */
  readonly words: string;
  /** As `knownUnit` gives it. */
  readonly unit: string;
  readonly cues: readonly Cue[];
  /** Words that pages use for the column though its header does not have them. */
  readonly learnt: readonly string[];
}

/** They stand in many headers and say little by themselves. */
const VAGUE = new Set(
  "the and for per name names number numbers total value year date type code main list count of in by a an or at 名称 数量 代码".split(
    " ",
  ),
);
const VAGUE_WEIGHT = 0.3;
const IN_BRACKETS = /\s*[(（[][^()（）[\]]*[)）\]]\s*/gu;
const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function readColumns(headers: readonly string[]): readonly Column[] {
  const words = headers.map((header) => searchable(header.replace(IN_BRACKETS, " ")).trim());
  const counts = new Map<string, number>();
  for (const word of words.flatMap((text) => [...new Set(text.split(" "))]))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return headers.map((name, number): Column => {
    const text = words[number] ?? "";
    const bracketed = /[(（[]([^()（）[\]]*)[)）\]]/u.exec(name)?.[1] ?? "";
    const cues = NO_SPACES.test(text)
      ? [{ stem: text, weight: 1, isWhole: false }]
      : text
          .split(/[^\p{L}\p{N}%]+/u)
          .filter((word) => word !== "")
          .map((word) => cueOf(word, counts.get(word) ?? 1));
    return { number, name, words: text, unit: knownUnit(normaliseText(bracketed)), cues, learnt: [] };
  });
}

/** Stems, so that `Discovery year` finds `discovered`; short words must stand as they are. */
function cueOf(word: string, headers: number): Cue {
  const weight = (VAGUE.has(word) ? VAGUE_WEIGHT : 1) / headers;
  const isWhole = word.length <= 4;
  return { stem: isWhole ? word : word.slice(0, Math.max(4, word.length - 3)), weight, isWhole };
}

/** Where the words that say most of the column stand in a text, and how many of its words do, from 0 to 1. */
export interface CueHits {
  readonly places: readonly Span[];
  readonly share: number;
}

/** From this share of a header's words on, a text speaks of the column. */
export const SPEAKS = 0.5;
const LEARNT_SHARE = 0.8;

/** Asked for each pair many times over. */
const knownHits = new WeakMap<Column, Map<string, CueHits>>();

export function cueHits(column: Column, text: string): CueHits {
  const known = knownHits.get(column) ?? new Map<string, CueHits>();
  knownHits.set(column, known);
  const hits = known.get(text) ?? findCues(column, text);
  known.set(text, hits);
  return hits;
}

function findCues({ cues, learnt }: Column, text: string): CueHits {
  const found = cues.map((cue) => ({ cue, at: wordPlaces(text, cue.stem, cue.isWhole) }));
  const hits = found.filter(({ at }) => at.length > 0);
  const all = cues.reduce((sum, { weight }) => sum + weight, 0);
  const most = Math.max(0, ...hits.map(({ cue }) => cue.weight));
  const own = all === 0 ? 0 : hits.reduce((sum, { cue }) => sum + cue.weight, 0) / all;
  const telling = hits.filter(({ cue }) => cue.weight === most);
  const learntAt = learnt.flatMap((word) => wordPlaces(text, word, true));
  return {
    places: [...telling.flatMap(({ at }) => at), ...learntAt],
    share: Math.max(own, learntAt.length > 0 ? LEARNT_SHARE : 0),
  };
}

const LETTER = /[\p{L}\p{N}]/u;

function wordPlaces(text: string, stem: string, isWhole: boolean): readonly Span[] {
  const places: Span[] = [];
  const joined = NO_SPACES.test(stem);
  for (let at = text.indexOf(stem); at >= 0; at = text.indexOf(stem, at + 1)) {
    const begins = joined || !LETTER.test(text.charAt(at - 1));
    const ends = joined || !isWhole || !LETTER.test(text.charAt(at + stem.length).replace("s", ""));
    if (begins && ends) places.push({ start: at, end: joined ? at + stem.length : wordEnd(text, at) });
  }
  return places;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (LETTER.test(text.charAt(end))) end += 1;
  return end;
}

/** The characters between the value and the nearest of the places; infinite without any. */
export function distanceTo(places: readonly Span[], value: Span): number {
  const gaps = places.map(({ start, end }) => (start < value.start ? value.start - end : start - value.end));
  return Math.min(...gaps.map((gap) => Math.max(0, gap)), Number.POSITIVE_INFINITY);
}

/** The column by the words of its header alone. */
export function headerOf(column: Column): Column {
  if (column.learnt.length === 0) return column;
  const known = headers.get(column) ?? { ...column, learnt: [] };
  headers.set(column, known);
  return known;
}

const headers = new WeakMap<Column, Column>();

/** How much a label (`Population (2020)`) is the header of the column, from 0 to 1. */
export function labelMatch(column: Column, label: string): number {
  const bare = label.replace(IN_BRACKETS, " ").trim();
  return bare === column.words ? 1 : cueHits(headerOf(column), bare).share * 0.9;
}
