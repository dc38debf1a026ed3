/** @file The judge that asks nobody: two values mean the same where the rules of cell comparison can tell so. */
import type { Judge } from "../../core/judge.ts";
import { cellKey, compareCells } from "../../table/compare-cells.ts";
import { normaliseText } from "../../table/normalise.ts";

/** What two values may share, the nearest first: the very text, its letters, its meaning. */
const LIKENESSES: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => normaliseText(value).replace(/\s/g, ""),
  cellKey,
];

/** Deterministic and free. It knows no synonyms: `UK` and `United Kingdom` are two things to it. */
export const exactJudge: Judge = {
  name: "exact",
  align: async ({ values, references }) => {
    // of several references that are as near the first wins
    const known = LIKENESSES.map(
      (likeness) => new Map(references.toReversed().map((reference) => [likeness(reference), reference])),
    );
    const nearest = (value: string) =>
      LIKENESSES.map((likeness, index) => known[index]?.get(likeness(value))).find(
        (found) => found !== undefined,
      );
    return new Map(
      values.flatMap((value): [string, string][] => {
        const reference = nearest(value);
        return reference === undefined ? [] : [[value, reference]];
      }),
    );
  },
  grade: async ({ pairs }) => pairs.map(({ answer, gold }) => Number(compareCells(answer, gold) === "same")),
};
