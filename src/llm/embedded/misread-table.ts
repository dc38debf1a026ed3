/** @file Whether a table can be what the question asks for, by the words of the lexicon that stand in both. */
import type { SampleRequest } from "../../core/sampler.ts";
import type { Table } from "../../core/table.ts";
import { known } from "../compact/board.ts";
import { stateOf } from "../compact/compact-renderer.ts";
import type { State } from "../compact/state.ts";
import { attributeOf, kindOfNoun, kindOfUrl } from "../demonstrator/language/kinds.ts";
import { fold } from "../demonstrator/language/text.ts";
import { createVocabulary } from "../demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../demonstrator/lexicon/seed-lexicon.ts";
import type { Attribute, Kind } from "../demonstrator/lexicon.ts";
import type { Done } from "../demonstrator/policy/gathered.ts";
import { planWide } from "../demonstrator/question/plan-wide.ts";

const vocabulary = createVocabulary(seedLexicon);

/** No kind of thing, attribute or set of the lexicon. */
export function namesNothingKnown(question: string): boolean {
  return vocabulary.mark(question).length === 0;
}

/** The lead agent's rows are things that the question does not name. */
export function hasOtherRows(request: SampleRequest): boolean {
  return kindOfRows(stateOf(request)) === "other";
}

/** What is wrong with the table as an answer, as a clause; `undefined` where nothing tells against it. */
export function misreadTable(table: Table, request: SampleRequest): string | undefined {
  const state = stateOf(request);
  const kind = kindOfRows(state);
  if (kind === undefined) return undefined;
  if (kind === "other") return "the policy's rows are not what the question names";
  const lacking = columnLacking(table, state, kind);
  if (lacking !== undefined) return `the policy's table lacks "${lacking}"`;
  const foreign = table.columns.find((column, index) => isForeign(column, index, kind));
  return foreign && `the policy's table has "${foreign}", which a ${kind.id} has not`;
}

/** By the pages of the rows; rows that were not looked up have none, and nothing tells what they are. */
function kindOfRows({ asked, board }: State): Kind | "other" | undefined {
  const facts = known(board);
  const urls = board.rows.flatMap(({ item }) => item.url ?? facts.named(item).url ?? []);
  if (urls.length === 0) return undefined;
  const wanted = kindsIn(asked);
  const kinds = urls.map((url) => kindOfUrl(url, vocabulary)).filter((kind) => kind !== undefined);
  return kinds.find(({ id }) => wanted.size === 0 || wanted.has(id)) ?? "other";
}

/** A column that the user fixed, or else an attribute that the question names, which the table does not have. */
function columnLacking(table: Table, { asked, columns, board }: State, kind: Kind): string | undefined {
  if (columns !== undefined) return columns.find((column) => !hasColumn(table, column));
  const has = new Set(table.columns.map((column) => attributeOf(kind, column, vocabulary)));
  return attributesAskedFor(asked, board.done, kind).find((attribute) => !has.has(attribute))?.words.en[0];
}

function hasColumn(table: Table, wanted: string): boolean {
  return table.columns.some((column) => fold(column.trim()) === fold(wanted.trim()));
}

/** The kinds of thing that the rows may be of: those named, those that have an attribute that is named, and what it names. */
function kindsIn(question: string): ReadonlySet<string> {
  const ids = vocabulary.mark(question).flatMap(({ kinds, attributes }) => {
    if (kinds.length > 0) return kinds.map(({ id }) => id);
    return attributes.flatMap(({ kind, attribute }) => [kind.id, attribute.refersTo ?? kind.id]);
  });
  return new Set(ids);
}

/** The attributes of the rows that the question names, but for words that describe a list: `subdivisions of Iceland with airports`. */
function attributesAskedFor(question: string, done: readonly Done[], kind: Kind): readonly Attribute[] {
  const lists = done.flatMap(({ subtask }) => (subtask.kind === "list" ? [fold(subtask.phrase)] : []));
  const { asked } = planWide(question, undefined, vocabulary);
  return vocabulary
    .mark(asked)
    .filter(({ kinds, start, end }) => {
      const words = fold(asked.slice(start, end));
      return !kinds.includes(kind) && !lists.some((phrase) => phrase.includes(words));
    })
    .flatMap(({ attributes }) => attributes.find((one) => one.kind === kind)?.attribute ?? []);
}

/** A first column that names another kind of thing, or a further one that is an attribute of other kinds only. */
function isForeign(column: string, index: number, kind: Kind): boolean {
  if (index === 0) {
    const named = kindOfNoun(column, vocabulary);
    return named !== undefined && named !== kind;
  }
  if (attributeOf(kind, column, vocabulary) !== undefined) return false;
  const marks = vocabulary.mark(column);
  return (
    marks.length > 0 && marks.every(({ kinds, attributes }) => kinds.length === 0 && attributes.length > 0)
  );
}
