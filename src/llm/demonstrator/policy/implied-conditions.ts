/** @file What a question asks of its rows that the list found for it does not promise. */
import { contentStems } from "../language/text.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Kind } from "../lexicon.ts";
import type { Condition, WidePlan } from "../question/plan.ts";
import type { Gathered } from "./gathered.ts";

/** `OSI-approved licences of the BSD family`, where only the `Licences of the BSD family` are listed: they must be OSI approved. */
export function impliedConditions(
  { base }: WidePlan,
  kind: Kind | undefined,
  gathered: Gathered,
  vocabulary: Vocabulary,
): readonly Condition[] {
  if (kind === undefined || "names" in base) return [];
  const titles = gathered.listTitles(base.phrase);
  if (titles.length === 0) return [];
  const promised = new Set(titles.flatMap(contentStems));
  const isPromised = (words: string) => contentStems(words).every((stem) => promised.has(stem));
  return vocabulary.mark(base.phrase).flatMap((mark): readonly Condition[] => {
    const attribute = mark.attributes.find((one) => one.kind === kind)?.attribute;
    if (attribute?.type !== "yes-no") return [];
    if ([...attribute.words.en, mark.term?.en ?? ""].some((words) => words !== "" && isPromised(words)))
      return [];
    return [{ attribute: attribute.words.en[0] ?? attribute.id, comparison: "=", value: "yes" }];
  });
}
