/** @file The demonstrator as planner: what it makes of a question, as the plan that it is asked for. */
import type { Language } from "../../../core/task.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Kind } from "../lexicon.ts";
import { gather } from "../policy/gathered.ts";
import { leadMove } from "../policy/lead.ts";
import { type Column, columnsOf } from "../question/columns.ts";
import type { Condition, Step, WidePlan } from "../question/plan.ts";
import { writeSubtask } from "../writing/subtask.ts";

/** Only the prompt for plans names this key. */
export function asksForPlan(system: string): boolean {
  return system.includes('"uniqueColumns"');
}

/** The plan as JSON. Of the number of rows it knows what the question says, and nothing else. */
export function planReply(plan: WidePlan, vocabulary: Vocabulary): string {
  const rows = rowsOf(plan);
  const columns = columnsOf(plan, kindOfRows(plan, vocabulary), vocabulary);
  const name = columns.find(({ holds }) => holds === "name") ?? columns[0];
  const parents = columns.filter(({ holds }) => holds === "parent");
  const count = rowCount(plan);
  return JSON.stringify({
    rows,
    criteria: plan.conditions.map((condition) => criterion(condition, plan.language)),
    columns: columns.map((column) => plannedColumn(column, vocabulary)),
    uniqueColumns: [name, ...parents].flatMap((column) => (column === undefined ? [] : [column.header])),
    subtasks: firstSubtasks(plan, vocabulary),
    ...(count !== undefined && { expectedRows: { low: count, likely: count, high: count } }),
  });
}

function rowsOf({ base, step, limit, rankedBy, language }: WidePlan): string {
  const between = language === "zh" ? "、" : ", ";
  const set = "names" in base ? base.names.join(between) : base.phrase.replace(/ (?=(?:are|is) )/, " that ");
  if (step.by === "list") return step.listOf(set);
  if (step.by === "attribute")
    return language === "zh" ? `${set}的${step.attribute}` : `${step.attribute} of ${set}`;
  if (limit === undefined) return set;
  const by = rankedBy?.attribute;
  if (language === "zh")
    return by === undefined ? `${set}，前 ${limit} 个` : `${set}，按${by}的前 ${limit} 个`;
  return by === undefined ? `the first ${limit} of ${set}` : `the first ${limit} of ${set} by ${by}`;
}

/** What the words for the rows name: in English the first noun, in Chinese the last. */
function kindOfRows({ base, step }: WidePlan, { lexicon }: Vocabulary): Kind | undefined {
  if (step.by === "itself" && "names" in base) return undefined;
  const text = ` ${step.by === "itself" && "phrase" in base ? base.phrase : nounOf(step)} `.toLowerCase();
  const named = lexicon.kinds.flatMap((kind) => {
    const places = [
      ...kind.words.en.map((word) => text.indexOf(` ${word} `)),
      ...kind.words.zh.map((word) => text.length - 1 - text.lastIndexOf(word)),
    ].filter((place) => place >= 0 && place < text.length);
    return places.length === 0 ? [] : [{ kind, place: Math.min(...places) }];
  });
  return named.sort((left, right) => left.place - right.place)[0]?.kind;
}

function nounOf(step: Step): string {
  if (step.by === "list") return step.listOf("");
  return step.by === "attribute" ? step.attribute : "";
}

function rowCount({ base, step, limit }: WidePlan): number | undefined {
  if (step.by !== "itself") {
    if (!("names" in base)) return undefined;
    if (step.by === "attribute") return base.names.length;
    return step.limit === undefined ? undefined : base.names.length * step.limit;
  }
  return limit ?? ("names" in base ? base.names.length : undefined);
}

const COMPARISONS: Readonly<Record<Condition["comparison"], string>> = {
  ">": ">",
  ">=": "≥",
  "<": "<",
  "<=": "≤",
  "=": "=",
};

function criterion({ attribute, comparison, value }: Condition, language: Language): string {
  const between = language === "zh" ? "" : " ";
  return [attribute, COMPARISONS[comparison], value].join(between);
}

const TYPES = { number: "number", year: "date" } as const;

function plannedColumn(column: Column, { lexicon }: Vocabulary) {
  const { header: name } = column;
  const attribute = lexicon.kinds
    .flatMap(({ attributes }) => attributes)
    .find(({ words }) => column.holds === "attribute" && words.en[0] === column.words);
  const type = attribute?.type === "number" || attribute?.type === "year" ? TYPES[attribute.type] : "text";
  return { name, type, note: attribute?.unit };
}

/** What the lead agent would ask at once. */
function firstSubtasks(plan: WidePlan, vocabulary: Vocabulary): readonly string[] {
  const move = leadMove(plan, gather([]), vocabulary, true);
  if (!("subtasks" in move)) return [];
  return move.subtasks.map((subtask) => onOneLine(writeSubtask(subtask)));
}

function onOneLine(subtask: string): string {
  return subtask.replace(/([^:])\n(?=\p{Lu})/gu, "$1. ").replace(/\s*\n\s*/g, " ");
}
