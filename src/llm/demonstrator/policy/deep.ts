/** @file The demonstrator on a deep task: one hop after another, from the innermost thing outwards. */
import type { DeepPlan, Sought } from "../question/plan-deep.ts";
import type { Item } from "../reading/list-items.ts";
import type { Subtask } from "../writing/subtask.ts";
import type { Gathered } from "./gathered.ts";

export type DeepMove =
  | { readonly reasoning: string; readonly subtasks: readonly Subtask[] }
  | { readonly answer: string }
  /** What was not found, as a sentence; absent where not even the start was. */
  | { readonly missing: string | undefined };

export function deepMove({ start, hops }: DeepPlan, gathered: Gathered): DeepMove {
  const found = "noun" in start ? startingPoint(start, gathered) : { item: start };
  return "item" in found ? follow(found.item, hops, gathered) : found;
}

/** Asked for twice in vain, a thing does not exist here. */
const TRIES = 2;

function startingPoint(start: Sought, gathered: Gathered): { readonly item: Item } | DeepMove {
  const { noun, attribute, value } = start;
  const item = gathered.found(noun, attribute, value);
  if (item !== undefined) return { item };
  const tries = gathered.timesSought(noun, attribute, value);
  if (tries >= TRIES) return { missing: undefined };
  const subtask: Subtask = { kind: "find", noun, attribute, value, ...(tries > 0 && { again: true }) };
  return { reasoning: `First: which ${noun} is it?`, subtasks: [subtask] };
}

function follow(item: Item, [hop, ...rest]: readonly string[], gathered: Gathered): DeepMove {
  if (hop === undefined) return { answer: item.name };
  const tries = gathered.timesStudied(item, hop);
  const value = gathered.fact(item, hop);
  if (value !== undefined) return follow({ name: value }, rest, gathered);
  if (tries >= TRIES) return { missing: missingFact(item, hop) };
  const subtask: Subtask = {
    kind: "facts",
    items: [item],
    attributes: [hop],
    ...(tries > 0 && { again: true }),
  };
  return { reasoning: `Next: the ${hop} of ${item.name}.`, subtasks: [subtask] };
}

/** Where the thing itself has a page, the answer is that the page does not say it. */
function missingFact({ name, url }: Item, hop: string): string | undefined {
  return url !== undefined ? `No page that was read states the ${hop} of ${name}.` : undefined;
}
