/** @file Reads a Chinese question: which set it is about, and which part of it says what is wanted. */
import type { Lexicon } from "../lexicon.ts";
import { countOf } from "./numbers.ts";
import type { Condition, WidePlan } from "./plan.ts";

/** The set stands between what precedes and what follows; the first form that fits is taken. */
const FORMS: readonly RegExp[] = [
  /^制作一?张?(?:表格|表)(?:，|,(?!\d))?\s*列出(?<set>.+?)(?:，|,(?!\d))\s*列(?:名)?为?[：:](?<asked>.+)$/,
  /^我?(?:需要|想要)一?[张份个]关于(?<set>.+?)的(?:表格|表|清单)(?:，|,(?!\d))?(?<asked>.*)$/,
  /^关于(?<set>.+?)(?:，|,(?!\d))\s*(?<asked>.+)$/,
  /^(?:请)?把(?<set>.+?)(?:汇总|整理|列)成(?:一?张)?(?:表格|表|清单)(?:，|,(?!\d))?(?<asked>.*)$/,
  /^(?:请)?做一?[份张个](?<set>.+?)的(?:清单|表格|表)(?:，|,(?!\d))?(?<asked>.*)$/,
  /^(?<set>.+?)(?:(?<!首)都)?(?:有哪些|有哪几个|是哪些)[？?，,。]?(?<asked>.*)$/,
  /^(?:请|帮我|麻烦)?(?:列出|查找|找出|列举|给出|查询|收集)(?:所有|全部|一下)?(?:的)?(?<set>.+?)(?:，|,(?!\d))\s*(?<asked>.+)$/,
  /^(?:请|帮我|麻烦)?(?:列出|查找|找出|列举|查询)?(?:所有|全部|一下)?(?:的)?(?<set>.+?)(?:及其|以及其|和它们的|以及它们的|及它们的|及各自的)(?<asked>.+)$/,
  /^(?:请|帮我|麻烦)?(?:收集)(?<set>.+?)的以下信息[：:](?<asked>.+)$/,
];

const PREFIX =
  /^(?:请|帮我|麻烦|你)*(?:列出|查找|找出|列举|查询|收集|整理|比较|对比|给出|告诉我)(?:一下|所有|全部)*(?:的)?/;

const POLITE = /^(?:请问|我想知道|我想了解|请告诉我|请?用一?张?表格?)+/;
const QUESTION_END = /(?:分别|各)?(?:是什么|是多少|如何|怎么样)?[。？?！!\s]*$/;

export function splitChinese(question: string, lexicon: Lexicon): { set: string; asked: string } {
  const text = nounFirst(question.trim().replace(POLITE, "").replace(QUESTION_END, ""), lexicon);
  for (const form of FORMS) {
    const { set, asked } = form.exec(text)?.groups ?? {};
    if (set !== undefined) return { set: set.replace(/^所有|^全部/, "").trim(), asked: asked ?? "" };
  }
  return beforeAttributes(text.replace(PREFIX, ""), lexicon);
}

/** `南美洲有哪些国家` is `南美洲国家有哪些`. */
function nounFirst(text: string, { kinds }: Lexicon): string {
  const nouns = kinds.flatMap(({ words }) => words.zh).sort((left, right) => right.length - left.length);
  const form = new RegExp(`^(.+?)(?:都)?(有哪些|有哪几个)(${nouns.join("|")})`);
  return text.replace(
    form,
    (_whole, place: string, which: string, noun: string) => `${place}${noun}${which}`,
  );
}

/** `欧洲国家的首都和人口`: what stands before the list of attributes at the end. */
function beforeAttributes(text: string, lexicon: Lexicon): { set: string; asked: string } {
  const words = lexicon.kinds.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => attribute.words.zh),
  );
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length);
  let end = text.length;
  for (let changed = true; changed; ) {
    const rest = text.slice(0, end).replace(/(?:[、，,]|和|与|及|以及|各自的?)+$/, "");
    const word = longestFirst.find((candidate) => rest.endsWith(candidate) && rest.length > candidate.length);
    changed =
      word !== undefined &&
      (/[的、，,和与及]$/.test(rest.slice(0, rest.length - word.length)) || end === text.length);
    if (changed && word !== undefined) end = rest.length - word.length;
  }
  const set = text.slice(0, end).replace(/(?:的|各自的|[、，,]|和|与|及)+$/, "");
  return { set: set === "" ? text : set, asked: text.slice(end) };
}

const COMPARED =
  /^(.{1,14}?)(超过|大于|高于|多于|不少于|至少|低于|小于|少于|不足|晚于|早于|不超过)(-?\d[\d.,]*\s*[万亿]?)([^的]{0,40}?)的(.+)$/;
