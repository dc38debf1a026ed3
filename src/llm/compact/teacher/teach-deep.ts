/** @file What the teacher does as lead agent of a deep task: one hop after another, from the innermost thing outwards. */
import type { Vocabulary } from "../../demonstrator/language/vocabulary.ts";
import { planDeep, type Sought } from "../../demonstrator/question/plan-deep.ts";
import type { Item } from "../../demonstrator/reading/list-items.ts";
import type { Action } from "../actions.ts";
import { known } from "../board.ts";
import type { State } from "../state.ts";

const TRIES = 2;

export function teachDeep(state: State, vocabulary: Vocabulary): readonly Action[] {
  const plan = planDeep(state.asked, vocabulary);
  if (plan === undefined || state.turnsLeft === 1) return lastWord(state, plan?.hops);
  const { start, hops } = plan;
  if (!("noun" in start)) return follow(start, hops, state);
  const gathered = known(state.board);
  const item = gathered.found(start.noun, start.attribute, start.value);
  if (item !== undefined) return follow(item, hops, state);
  return gathered.timesSought(start.noun, start.attribute, start.value) < TRIES
    ? [find(start)]
    : [{ is: "unknown" }];
}

function find({ noun, attribute, value }: Sought): Action {
  return { is: "find", noun, attribute, value };
}

/** Walks as far as it is known; then asks for the next hop. */
function follow(start: Item, hops: readonly string[], { board }: State): readonly Action[] {
  const gathered = known(board);
  let item = start;
  let before: string | undefined;
  for (const hop of hops) {
    const value = gathered.fact(item, hop);
    if (value !== undefined) {
      item = { name: value };
      before = hop;
      continue;
    }
    const tries = gathered.timesStudied(item, hop);
    if (tries >= TRIES) return [{ is: "unknown" }];
    return tries > 0
      ? [{ is: "again" }]
      : [...rowsFor(item, before, board), { is: "facts", attributes: [hop] }];
  }
  return [{ is: "answer", text: before ?? item.name }];
}

/** How the thing that is asked about next becomes the row, where it is not one yet. */
function rowsFor({ name }: Item, before: string | undefined, board: State["board"]): readonly Action[] {
  if (before !== undefined) return [{ is: "rows", column: before }];
  return board.rows.length > 0 ? [] : [{ is: "about", names: [name] }];
}

function lastWord({ board }: State, hops: readonly string[] = []): readonly Action[] {
  const row = board.rows.at(-1);
  const last = hops.at(-1);
  const isKnown = row !== undefined && last !== undefined && known(board).fact(row.item, last) !== undefined;
  return isKnown ? [{ is: "answer", text: last }] : [{ is: "unknown" }];
}
