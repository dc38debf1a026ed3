import { expect, test } from "vitest";
import { languageOf } from "../core/task.ts";
import { kindOf } from "./read-question.ts";

test.each([
  "List the landlocked countries of Africa with capital and area.",
  "Which South American countries are there, and what are their capitals?",
  "What are the noble gases and their atomic numbers?",
  "noble gases: atomic number, discovery year",
  "Top 5 cities of Kenya by population",
  "All OSI-approved licences",
  "Give me the capitals of South American countries",
  "Tell me the area and population of European nations",
  "Compare Peru, Chile and Bolivia by area",
  "列出波罗的海三国的首都、面积和人口",
  "南美洲有哪些国家？它们的首都是什么？",
])("“%s” wants a table", (question) => {
  expect(kindOf(question)).toBe("wide");
});

test.each([
  "What is the capital of Peru?",
  "Who discovered helium?",
  "In which country is Narva?",
  "How many people live in the capital of Chile?",
  "Which country has Windhoek as its capital?",
  "Tell me the capital of Peru.",
  "Look for the country whose official name is Republic of Peru and report the currency.",
  "秘鲁的首都是什么？",
  "首都是温得和克的国家使用什么货币是什么？",
])("“%s” wants one answer", (question) => {
  expect(kindOf(question)).toBe("deep");
});

test("the language is Chinese where there are Chinese characters and no kana", () => {
  expect(["capital of Peru", "秘鲁的首都", "ペルーの首都", "Peru 的首都"].map(languageOf)).toEqual([
    "en",
    "zh",
    "en",
    "zh",
  ]);
});
