/** @file The demonstrator as lead agent of a wide task: the list first, then each item's facts, then what is missing. */

import { kindOfUrl } from "../language/kinds.ts";
import { sameValue, translated } from "../language/titles.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Kind } from "../lexicon.ts";
import { type Column, columnsOf } from "../question/columns.ts";
import { amountOf } from "../question/numbers.ts";
import type { Condition, WidePlan } from "../question/plan.ts";
import type { Item } from "../reading/list-items.ts";
import type { Subtask } from "../writing/subtask.ts";
import type { Gathered } from "./gathered.ts";
import { impliedConditions } from "./implied-conditions.ts";

/** What to delegate next, or the rows of the table. */
export type LeadMove =
  | { readonly reasoning: string; readonly subtasks: readonly Subtask[] }
  | { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };

/** A row's item, and for a join the base item it belongs to. */
interface RowItem {
  readonly item: Item;
  readonly parent?: Item | undefined;
}

type Stage<T> = { readonly need: LeadMove } | { readonly got: T };

/** `mayAsk` is false where this must be the last turn. */
export function leadMove(
  plan: WidePlan,
  gathered: Gathered,
  vocabulary: Vocabulary,
  mayAsk: boolean,
): LeadMove {
  const rows = rowItems(plan, gathered);
  if ("need" in rows && mayAsk) return rows.need;
  const items = "got" in rows ? rows.got : [];
  const kind = kindOfRows(items, plan, gathered, vocabulary);
  const columns = columnsOf(plan, kind, vocabulary);
  const conditions = [...plan.conditions, ...impliedConditions(plan, kind, gathered, vocabulary)];
  const attributes = attributesNeeded(plan, conditions, columns);
  const isRow = ({ item }: RowItem) =>
    conditions.every((condition) => holds(condition, gathered.fact(item, condition.attribute), vocabulary));
  const chosen = chosenRows({ plan, items, conditions, isRow, gathered });
  const missing = mayAsk ? (chosen.missing ?? missingFacts(chosen.items, attributes, gathered)) : undefined;
  if (missing !== undefined) return missing;
  return { columns, rows: tableRows(plan, columns, chosen.items.filter(isRow), gathered) };
}

function rowItems(plan: WidePlan, gathered: Gathered): Stage<readonly RowItem[]> {
  const base = baseItems(plan, gathered);
  if ("need" in base) return base;
  const { step } = plan;
  if (step.by === "itself") return { got: base.got.map((item) => ({ item })) };
  return step.by === "list"
    ? itemsOfLists(base.got, step, gathered)
    : itemsOfAttribute(base.got, step, plan, gathered);
}

function baseItems(
  { base, limit, rankedBy, conditions, step }: WidePlan,
  gathered: Gathered,
): Stage<readonly Item[]> {
  if ("names" in base) return { got: base.names.map((name) => ({ name })) };
  const known = gathered.list(base.phrase);
  const tries = gathered.timesAsked(base.phrase);
  const isDone = known.length > 0 || tries > 1;
  if (isDone) return { got: known };
  const firstOnly =
    rankedBy === undefined && conditions.length === 0 && step.by === "itself" ? limit : undefined;
  const again = tries > 0 ? { again: true } : {};
  const subtasks: readonly Subtask[] = [{ kind: "list", phrase: base.phrase, limit: firstOnly, ...again }];
  const reasoning = tries > 0 ? "No list yet. I ask for it again." : "First I need the list itself.";
  return { need: { reasoning, subtasks } };
}

function itemsOfLists(
  base: readonly Item[],
  { listOf, limit }: Extract<WidePlan["step"], { by: "list" }>,
  gathered: Gathered,
): Stage<readonly RowItem[]> {
  const phrases = base.map(({ name }) => listOf(name));
  const unasked = phrases.filter((phrase) => gathered.timesAsked(phrase) === 0);
  if (unasked.length > 0) {
    const subtasks = unasked.map((phrase): Subtask => ({ kind: "list", phrase, limit }));
    return { need: { reasoning: "The list is there. Now the items of each of its members.", subtasks } };
  }
  const rows = base.flatMap((parent) => gathered.list(listOf(parent.name)).map((item) => ({ item, parent })));
  return { got: distinct(rows) };
}

/** What the attribute names, looked for by itself. */
function inAnotherWay({ base }: WidePlan, attribute: string, gathered: Gathered): readonly Subtask[] {
  if (!("phrase" in base)) return [];
  const [title = base.phrase] = gathered.listTitles(base.phrase);
  return [{ kind: "list", phrase: `${attribute} of ${title}`, way: "pages" }];
}

function itemsOfAttribute(
  base: readonly Item[],
  { attribute, isList }: Extract<WidePlan["step"], { by: "attribute" }>,
  plan: WidePlan,
  gathered: Gathered,
): Stage<readonly RowItem[]> {
  const unasked = base.filter((item) => gathered.timesStudied(item, attribute) === 0);
  if (unasked.length > 0) {
    const subtasks = unasked.map(
      (item): Subtask => ({ kind: "facts", items: [item], attributes: [attribute] }),
    );
    const inPages = unasked.length < base.length ? [] : inAnotherWay(plan, attribute, gathered);
    return {
      need: {
        reasoning: `The list is there. Now the ${attribute} of each.`,
        subtasks: [...subtasks, ...inPages],
      },
    };
  }
  const rows = base.flatMap((parent) => {
    const value = gathered.fact(parent, attribute);
    const names = isList ? value?.split(/, (?:and )?| and /) : value && [value];
    return (names || []).map((name) => ({ item: { name }, parent }));
  });
  return { got: distinct(rows) };
}

