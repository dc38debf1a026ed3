/** @file Text without what nobody can see: control characters, and characters that hide or turn round what is beside them. */
import type { Place } from "../../core/knowledge-base.ts";

const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
/** All but tab, line feed and the two joiners, which some scripts need. */
const UNSEEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
/** A joiner after what joins nothing, or after another joiner: it only hides. */
const IDLE_JOINER =
  /(?<=^|[\s\p{P}\p{S}\p{N}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\u200c\u200d])(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * Lines end in `\n`; invisible and bidirectional control characters, through which text can say one thing to a person and another
 * to a model, are gone. What can be seen stays as it is.
 */
export function cleanText(text: string): string {
  return text
    .replace(LINE_ENDS, "\n")
    .replace(UNSEEN, "")
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(IDLE_JOINER, "");
}

/** The text cleaned, and its places where they then stand. */
export function cleanWithPlaces(
  text: string,
  places: readonly Place[],
): { readonly text: string; readonly places: readonly Place[] } {
  const [first] = places;
  const parts = [cleanText(text.slice(0, first?.start ?? text.length))];
  let length = parts[0]?.length ?? 0;
  const moved = places.map((place, index) => {
    const start = length;
    const part = cleanText(text.slice(place.start, places[index + 1]?.start ?? text.length));
    parts.push(part);
    length += part.length;
    return { ...place, start };
  });
  return { text: parts.join(""), places: moved };
}
