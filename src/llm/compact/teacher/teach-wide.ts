/** @file What the teacher does as lead agent of a wide task: the demonstrator's plan, in the compact policy's actions. */
import { attributeOf, kindOfUrl } from "../../demonstrator/language/kinds.ts";
import type { Vocabulary } from "../../demonstrator/language/vocabulary.ts";
import type { Attribute, Kind } from "../../demonstrator/lexicon.ts";
import { impliedConditions } from "../../demonstrator/policy/implied-conditions.ts";
import { type Column, columnsOf } from "../../demonstrator/question/columns.ts";
import type { Condition, WidePlan } from "../../demonstrator/question/plan.ts";
import { planWide } from "../../demonstrator/question/plan-wide.ts";
import type { Action } from "../actions.ts";
import { afterActions, type Board, known, lacking, unasked } from "../board.ts";
import type { State } from "../state.ts";

/** Asked for twice in vain, a thing does not exist here. */
const TRIES = 2;

export function teachWide(state: State, vocabulary: Vocabulary): readonly Action[] {
  const plan = planWide(state.asked, state.columns, vocabulary);
  const isLast = state.turnsLeft === 1;
  const before = isLast ? undefined : (baseRows(plan, state.board) ?? derivedRows(plan, state.board));
  if (before !== undefined && before[0]?.is !== "rows" && before[0]?.is !== "about") return before;
  const board = afterActions(state.board, before ?? []);
  if (board.rows.length === 0) return [{ is: "unknown" }];
  const asked = isLast ? undefined : questions(plan, board, vocabulary);
  return asked !== undefined ? [...(before ?? []), ...asked] : finalTable(plan, state, vocabulary);
}

/** The list of the base set, or the names in the question. */
function baseRows(
  { base, limit, rankedBy, conditions, step }: WidePlan,
  board: Board,
): readonly Action[] | undefined {
  const isStarted = board.rows.length > 0 || board.parents.length > 0;
  if ("names" in base) return isStarted ? undefined : [{ is: "about", names: base.names }];
  const tries = known(board).timesAsked(base.phrase);
  if (isStarted || tries >= TRIES) return undefined;
  const firstOnly =
    rankedBy === undefined && conditions.length === 0 && step.by === "itself" ? limit : undefined;
  return withFirst([{ is: "list", phrase: base.phrase }], firstOnly);
}

/** The rows that follow from the base set: the lists of its things, or what an attribute of each names. */
function derivedRows({ step }: WidePlan, board: Board): readonly Action[] | undefined {
  if (step.by === "list") {
    const phrase = step.listOf("*");
    const isAsked = board.parents.length > 0;
    const gathered = known(board);
    const isDone = isAsked && board.parents.every(({ name }) => gathered.timesAsked(step.listOf(name)) > 0);
    return isDone ? undefined : withFirst([{ is: "list", phrase }], step.limit);
  }
  if (step.by === "itself" || board.rows.some(({ parent }) => parent !== undefined)) return undefined;
  const asked = afterActions(board, [{ is: "facts", attributes: [step.attribute] }]);
  return unasked(asked).length > 0
    ? [{ is: "facts", attributes: [step.attribute] }]
    : [{ is: "rows", column: step.attribute }];
}

function withFirst(actions: readonly Action[], count: number | undefined): readonly Action[] {
  return count === undefined ? actions : [...actions, { is: "first", count }];
}

/** What is still to be asked of the rows: everything once, and once more what was not found. */
function questions(plan: WidePlan, board: Board, vocabulary: Vocabulary): readonly Action[] | undefined {
  const attributes = attributesFor(plan, board, vocabulary);
  if (attributes.length === 0) return undefined;
  const facts: Action = { is: "facts", attributes };
  const asked = afterActions(board, [facts]);
  if (unasked(asked).length > 0) return [facts];
  const gathered = known(board);
  const isWorthAgain = board.rows.some((row) =>
    lacking(board, row).some((attribute) => gathered.timesStudied(row.item, attribute) < TRIES),
  );
  return isWorthAgain ? [{ is: "again" }] : undefined;
}

/** Everything the answer needs to know of a row, in the words of its columns. */
function attributesFor(plan: WidePlan, board: Board, vocabulary: Vocabulary): readonly string[] {
  const { columns, conditions, kind } = understood(plan, board, vocabulary);
  const wanted = columns.flatMap((column) => (column.holds === "attribute" ? [column.header] : []));
  const ranking = plan.rankedBy === undefined ? [] : [plan.rankedBy.attribute];
  const others = [...conditions.map(({ attribute }) => attribute), ...ranking];
  return [...new Set([...wanted, ...others.map((words) => headerFor(words, columns, kind, vocabulary))])];
}

interface Understood {
  readonly kind: Kind | undefined;
  readonly columns: readonly Column[];
  readonly conditions: readonly Condition[];
}

function understood(plan: WidePlan, board: Board, vocabulary: Vocabulary): Understood {
  const kind = kindOfBoard(plan, board, vocabulary);
  return {
    kind,
    columns: columnsOf(plan, kind, vocabulary),
    conditions: [...plan.conditions, ...impliedConditions(plan, kind, known(board), vocabulary)],
  };
}

/** Known from the pages' URLs; before that, from what a join's attribute names. */
function kindOfBoard({ step }: WidePlan, board: Board, vocabulary: Vocabulary): Kind | undefined {
  const gathered = known(board);
  const urls = board.rows.map(({ item }) => item.url ?? gathered.named(item).url);
  const fromUrl = urls.map((url) => url && kindOfUrl(url, vocabulary)).find(Boolean);
  if (fromUrl || step.by !== "attribute") return fromUrl || undefined;
  const named = vocabulary.lexicon.kinds
    .flatMap(({ attributes }) => attributes)
    .find(({ words, refersTo }) => refersTo !== undefined && words.en.includes(step.attribute));
  return vocabulary.lexicon.kinds.find(({ id }) => id === named?.refersTo);
}

/** The column that holds an attribute; where none does, its words with a capital, as a column would have it. */
function headerFor(
  words: string,
  columns: readonly Column[],
  kind: Kind | undefined,
  vocabulary: Vocabulary,
): string {
  const attribute = kind && attributeOf(kind, words, vocabulary);
  const column = columns.find(
    (one) =>
      one.holds === "attribute" &&
      kind !== undefined &&
      same(attributeOf(kind, one.words, vocabulary), attribute),
  );
  return column?.header ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function same(left: Attribute | undefined, right: Attribute | undefined): boolean {
  return left !== undefined && left.id === right?.id;
}

function finalTable(plan: WidePlan, state: State, vocabulary: Vocabulary): readonly Action[] {
  const { columns, conditions, kind } = understood(plan, state.board, vocabulary);
  const { rankedBy, limit } = plan;
  const written = state.columns === undefined ? columns.map(({ header }) => header) : [];
  const header = (words: string) => headerFor(words, columns, kind, vocabulary);
  return withFirst(
    [
      { is: "table", columns: written },
      ...conditions.map(
        ({ attribute, comparison, value }): Action => ({
          is: "where",
          attribute: header(attribute),
          comparison,
          value,
        }),
      ),
      ...(rankedBy === undefined
        ? []
        : [{ is: "by" as const, attribute: header(rankedBy.attribute), descending: rankedBy.descending }]),
    ],
    limit,
  );
}
