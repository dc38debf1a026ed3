/** @file The demonstrator as a subagent: search, open what fits, search again for what is missing, report. */
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Subtask } from "../writing/subtask.ts";
import { findFacts } from "./find-facts.ts";
import { findInPages } from "./find-in-pages.ts";
import { findList } from "./find-list.ts";
import { findThing } from "./find-thing.ts";
import type { Evidence, Move } from "./move.ts";

/** The next move on a subtask; the same evidence always gives the same move. */
export function workOn(subtask: Subtask, evidence: Evidence, vocabulary: Vocabulary): Move {
  switch (subtask.kind) {
    case "list":
      return subtask.way === "pages"
        ? findInPages(subtask, evidence, vocabulary)
        : findList(subtask, evidence, vocabulary);
    case "facts":
      return findFacts(subtask, evidence, vocabulary);
    case "find":
      return findThing(subtask, evidence, vocabulary);
  }
}
