/** @file What the demonstrator makes of a question before it has read anything. */
import type { Language } from "../../../core/task.ts";

/** A condition on the rows, its attribute still in the question's words. */
export interface Condition {
  readonly attribute: string;
  readonly comparison: ">" | ">=" | "<" | "<=" | "=";
  readonly value: string;
}

/**
 * How the rows follow from the base set: they are its items; or the items of a list that each base item has; or what an
 * attribute of each base item names.
 */
export type Step =
  | { readonly by: "itself" }
  | { readonly by: "list"; readonly listOf: (name: string) => string; readonly limit?: number | undefined }
  /** `isList`: each item has several. */
  | { readonly by: "attribute"; readonly attribute: string; readonly isList?: true };

export interface WidePlan {
  readonly language: Language;
  /** The phrase that the list of the base set goes by, or the names of its items one by one. */
  readonly base: { readonly phrase: string } | { readonly names: readonly string[] };
  readonly step: Step;
  /** Rows to keep, in the order of the list or of `rankedBy`. */
  readonly limit?: number | undefined;
  /** A preview: no more rows than these, and nothing about others is looked up that they do not depend on. */
  readonly most?: number | undefined;
  readonly rankedBy?: { readonly attribute: string; readonly descending: boolean } | undefined;
  readonly conditions: readonly Condition[];
  /** Headers as the user wrote them, the row's name among them; absent where the question only mentions attributes. */
  readonly headers?: readonly string[] | undefined;
  /** The part of the question that says which attributes are wanted. */
  readonly asked: string;
}
