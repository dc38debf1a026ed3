/** @file A wide task asked again in a free phrasing, which the teacher reads as it reads the task itself. */
import type { WideTask } from "../../../core/task.ts";
import { attributeOf, kindOfNoun } from "../../../llm/demonstrator/language/kinds.ts";
import { fold } from "../../../llm/demonstrator/language/text.ts";
import type { Vocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import type { Attribute, Kind } from "../../../llm/demonstrator/lexicon.ts";
import { columnsOf } from "../../../llm/demonstrator/question/columns.ts";
import { splitEnglish } from "../../../llm/demonstrator/question/english.ts";
import { planWide } from "../../../llm/demonstrator/question/plan-wide.ts";
import { listText } from "../../../util/list-text.ts";
import { isNamedByNoun, nounFor } from "./attribute-nouns.ts";
import { carelessly, drawn, filled, inAnyOrder, type Next, raised } from "./draw.ts";
import { freePhrasings, insideOutEndings } from "./free-phrasings.ts";

/** A set of which people also ask `Which countries of Africa are landlocked?` */
const INSIDE_OUT = /^(landlocked) (countries|territories|countries and territories) (.+)$/;
const ASKED_INSIDE_OUT = 0.5;

/** `all two largest cities` is not said. */
const COUNTED_SET = /^(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) /;
const FOR_UNCOUNTED = /\b(?:all|every|each of the|are there)\b/i;

const WITHOUT_COLUMNS = 0.7;
const LOWER_CASE = 0.03;

/** Phrasings that are tried, most of which read as they should. */
const TRIES = 8;

/**
 * The same task in other words, most often without its columns beside the question. `undefined` where the question does
 * not say in words what its set is, or where no free phrasing of it reads the same.
 */
export function rephrase(task: WideTask, vocabulary: Vocabulary, next: Next): WideTask | undefined {
  const asked = askedBy(task, vocabulary);
  if (asked === undefined) return undefined;
  const set = readingOf(task.question, asked, vocabulary).set;
  const attributes = asked.attributes.map(usual).toSorted().join();
  const keepsColumns = next() > WITHOUT_COLUMNS;
  let withColumns: WideTask | undefined;
  for (const phrasing of phrasingsFor(asked, next).slice(0, TRIES)) {
    const question = phrased(carelessly(phrasing, next), asked, next);
    const read = readingOf(question, asked, vocabulary);
    if (read.set !== set) continue;
    withColumns ??= { ...task, question };
    if (keepsColumns) break;
    if (read.attributes.toSorted().join() === attributes) return { ...task, question, columns: undefined };
  }
  return withColumns;
}

/** What a question asks for: a set, in its own words, and attributes of the members. */
interface Asked {
  readonly set: string;
  readonly kind: Kind;
  readonly attributes: readonly Attribute[];
}

function askedBy({ question, columns = [] }: WideTask, vocabulary: Vocabulary): Asked | undefined {
  const [name = "", ...others] = columns;
  const kind = kindOfNoun(name, vocabulary);
  if (kind === undefined || others.length === 0) return undefined;
  const attributes = others.map((column) => attributeOf(kind, column, vocabulary));
  const known = attributes.filter((attribute) => attribute !== undefined);
  const set = setOf(question, known, vocabulary);
  return set === undefined || known.length < attributes.length ? undefined : { set, kind, attributes: known };
}

/** As the teacher reads it, and `with airports` behind it, which the teacher takes for something that is asked. */
function setOf(
  question: string,
  attributes: readonly Attribute[],
  vocabulary: Vocabulary,
): string | undefined {
  const { set } = splitEnglish(question, vocabulary);
  const [before, ...behind] = question.split(set);
  if (before === question) return undefined;
  const [ending = "", noun = ""] = /^ with (\w+s)\b/.exec(behind.join(set)) ?? [];
  if (kindOfNoun(noun, vocabulary) === undefined) return set;
  const isAsked = attributes.some(({ words }) => words.en.includes(noun));
  const isNamedAgain = question.indexOf(noun) !== question.lastIndexOf(noun);
  return isAsked && !isNamedAgain ? set : `${set}${ending}`;
}

/** What the teacher makes of a question without columns beside it: its set, as a text that is the same for the same set. */
function readingOf(
  question: string,
  { kind }: Asked,
  vocabulary: Vocabulary,
): { readonly set: string; readonly attributes: readonly string[] } {
  const { headers: _, asked, ...set } = planWide(question, undefined, vocabulary);
  const columns = columnsOf({ ...set, asked }, kind, vocabulary);
  return {
    set: fold(JSON.stringify(set)),
    attributes: columns.flatMap((column) => (column.holds === "attribute" ? column.words : [])),
  };
}

function usual({ id, words }: Attribute): string {
  return words.en[0] ?? id;
}

function phrasingsFor({ set, attributes }: Asked, next: Next): readonly string[] {
  const takesAny = attributes.every(isNamedByNoun);
  const fitting = freePhrasings
    .filter((phrasing) => takesAny || phrasing.includes("{c}"))
    .filter((phrasing) => !COUNTED_SET.test(set) || !FOR_UNCOUNTED.test(phrasing));
  const all = inAnyOrder(fitting, next);
  const [, word, noun, place] = INSIDE_OUT.exec(set) ?? [];
  if (word === undefined || next() > ASKED_INSIDE_OUT) return all;
  return [`Which ${noun} ${place} are ${word}? ${drawn(insideOutEndings, next)}`, ...all];
}

function phrased(phrasing: string, { set, attributes }: Asked, next: Next): string {
  const nouns = inAnyOrder(attributes, next).map((attribute) => nounFor(attribute, next));
  const question = filled(phrasing, {
    set,
    Set: raised(set),
    a: listText(nouns),
    c: nouns.join(", "),
    is: nouns.length > 1 || attributes[0]?.type === "list" ? "are" : "is",
  });
  return next() < LOWER_CASE ? question.toLowerCase() : question;
}
