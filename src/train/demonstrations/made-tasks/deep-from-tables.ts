/** @file Deep tasks from the gold tables of wide ones. */
import type { DeepTask, Task } from "../../../core/task.ts";
import type { Vocabulary } from "../../../llm/demonstrator/language/vocabulary.ts";
import { byTurnsOfForms, type DeepQuestion, deepQuestions } from "./deep-questions.ts";
import type { Next } from "./draw.ts";
import { heldOutNames } from "./held-out.ts";
import { phraseDeep } from "./phrase-deep.ts";
import { statedEntities } from "./stated-entities.ts";

export interface DeepFromTablesOptions {
  /** Nothing is asked about what these name. */
  readonly heldOut: readonly Task[];
  readonly vocabulary: Vocabulary;
  readonly next: Next;
}

/**
 * `count` tasks, or as many as the tables give rise to, each question once: for a value of an entity, for the entity that
 * has a value, and over one more hop. English. The same tasks and options give the same ones.
 */
export function deepFromTables(
  tables: readonly Task[],
  count: number,
  { heldOut, vocabulary, next }: DeepFromTablesOptions,
): readonly DeepTask[] {
  const isHeldOut = heldOutNames(heldOut);
  const stated = [...statedEntities(tables, vocabulary)].filter(([name]) => !isHeldOut(name));
  const questions = deepQuestions(new Map(stated)).filter(
    ({ entity, by }) => by === undefined || !isHeldOut(entity.values.get(by) ?? ""),
  );
  const made = new Map<string, DeepTask>();
  for (const question of byTurnsOfForms(questions, next)) {
    if (made.size >= count) break;
    const text = phraseDeep(question, vocabulary, next);
    if (text === undefined || made.has(text)) continue;
    const id = `from-tables-${made.size + 1}`;
    made.set(text, { id, kind: "deep", question: text, language: "en", gold: goldOf(question) });
  }
  return [...made.values()];
}

/** As the table states it, a number without separators, and with its unit. */
function goldOf({ hops, answer }: DeepQuestion): readonly string[] {
  const last = hops.at(-1);
  const forms = [answer];
  if (last?.type === "number") forms.push(answer.replaceAll(",", ""));
  if (last?.unit !== undefined) forms.push(`${answer} ${last.unit}`);
  return [...new Set(forms)];
}
