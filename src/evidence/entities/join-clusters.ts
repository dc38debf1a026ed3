/**
 * @file Which links between things may be followed: never between two that are held apart, and none of a thing that could as
 * well belong elsewhere. What comes out does not depend on the order of links or things.
 */

/** Two things, by their numbers, that may be one. */
export interface Link {
  readonly ends: readonly [number, number];
  /** Why, for people. */
  readonly because: string;
}

/** Whether these things can all be one. What holds of some things holds of fewer of them. */
export type CanBeOne = (things: readonly number[]) => boolean;

/**
 * The links that may be followed, all of them at once. Left out are
 * - links between things that cannot be one;
 * - links of a thing that is also linked to another that cannot be one with the first: nothing says which of them is meant;
 * - all links of things that would come together over several links although they cannot be one.
 */
export function allowedLinks(links: readonly Link[], canBeOne: CanBeOne): readonly Link[] {
  const possible = links.filter(({ ends: [first, second] }) => first !== second && canBeOne([first, second]));
  const clear = withoutAmbiguous(possible, canBeOne);
  const roots = new Roots();
  for (const { ends } of clear) roots.join(...ends);
  const members = new Map<number, Set<number>>();
  for (const thing of clear.flatMap(({ ends }) => ends)) addTo(members, roots.of(thing), thing);
  const sound = new Set([...members].filter(([, things]) => canBeOne([...things])).map(([root]) => root));
  return clear.filter(({ ends: [first] }) => sound.has(roots.of(first)));
}

function withoutAmbiguous(links: readonly Link[], canBeOne: CanBeOne): readonly Link[] {
  const neighbours = new Map<number, Set<number>>();
  for (const {
    ends: [first, second],
  } of links) {
    addTo(neighbours, first, second);
    addTo(neighbours, second, first);
  }
  const isClear = (from: number, to: number) =>
    [...(neighbours.get(from) ?? [])].every((other) => other === to || canBeOne([other, to]));
  return links.filter(({ ends: [first, second] }) => isClear(first, second) && isClear(second, first));
}

function addTo(sets: Map<number, Set<number>>, key: number, value: number): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

/** Things that were joined share a root (union–find with path halving). */
export class Roots {
  readonly #above = new Map<number, number>();

  of(thing: number): number {
    let here = thing;
    for (let above = this.#above.get(here); above !== undefined; above = this.#above.get(here)) {
      const further = this.#above.get(above);
      if (further !== undefined) this.#above.set(here, further);
      here = above;
    }
    return here;
  }

  join(first: number, second: number): void {
    const [left, right] = [this.of(first), this.of(second)];
    if (left !== right) this.#above.set(Math.max(left, right), Math.min(left, right));
  }
}
