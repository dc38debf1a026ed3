/** @file Puts a deep question into words that the teacher reads as just that question. */
import { attributeOf, kindOfNoun } from "../../../llm/demonstrator/language/kinds.ts";
import type { Vocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import type { Attribute } from "../../../llm/demonstrator/lexicon.ts";
import { planDeep } from "../../../llm/demonstrator/question/plan-deep.ts";
import { nounFor } from "./attribute-nouns.ts";
import {
  descriptions,
  entityPhrasings,
  listPhrasings,
  phrasingsOfAttribute,
  valuePhrasings,
} from "./deep-phrasings.ts";
import type { DeepQuestion } from "./deep-questions.ts";
import { carelessly, drawn, filled, type Next, raised } from "./draw.ts";
import type { StatedEntity } from "./stated-entities.ts";

/** How often a phrasing that is the attribute's own is taken where it has some. */
const OWN = 0.3;

/** Most read as they should. */
const TRIES = 8;

/** `undefined` where no phrasing that was drawn reads as the question. */
export function phraseDeep(question: DeepQuestion, vocabulary: Vocabulary, next: Next): string | undefined {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const text = phrased(question, next);
    if (readsAs(text, question, vocabulary)) return text;
  }
  return undefined;
}

function phrased({ entity, by, hops }: DeepQuestion, next: Next): string {
  const slots = {
    noun: entity.kind.words.en[0] ?? entity.kind.id,
    by: by === undefined ? "" : nounFor(by, next),
    value: by === undefined ? "" : (entity.values.get(by) ?? ""),
  };
  const start = by === undefined ? named(entity) : filled(drawn(descriptions, next) ?? "", slots);
  const last = hops.at(-1);
  if (last === undefined)
    return filled(carelessly(drawn(entityPhrasings, next) ?? "", next), { ...slots, entity: start });
  const place = hops.slice(0, -1).reduce((inner, hop) => `the ${nounFor(hop, next)} of ${inner}`, start);
  const a = nounFor(last, next);
  return filled(carelessly(phrasingFor(last, next), next), { a, A: raised(a), entity: place });
}

function phrasingFor(attribute: Attribute, next: Next): string {
  const own = phrasingsOfAttribute[attribute.id] ?? [];
  if (own.length > 0 && next() < OWN) return drawn(own, next) ?? "";
  const isList = attribute.type === "list";
  const usual = isList
    ? [...listPhrasings, ...valuePhrasings.filter((one) => !/'s| is /.test(one))]
    : valuePhrasings;
  return drawn(usual, next) ?? "";
}

const TAKES_ARTICLE =
  /^United | (?:Islands|Republic|Emirates|Territory|Lands|Licen[sc]e|Nebula|Galaxy|Cluster|Cloud)$/;

/** The name inside a sentence: `the Peruvian sol`, `Peru`. */
function named({ name, kind }: StatedEntity): string {
  const takesArticle = kind.id === "currency" || TAKES_ARTICLE.test(name);
  return takesArticle && !/^The /.test(name) ? `the ${name}` : name;
}

function readsAs(text: string, { entity, by, hops }: DeepQuestion, vocabulary: Vocabulary): boolean {
  const plan = planDeep(text, vocabulary);
  if (plan === undefined || plan.hops.length !== hops.length) return false;
  const kinds = vocabulary.lexicon.kinds;
  const names = (words: string, attribute: Attribute | undefined) =>
    kinds.some(
      (kind) =>
        attribute !== undefined &&
        kind.attributes.includes(attribute) &&
        attributeOf(kind, words, vocabulary) === attribute,
    );
  if (!plan.hops.every((words, index) => names(words, hops[index]))) return false;
  const { start } = plan;
  if (by === undefined) return "name" in start && start.name.replace(/^the /, "") === entity.name;
  return (
    "noun" in start &&
    kindOfNoun(start.noun, vocabulary) === entity.kind &&
    names(start.attribute, by) &&
    start.value === entity.values.get(by)
  );
}
