/** @file The places of a stretch of a text. */
import type { Place } from "../core/knowledge-base.ts";

/** The places of the text from `start` up to `end`, counted from `start`; the first holds from its beginning. */
export function placesWithin(places: readonly Place[] = [], start: number, end: number): readonly Place[] {
  const begun = places.findLastIndex((place) => place.start <= start);
  return places
    .slice(Math.max(0, begun))
    .filter((place) => place.start < end)
    .map((place) => ({ start: Math.max(0, place.start - start), name: place.name }));
}