const EQUALS = /^(.{1,14}?)(?:为|是)(.{1,80}?)的(.+)$/;
const EACH = /^(.+?)各自最大的([一二两三四五六七八九十\d]+)[座个](?:城市|市)$/;
const LARGEST = /^(.+?)(?:最大的|人口最多的)([一二两三四五六七八九十\d]+)[座个](?:城市|市)$/;
const COUNT_FIRST = /^([一二两三四五六七八九十\d]+)[座个](最大|人口最多)的(.+?)的?(?:城市|市)$/;
const RANKED =
  /^(.+?)(面积|人口)?(最大|最小|最多|最少)的?(?:前)?([一二两三四五六七八九十\d]+)[个](国家|机场|语言)$/;
const OF_COUNTRIES = /^(.*(?:国家|各国|邻国|三国|五国|领土|属地))的(首都|机场|语言)$/;
const CURRENCIES = /^(.*(?:国家|各国|邻国|三国|五国|领土|属地))使用的货币$/;

type SetPlan = Omit<WidePlan, "headers" | "asked" | "language">;

/** The plan of a Chinese question; its attributes are still words. */
export function planChinese(set: string, lexicon: Lexicon): SetPlan {
  const { text, conditions } = takeConditions(set, lexicon);
  return { ...(joinOf(text) ?? itself(text)), conditions };
}

/** Rows that belong to the items of another set: their cities, capitals, airports, … */
function joinOf(text: string): Omit<SetPlan, "conditions"> | undefined {
  const [, eachOf, perItem = ""] = EACH.exec(text) ?? [];
  if (eachOf !== undefined) {
    const listOf = (name: string) => `largest cities of ${name}`;
    return { base: { phrase: eachOf }, step: { by: "list", listOf, limit: countOf(perItem) } };
  }
  const [, users] = CURRENCIES.exec(text) ?? [];
  if (users !== undefined)
    return { base: { phrase: users }, step: { by: "attribute", attribute: "currency" } };
  const [, countries, what] = OF_COUNTRIES.exec(text) ?? [];
  if (countries === undefined) return undefined;
  if (what === "首都")
    return { base: { phrase: countries }, step: { by: "attribute", attribute: "capital" } };
  const noun = what === "机场" ? "airports in" : "languages of";
  return { base: { phrase: countries }, step: { by: "list", listOf: (name) => `${noun} ${name}` } };
}

function itself(text: string): Omit<SetPlan, "conditions"> {
  const step = { by: "itself" } as const;
  const [, place, count = ""] = LARGEST.exec(text) ?? [];
  if (place !== undefined) return { base: { phrase: `${place}最大城市` }, limit: countOf(count), step };
  const [, number = "", , owner] = COUNT_FIRST.exec(text) ?? [];
  if (owner !== undefined) return { base: { phrase: `${owner}最大城市` }, limit: countOf(number), step };
  const [, set, measure, most = "", limit = "", noun = ""] = RANKED.exec(text) ?? [];
  if (set !== undefined) {
    const attribute = measure ?? (/多|少/.test(most) ? "人口" : "面积");
    const rankedBy = { attribute, descending: /大|多/.test(most) };
    return { base: { phrase: `${set}${noun}` }, limit: countOf(limit), rankedBy, step };
  }
  const names = text.split(/[、，,]|和|与/).map((name) => name.trim());
  const listsNames =
    names.length > 1 && names.every((name) => name.length > 1 && !/的|国家|城市|元素|机场/.test(name));
  return { base: listsNames ? { names } : { phrase: text }, step };
}

function takeConditions(set: string, lexicon: Lexicon): { text: string; conditions: readonly Condition[] } {
  const words = new Set(
    lexicon.kinds.flatMap(({ attributes }) => attributes.flatMap(({ words }) => words.zh)),
  );
  const [, compared = "", verb = "", value, , rest] = COMPARED.exec(set) ?? [];
  // 亚洲人口超过1亿的国家: the place stands before the attribute
  const attribute = [...words]
    .filter((word) => compared.endsWith(word))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  if (attribute !== "" && value !== undefined && rest !== undefined) {
    const place = compared.slice(0, -attribute.length).replace(/的$/, "");
    return { text: `${place}${rest}`, conditions: [{ attribute, comparison: comparisonOf(verb), value }] };
  }
  const [, name, wanted, things] = EQUALS.exec(set) ?? [];
  if (name !== undefined && wanted !== undefined && things !== undefined && words.has(name)) {
    return { text: things, conditions: [{ attribute: name, comparison: "=", value: wanted }] };
  }
  return { text: set, conditions: [] };
}

function comparisonOf(verb: string): Condition["comparison"] {
  if (/不少于|至少/.test(verb)) return ">=";
  if (/不超过/.test(verb)) return "<=";
  return /超过|大于|高于|多于|晚于/.test(verb) ? ">" : "<";
}
