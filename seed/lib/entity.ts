/** @file The things that the seed pages describe, before they are written down. */

export type Split = "train" | "dev" | "test";

export interface Entity {
  /** Id of its kind in the lexicon. */
  readonly kind: string;
  /** Name in prose, without a qualifier. */
  readonly name: string;
  /** Title of its page, unique: the name, with a qualifier where names collide. */
  readonly title: string;
  readonly url: string;
  /** Values as the pages write them, by the attribute's id. An unknown one is absent. */
  readonly facts: Readonly<Record<string, string>>;
  /** The same values as numbers, where they are numbers. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Its name in Chinese, where the data has one. */
  readonly zh?: string | undefined;
  readonly split: Split;
}

/** An entity whose title and address still wait for the other entities' names. */
export interface Draft {
  readonly kind: string;
  /** Unique among all drafts; what `refs` of other drafts point at. */
  readonly key: string;
  readonly name: string;
  /** Added in case of a collision, most general first: `, Peru`, `, Lima, Peru`. */
  readonly qualifiers: readonly string[];
  /** Decides which of several namesakes keeps the plain name: the largest. */
  readonly prominence: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly zh?: string | undefined;
  /** Facts whose value is the title of another entity: its key by the attribute's id. Without that entity the fact falls. */
  readonly refs?: Readonly<Record<string, string>>;
  readonly split: Split;
}

export interface Page {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** Chinese phrases that a search may find the page by, separated by `、`; not part of the text. */
  readonly keywords?: string | undefined;
  readonly kind: string;
  readonly split: Split | "shared";
}

/** The one split of all the entities, or `shared`. */
export function splitOf(entities: readonly Entity[]): Split | "shared" {
  const [first] = entities;
  if (first === undefined) return "shared";
  return entities.every((entity) => entity.split === first.split) ? first.split : "shared";
}
