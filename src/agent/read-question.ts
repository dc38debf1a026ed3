/** @file What can be told from a question alone: whether it wants a table or one answer. */
import type { Task } from "../core/task.ts";

const ASKS_FOR_MANY =
  /\b(all|every|each|list|lists|table|tabulate|columns?|rows?|compare|top \d+|which (?:\p{L}+ ){0,4}\p{L}+s (?:are|have|were|do|use|lie|border)|what are)\b/iu;
const ASKS_FOR_MANY_ZH =
  /列出|列表|表格|所有|全部|各个|每个|每一|分别|哪些|有哪|对比|比较|前[\d一二三四五六七八九十]+/u;
const ASKS_FOR_ONE =
  /^(?:(?:in|on|at|of|by|to|from|for) )?(?:who|whose|when|where|how (?:many|much|long|tall|high|old|far|big|large)|what(?:'s)? (?:is|was|year)|which \p{L}+ (?:is|was|has|uses|lies|contains))\b/iu;
const ASKS_FOR_ONE_ZH = /(是什么|是谁|是哪|多少|何时|哪一年|哪个|什么时候|在哪|几)[^，,]*[？?]?$/u;

/**
 * `deep` where the question asks for one fact in the singular, else `wide`: a table is never a wrong form for a list,
 * while one boxed answer would lose it.
 */
export function kindOf(question: string): Task["kind"] {
  const text = question.trim();
  if (ASKS_FOR_MANY.test(text) || ASKS_FOR_MANY_ZH.test(text)) return "wide";
  return isOneFact(text) || ASKS_FOR_ONE.test(text) || ASKS_FOR_ONE_ZH.test(text) ? "deep" : "wide";
}

const REQUEST =
  /^(?:please )?(?:tell me|give(?: me)?|find(?: out)?|look (?:up|for)|state|name|for|i (?:would like|want) to know|i am looking for|do you know|(?:could|can) you tell me) the (?=\p{L})/iu;

/** A plural noun in lower case: `countries`, but not `status` or `United States`. */
const PLURAL = /\b\p{Ll}{3,}(?<![su]|i)s\b/u;

/** `Tell me the capital of Peru`, but not `Tell me the capitals of South American countries`. */
function isOneFact(text: string): boolean {
  return REQUEST.test(text) && !PLURAL.test(text.replace(REQUEST, ""));
}
