/** @file From a question to the demonstrator's plan of a wide task. */
import { languageOf } from "../../../core/task.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import { planChinese, splitChinese } from "./chinese.ts";
import { planEnglish, splitEnglish } from "./english.ts";
import type { WidePlan } from "./plan.ts";

export function planWide(
  question: string,
  columns: readonly string[] | undefined,
  vocabulary: Vocabulary,
): WidePlan {
  const language = languageOf(question);
  const { set, asked } =
    language === "zh" ? splitChinese(question, vocabulary.lexicon) : splitEnglish(question, vocabulary);
  const plan = language === "zh" ? planChinese(set, vocabulary.lexicon) : planEnglish(set, vocabulary);
  return { ...plan, language, headers: columns ?? headersIn(question), asked };
}

const HEADERS: readonly RegExp[] = [
  /\bcolumns?(?: are)?:?\s+([^.?;]+?)\s*[.?]?$/i,
  /\(([^()]*,[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.?]?$/,
  /(?:列为|以下列|表头为|列名为?)[：:]?(.+?)[。.]?$/,
];

/** `columns: Country, Area (km²)`: the headers, where the question names columns as such. */
function headersIn(question: string): readonly string[] | undefined {
  const [list] = HEADERS.map((pattern) => pattern.exec(question.trim())?.[1]).filter(
    (text) => text !== undefined,
  );
  const headers = list?.split(/\s*(?:,|、|;|\band\b|\|)\s*/).filter((header) => header !== "");
  return headers !== undefined &&
    headers.length > 1 &&
    headers.every((header) => /^[\p{Lu}\p{Script=Han}]/u.test(header))
    ? headers
    : undefined;
}