function distinct(rows: readonly RowItem[]): readonly RowItem[] {
  return [...new Map(rows.map((row) => [row.item.url ?? row.item.name, row])).values()];
}

/** Known from the pages' URLs; before that, from what a join's attribute names. */
function kindOfRows(
  rows: readonly RowItem[],
  { step }: WidePlan,
  gathered: Gathered,
  vocabulary: Vocabulary,
): Kind | undefined {
  const urls = rows.map(({ item }) => item.url ?? gathered.named(item).url);
  const fromUrl = urls.map((url) => url && kindOfUrl(url, vocabulary)).find(Boolean);
  if (fromUrl) return fromUrl;
  if (step.by === "attribute") {
    const named = vocabulary.lexicon.kinds
      .flatMap((kind) => kind.attributes)
      .find(({ words, refersTo }) => refersTo !== undefined && words.en.includes(step.attribute));
    return vocabulary.lexicon.kinds.find((kind) => kind.id === named?.refersTo);
  }
  return undefined;
}

function attributesNeeded(
  { rankedBy }: WidePlan,
  conditions: readonly Condition[],
  columns: readonly Column[],
): readonly string[] {
  const wanted = columns.flatMap((column) => (column.holds === "attribute" ? [column.words] : []));
  const ranking = rankedBy === undefined ? [] : [rankedBy.attribute];
  return [...new Set([...wanted, ...conditions.map(({ attribute }) => attribute), ...ranking])];
}

/** Each item is asked about once, and once more for what was not found. */
function missingFacts(
  rows: readonly RowItem[],
  attributes: readonly string[],
  gathered: Gathered,
): LeadMove | undefined {
  if (attributes.length === 0) return undefined;
  const lacking = (item: Item) =>
    attributes.filter((attribute) => gathered.fact(item, attribute) === undefined);
  const first = rows.filter(({ item }) =>
    lacking(item).some((words) => gathered.timesStudied(item, words) === 0),
  );
  if (first.length > 0) {
    const subtasks = first.map(
      ({ item }): Subtask => ({ kind: "facts", items: [item], attributes: lacking(item) }),
    );
    return { reasoning: "Now the facts about each of them.", subtasks };
  }
  const second = rows.filter(({ item }) =>
    lacking(item).some((words) => gathered.timesStudied(item, words) === 1),
  );
  if (second.length === 0) return undefined;
  const subtasks = second.map(
    ({ item }): Subtask => ({ kind: "facts", items: [item], attributes: lacking(item), again: true }),
  );
  return { reasoning: "Some cells are still empty. I ask for just those again.", subtasks };
}

interface Choice {
  readonly plan: WidePlan;
  readonly items: readonly RowItem[];
  readonly conditions: readonly Condition[];
  readonly isRow: (row: RowItem) => boolean;
  readonly gathered: Gathered;
}

/** What is looked up: all, or of a preview the first that may be rows; what they are chosen by is looked up of more. */
function chosenRows({ plan, items, conditions, isRow, gathered }: Choice): {
  readonly items: readonly RowItem[];
  readonly missing?: LeadMove | undefined;
} {
  const { most = Number.POSITIVE_INFINITY, rankedBy } = plan;
  if (items.length <= most) return { items };
  const choosing = attributesNeeded(plan, conditions, []);
  if (rankedBy !== undefined) {
    const missing = missingFacts(items, choosing, gathered);
    return { items: inOrder(plan, items.filter(isRow), gathered).slice(0, most), missing };
  }
  const isOpen = ({ item }: RowItem) =>
    choosing.some(
      (words) => gathered.fact(item, words) === undefined && gathered.timesStudied(item, words) < 2,
    );
  let left = most;
  return {
    items: items.filter((row) => {
      if (left <= 0) return false;
      if (isRow(row)) left -= 1;
      else if (isOpen(row)) left -= SHARE_OF_ROWS;
      return true;
    }),
  };
}

/** Of the things that are looked up to see whether they are rows. */
const SHARE_OF_ROWS = 0.25;

function inOrder({ rankedBy }: WidePlan, items: readonly RowItem[], gathered: Gathered): readonly RowItem[] {
  const number = ({ item }: RowItem) =>
    rankedBy ? amountOf(gathered.fact(item, rankedBy.attribute) ?? "") : 0;
  const sign = rankedBy?.descending ? -1 : 1;
  return rankedBy
    ? items.filter((row) => !Number.isNaN(number(row))).sort((a, b) => sign * (number(a) - number(b)))
    : items;
}

function tableRows(
  plan: WidePlan,
  columns: readonly Column[],
  items: readonly RowItem[],
  gathered: Gathered,
): readonly (readonly string[])[] {
  const { limit = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY } = plan;
  return inOrder(plan, items, gathered)
    .slice(0, Math.min(limit, most))
    .map((row) => columns.map((column) => cell(column, row, gathered)));
}

function cell(column: Column, { item, parent }: RowItem, gathered: Gathered): string {
  switch (column.holds) {
    case "name":
      return gathered.named(item).name;
    case "parent":
      return parent?.name ?? "";
    case "attribute":
      return gathered.fact(item, column.words) ?? "";
    case "unknown":
      return "";
  }
}

function holds({ comparison, value }: Condition, fact: string | undefined, vocabulary: Vocabulary): boolean {
  if (fact === undefined) return false;
  if (comparison === "=") {
    const parts = [fact, ...fact.split(/, | and /)];
    return [value, translated(value, vocabulary)].some((wanted) =>
      parts.some((part) => sameValue(part, wanted)),
    );
  }
  const [left, right] = [amountOf(fact), amountOf(value)];
  if (comparison === ">") return left > right;
  if (comparison === ">=") return left >= right;
  return comparison === "<" ? left < right : left <= right;
}
