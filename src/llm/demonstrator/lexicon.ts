/**
 * @file The shape of the demonstrator's lexicon: what it knows of language, and nothing of the facts. The seed pages are
 * written with the same sentences, so that what one side states the other can read; names and values live only in pages.
 */

/** How people name a thing. The first of each language is the usual form; all are lower case where case does not matter. */
interface Words {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

export interface Attribute {
  /** Unique within its kind, e.g. `capital`; the placeholder in sentences. */
  readonly id: string;
  /** How a column or a question names it; the first is the usual column header. */
  readonly words: Words;
  readonly type: "text" | "number" | "year" | "list" | "yes-no";
  /** Unit of a number as pages write it behind the value, e.g. `km²`. */
  readonly unit?: string | undefined;
  /** Id of the kind of entity that the value names, for questions that hop: a country's capital is a city. */
  readonly refersTo?: string | undefined;
  /**
   * Title of the page that states it where that is not the entity's own page, `{name}` standing for the entity:
   * `Economy of {name}`. Such pages use the sentences of the same kind.
   */
  readonly page?: string | undefined;
}

export interface Kind {
  /** E.g. `country`. */
  readonly id: string;
  /** Nouns, singular and plural: `country`, `countries`, `nation`, `nations`. */
  readonly words: Words;
  readonly attributes: readonly Attribute[];
  /** What may stand for the entity's name at the beginning of a sentence, e.g. `It` and `The country`. */
  readonly pronouns: readonly string[];
  /**
   * Sentences of its pages. `{name}` stands for the entity or its pronoun, every other placeholder for an attribute's
   * value by its id: `The capital of {name} is {capital}.`
   */
  readonly sentences: readonly string[];
}

/** A word of set descriptions in both languages, e.g. a region or a property: `landlocked` and `内陆`. */
export interface Term {
  readonly en: string;
  readonly zh: readonly string[];
}

export interface Lexicon {
  readonly kinds: readonly Kind[];
  readonly terms: readonly Term[];
}
