/** @file The text of a page from the texts of its passages, and where it stands in the document it was taken from. */
import type { Place } from "../../core/knowledge-base.ts";

interface Part {
  readonly text: string;
  /** Within this passage. */
  readonly places?: readonly Place[] | undefined;
}

/** `places` is absent where no passage has any. */
export function joined(
  passages: readonly Part[],
  between = "",
): { readonly text: string; readonly places?: readonly Place[] } {
  const places: Place[] = [];
  let start = 0;
  for (const passage of passages) {
    for (const place of passage.places ?? []) {
      // a place that goes on from one passage to the next stands in both
      if (places.at(-1)?.name !== place.name) places.push({ ...place, start: start + place.start });
    }
    start += passage.text.length + between.length;
  }
  const text = passages.map((passage) => passage.text).join(between);
  return places.length === 0 ? { text } : { text, places };
}
