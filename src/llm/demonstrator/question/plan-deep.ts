/** @file Reads a question that wants one answer: the thing it starts from, and what to follow from there. */

import { languageOf } from "../../../core/task.ts";
import { kindOfNoun } from "../language/kinds.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import type { Item } from "../reading/list-items.ts";

/** The thing the chain starts from, and the attributes to follow, the first one first. */
export interface DeepPlan {
  readonly start: Item | Sought;
  readonly hops: readonly string[];
}

/** `the country whose capital is Windhoek`. */
export interface Sought {
  readonly noun: string;
  readonly attribute: string;
  readonly value: string;
}

export function planDeep(question: string, vocabulary: Vocabulary): DeepPlan | undefined {
  const text = question.trim().replace(/[?？。.!！\s]+$/, "");
  return languageOf(text) === "zh" ? planChinese(text, vocabulary) : planEnglish(text, vocabulary);
}

const REQUEST =
  /^(?:please |could you |can you |do you know |i would like to know |i want to know |i am looking for |i'm looking for |tell me |give me |give |find out |find |look up |name |what is |what's |what are |what was |which is |what would a reference book give as |state |look for )+/i;

function planEnglish(text: string, vocabulary: Vocabulary): DeepPlan | undefined {
  const core = reordered(text.replace(/,?\s*please$/i, ""));
  return chain(core.replace(REQUEST, "").replace(/^the /i, ""), [], vocabulary);
}

/** Every form as `<attribute> of <thing>`. */
function reordered(text: string): string {
  const forms: readonly (readonly [RegExp, (groups: readonly string[]) => string])[] = [
    [
      /^for (.+), (?:state|give|report|name|tell me) the (.+)$/i,
      ([thing, attribute]) => `${attribute} of ${thing}`,
    ],
    [/^look for (.+) and report (?:the|its) (.+)$/i, ([thing, attribute]) => `${attribute} of ${thing}`],
    [
      /^which (.+?) is (?:recorded|given|listed) for (.+)$/i,
      ([attribute, thing]) => `${attribute} of ${thing}`,
    ],
    [/^how many (?:people|inhabitants) (?:live|are there) in (.+)$/i, ([thing]) => `population of ${thing}`],
    [/^how (?:large|big) is (.+)$/i, ([thing]) => `area of ${thing}`],
    [
      /^(?:in )?(?:which|what) (country|constellation|continent|region) (?:is|does|lies) (.+?)(?: lie| lie in| in| located| situated)*$/i,
      ([attribute, thing]) => `${attribute} of ${thing}`,
    ],
    [
      /^(?:which|what) (\w+) (?:has|have|uses) (?:the )?(.+?) as (?:its|their|the) (.+)$/i,
      ([noun, value, attribute]) => `the ${noun} whose ${attribute} is ${value}`,
    ],
    [
      /^(?:which|what) (\w+)(?:'s|s') (.+?) is (.+)$/i,
      ([noun, attribute, value]) => `the ${noun} whose ${attribute} is ${value}`,
    ],
  ];
  for (const [pattern, write] of forms) {
    const groups = pattern.exec(text)?.slice(1);
    if (groups !== undefined) return write(groups);
  }
  return text;
}

const WHOSE = /^(?:the )?(.+?) whose (.+?) is (.+)$/i;
const WITH = /^(?:the |which |what )?(.+?) (?:with|has|uses) (?:the |an? )?(.+)$/i;

/** `element with atomic number 85`, `which element has the symbol At`: noun, attribute and value. */
function withValue(text: string, vocabulary: Vocabulary): Sought | undefined {
  const [, noun = "", rest = ""] = WITH.exec(text) ?? [];
  const kind = kindOfNoun(noun, vocabulary);
  const lower = rest.toLowerCase();
  const [attribute] = (kind?.attributes ?? [])
    .flatMap(({ words }) => words.en)
    .filter((word) => lower.startsWith(`${word.toLowerCase()} `))
    .sort((left, right) => right.length - left.length);
  if (attribute === undefined) return undefined;
  const value = rest.slice(attribute.length).replace(/^ (?:of |is )?/, "");
  return value === "" ? undefined : { noun, attribute, value };
}

/** Takes attributes off the front (`calling code of the …`) until the thing itself is left. */
function chain(text: string, outer: readonly string[], vocabulary: Vocabulary): DeepPlan | undefined {
  const [noun, attribute, value] = WHOSE.exec(text)?.slice(1) ?? [];
  if (noun !== undefined && attribute !== undefined && value !== undefined && kindOfNoun(noun, vocabulary)) {
    return { start: { noun, attribute, value }, hops: outer };
  }
  const sought = withValue(text, vocabulary);
  if (sought !== undefined) return { start: sought, hops: outer };
  const bare = text.replace(/^the /i, "");
  const words = leadingAttribute(bare, vocabulary);
  if (words === undefined)
    return text === "" || outer.length === 0 ? undefined : { start: { name: bare }, hops: outer };
  return chain(bare.slice(words.length).replace(/^ of /i, ""), [words, ...outer], vocabulary);
}

/** The longest words of an attribute that the text begins with and ` of ` follows. */
function leadingAttribute(text: string, { lexicon }: Vocabulary): string | undefined {
  const lower = text.toLowerCase();
  const words = lexicon.kinds.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => attribute.words.en),
  );
  const fitting = words.filter((word) => lower.startsWith(`${word.toLowerCase()} of `));
  return fitting.sort((left, right) => right.length - left.length)[0];
}

const CHINESE_REQUEST = /^(?:请问|请告诉我|我想知道|帮我查一下|请说明|能查到|告诉我|请查一下|请)+/;
const CHINESE_END = /(?:是什么|是多少|是谁|是哪(?:个|一年|里|座城市|国)?|为何|吗|呢)+$/;

function planChinese(text: string, vocabulary: Vocabulary): DeepPlan | undefined {
  const words = vocabulary.lexicon.kinds.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => attribute.words.zh),
  );
  let rest = text.replace(CHINESE_REQUEST, "").replace(CHINESE_END, "");
  const hops: string[] = [];
  for (;;) {
    const found = /^(.+?)(?:为|是)(.+)的(.+)$/.exec(rest)?.slice(1) ?? [];
    const [attribute = "", value = "", noun = ""] = found;
    const inner = /的([^的]+)$/.exec(value)?.[1] ?? "";
    const isHop = words.includes(noun) && kindOfNoun(inner, vocabulary) !== undefined;
    if (words.includes(attribute) && kindOfNoun(noun, vocabulary) && !isHop)
      return { start: { noun, attribute, value }, hops };
    const before = rest;
    const word = words
      .filter((one) => before.endsWith(`的${one}`))
      .sort((left, right) => right.length - left.length)[0];
    if (word === undefined) break;
    hops.unshift(word);
    rest = rest.slice(0, rest.length - word.length - 1);
  }
  return hops.length === 0 ? undefined : { start: { name: rest }, hops };
}
