/** @file What gold tables state: of each entity in a first column, the values in the other columns. */
import type { Task } from "../../../core/task.ts";
import { attributeOf, kindOfNoun } from "../../../llm/demonstrator/language/kinds.ts";
import type { Vocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import type { Attribute, Kind } from "../../../llm/demonstrator/lexicon.ts";

/** An entity that has a row in some table. */
export interface StatedEntity {
  readonly name: string;
  readonly kind: Kind;
  readonly values: ReadonlyMap<Attribute, string>;
}

/** By their names. An entity of which tables state two kinds, or two values of an attribute, is left out. */
export function statedEntities(
  tasks: readonly Task[],
  vocabulary: Vocabulary,
): ReadonlyMap<string, StatedEntity> {
  const entities = new Map<string, StatedEntity & { readonly values: Map<Attribute, string> }>();
  const doubtful = new Set<string>();
  for (const { name, kind, attribute, value } of tasks.flatMap((task) => statements(task, vocabulary))) {
    const entity = entities.get(name) ?? { name, kind, values: new Map<Attribute, string>() };
    entities.set(name, entity);
    if (entity.kind !== kind || (entity.values.get(attribute) ?? value) !== value) doubtful.add(name);
    entity.values.set(attribute, value);
  }
  for (const name of doubtful) entities.delete(name);
  return entities;
}

interface Statement {
  readonly name: string;
  readonly kind: Kind;
  readonly attribute: Attribute;
  readonly value: string;
}

/** One for each cell that has a value, under a column that names an attribute. */
function statements(task: Task, vocabulary: Vocabulary): readonly Statement[] {
  if (task.kind !== "wide" || task.gold === undefined) return [];
  const [first = "", ...others] = task.gold.columns;
  const kind = kindOfNoun(first, vocabulary);
  if (kind === undefined) return [];
  const attributes = others.map((column) => attributeOf(kind, column, vocabulary));
  return task.gold.rows.flatMap(([name = "", ...values]) =>
    values.flatMap((value, index) => {
      const attribute = attributes[index];
      return attribute === undefined || value === "" ? [] : { name, kind, attribute, value };
    }),
  );
}
