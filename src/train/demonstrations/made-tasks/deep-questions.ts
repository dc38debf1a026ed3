/** @file What may be asked for a short answer, given what gold tables state. */
import type { Attribute } from "../../../llm/demonstrator/lexicon.ts";
import { inAnyOrder, type Next } from "./draw.ts";
import type { StatedEntity } from "./stated-entities.ts";

/** From an entity, named or described, along hops to the answer. Without hops the entity itself is asked for. */
export interface DeepQuestion {
  readonly entity: StatedEntity;
  /** The entity is not named, but described by its value of this attribute. */
  readonly by?: Attribute | undefined;
  readonly hops: readonly Attribute[];
  readonly answer: string;
}

const MOST_HOPS = 2;

/** Longer values are no short answers. */
const MOST_LETTERS = 40;

/** Of which hardly one is the value of two entities, as codes and capitals are. */
const DISTINCT = 0.97;
const FEWEST_VALUES = 6;

/** All that the entities give rise to. */
export function deepQuestions(entities: ReadonlyMap<string, StatedEntity>): readonly DeepQuestion[] {
  const describes = describingValues([...entities.values()]);
  return [...entities.values()].flatMap((entity) => {
    const named: DeepQuestion = { entity, hops: [], answer: entity.name };
    const described = [...entity.values]
      .filter(([by, value]) => describes(by, value))
      .map(([by]): DeepQuestion => ({ ...named, by }));
    return [
      ...alongHops(named, entity, entities),
      ...described.flatMap((found) => [found, ...alongHops(found, entity, entities)]),
    ];
  });
}

/** One hop further from where the question has come to, and from there on. */
function alongHops(
  question: DeepQuestion,
  at: StatedEntity,
  entities: ReadonlyMap<string, StatedEntity>,
): readonly DeepQuestion[] {
  if (question.hops.length === MOST_HOPS) return [];
  return [...at.values].flatMap(([attribute, answer]) => {
    if (!isAskable(attribute, answer, question)) return [];
    const further: DeepQuestion = { ...question, hops: [...question.hops, attribute], answer };
    const reached = attribute.type === "list" ? undefined : entities.get(answer);
    const isNext = reached !== undefined && reached.kind.id === attribute.refersTo;
    return isNext ? [further, ...alongHops(further, reached, entities)] : [further];
  });
}

/** What the question gives away, or leads back to where it began, is not asked. */
function isAskable(attribute: Attribute, value: string, { entity, by, hops }: DeepQuestion): boolean {
  if (attribute.type === "yes-no" || attribute.id === "status" || value.length > MOST_LETTERS) return false;
  if (attribute === by || value === entity.name) return false;
  if (hops.length === 0) return true;
  return attribute.refersTo !== entity.kind.id && !["capital", "largestCity"].includes(attribute.id);
}

/** Whether one can say `the country whose capital is Lima`: the attribute tells entities apart, and only one has the value. */
function describingValues(entities: readonly StatedEntity[]): (by: Attribute, value: string) => boolean {
  const counts = new Map<Attribute, Map<string, number>>();
  for (const [attribute, value] of entities.flatMap(({ values }) => [...values])) {
    const count = counts.get(attribute) ?? new Map<string, number>();
    counts.set(attribute, count.set(value, (count.get(value) ?? 0) + 1));
  }
  const telling = [...counts].filter(([by, count]) => by.type === "text" && tellsApart(count));
  const tellingCounts = new Map(telling);
  return (by, value) => tellingCounts.get(by)?.get(value) === 1 && isSpeakable(by, value);
}

function tellsApart(count: ReadonlyMap<string, number>): boolean {
  const all = [...count.values()].reduce((sum, one) => sum + one, 0);
  return all >= FEWEST_VALUES && count.size > DISTINCT * all;
}

/** Nobody describes by coordinates; and a question with a Chinese character in it would be read as Chinese. */
function isSpeakable({ id }: Attribute, value: string): boolean {
  return !/itude$/.test(id) && value.length <= MOST_LETTERS && !/\p{Script=Han}/u.test(value);
}

/** By turns of each form and kind of entity, as long as there are some; within each in an order that is drawn. */
export function byTurnsOfForms(questions: readonly DeepQuestion[], next: Next): readonly DeepQuestion[] {
  const groups = new Map<string, DeepQuestion[]>();
  for (const question of inAnyOrder(questions, next)) {
    const form = formOf(question);
    const group = groups.get(form) ?? [];
    groups.set(form, group);
    group.push(question);
  }
  const forms = inAnyOrder([...groups.values()], next);
  const longest = forms.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, turn) => forms.flatMap((form) => form[turn] ?? [])).flat();
}

function formOf({ entity, by, hops }: DeepQuestion): string {
  const between = hops.length > 1 ? hops[0]?.id : "";
  return [entity.kind.id, by === undefined ? "named" : "described", hops.length, between].join(" ");
}
