import { describe, expect, test } from "vitest";
import { createVocabulary } from "../language/vocabulary.ts";
import { seedLexicon } from "../lexicon/seed-lexicon.ts";
import { planDeep } from "./plan-deep.ts";
import { planWide } from "./plan-wide.ts";

const vocabulary = createVocabulary(seedLexicon);
const plan = (question: string) => planWide(question, undefined, vocabulary);

describe("the set of a question", () => {
  test.each([
    ["List the airports in Iceland with IATA code and elevation.", "airports in Iceland"],
    ["airports in Iceland with IATA code", "airports in Iceland"],
    ["airports in the United States: IATA code, elevation", "airports in the United States"],
    ["For each of the noble gases, give its symbol.", "noble gases"],
    ["What are the noble gases and when were they discovered?", "noble gases"],
    ["OSI-approved licences of the BSD family", "OSI-approved licences of the BSD family"],
    ["I'd like an overview of the Nordic countries: population, area.", "Nordic countries"],
    ["Tell me the country and altitude of each of the airports in Peru.", "airports in Peru"],
    [
      "What are the official languages and currencies of the countries bordering Chad?",
      "countries bordering Chad",
    ],
    [
      "Create a table with one row for each of the airports in Bulgaria and these columns: Airport, Latitude.",
      "airports in Bulgaria",
    ],
    ["Which galaxies lie in the constellation Virgo? List the size.", "galaxies lie in Virgo"],
    [
      "programming languages starting with the letter K and their file extensions",
      "programming languages beginning with K",
    ],
    ["南美洲有哪些国家？首都和人口分别是多少？", "南美洲国家"],
    ["列出猎户座有专名的恒星，以及它们的视星等。", "猎户座有专名的恒星"],
    ["冰岛的机场及其IATA代码", "冰岛的机场"],
    ["请问中亚有哪些国家，它们的首都是什么？", "中亚国家"],
    ["用表格列出瑞士的邻国的首都、面积和货币", "瑞士的邻国"],
    ["波罗的海国家的首都、人口和货币分别是什么？", "波罗的海国家"],
    ["制作一张表格，列出猎户座有专名的恒星，列为：恒星、赤纬。", "猎户座有专名的恒星"],
  ])("%s", (question, phrase) => {
    expect(plan(question).base).toEqual({ phrase });
  });
});

describe("names that a question gives", () => {
  test.each([
    ["Compare Peru, Chile and Bolivia by area.", ["Peru", "Chile", "Bolivia"]],
    ["Norway vs Sweden: area and population", ["Norway", "Sweden"]],
    ["python, rust and go: file extensions", ["python", "rust", "go"]],
    ["How do Estonia and Latvia compare in area?", ["Estonia", "Latvia"]],
    ["What are the capitals of Peru, Chile and Bolivia?", ["Peru", "Chile", "Bolivia"]],
    ["比较秘鲁、智利和玻利维亚的面积和货币", ["秘鲁", "智利", "玻利维亚"]],
  ])("%s", (question, names) => {
    expect(plan(question).base).toEqual({ names });
  });
});

describe("conditions of a question", () => {
  test.each([
    ["countries in Asia with an area above 500 km²", { attribute: "area", comparison: ">", value: "500" }],
    [
      "Which countries in Asia have a population above 100 million?",
      { attribute: "population", comparison: ">", value: "100 million" },
    ],
    [
      "cities in Japan with more than 2 million inhabitants with population",
      { attribute: "inhabitants", comparison: ">", value: "2 million" },
    ],
    [
      "countries in Asia with at least 200 million people",
      { attribute: "population", comparison: ">=", value: "200 million" },
    ],
    [
      "airports in Peru whose size class is medium airport",
      { attribute: "size class", comparison: "=", value: "medium airport" },
    ],
    [
      "countries in Asia where Arabic is an official language",
      { attribute: "official language", comparison: "=", value: "Arabic" },
    ],
    ["面积超过100万平方公里的非洲国家有哪些？", { attribute: "面积", comparison: ">", value: "100万" }],
    ["亚洲人口超过2亿的国家有哪些？", { attribute: "人口", comparison: ">", value: "2亿" }],
    ["机场规模为中型机场的秘鲁的机场", { attribute: "机场规模", comparison: "=", value: "中型机场" }],
  ])("%s", (question, condition) => {
    expect(plan(question).conditions).toEqual([condition]);
  });
});

describe("the step from a question's set to its rows", () => {
  test("the largest cities of each member of a set are lists of their own", () => {
    const { base, step } = plan("the three largest cities of each of the Baltic states and their population");

    expect(base).toEqual({ phrase: "Baltic states" });
    expect(step).toMatchObject({ by: "list", limit: 3 });
  });

  test("北欧国家各自最大的三座城市 too", () => {
    expect(plan("北欧国家各自最大的三座城市的人口")).toMatchObject({
      base: { phrase: "北欧国家" },
      step: { by: "list", limit: 3 },
    });
  });

  test("the capitals of countries are named by an attribute", () => {
    const { base, step } = plan("Capitals of the Nordic countries and their population");

    expect({ base, step }).toEqual({
      base: { phrase: "Nordic countries" },
      step: { by: "attribute", attribute: "capital" },
    });
  });

  test("the top of a list is what comes first by its measure", () => {
    expect(plan("The ten most populous countries of Africa and their capitals")).toMatchObject({
      base: { phrase: "countries of Africa" },
      limit: 10,
      rankedBy: { attribute: "population", descending: true },
    });
  });
});

describe("Chinese rankings", () => {
  test.each([
    ["三个最大的巴西城市及其人口", { base: { phrase: "巴西最大城市" }, limit: 3 }],
    [
      "欧洲最小的五个国家的面积",
      { base: { phrase: "欧洲国家" }, limit: 5, rankedBy: { attribute: "面积", descending: false } },
    ],
    [
      "列出非洲人口最多的十个国家及其首都",
      { base: { phrase: "非洲国家" }, limit: 10, rankedBy: { attribute: "人口", descending: true } },
    ],
  ])("%s", (question, wanted) => {
    expect(plan(question)).toMatchObject(wanted);
  });
});

test("the official languages of a country are named by an attribute", () => {
  expect(plan("List the official languages of Switzerland with ISO code")).toMatchObject({
    base: { names: ["Switzerland"] },
    step: { by: "attribute", attribute: "official languages", isList: true },
  });
});

test("columns that a question names are taken as they are written", () => {
  expect(
    plan("Create a table of the airports in Peru with the columns Airport, Latitude (°), ICAO code.").headers,
  ).toEqual(["Airport", "Latitude (°)", "ICAO code"]);
});

describe("the chain of a deep question", () => {
  const peru = { noun: "country", attribute: "capital", value: "Lima" };
  test.each([
    ["What is the capital of Peru?", { start: { name: "Peru" }, hops: ["capital"] }],
    [
      "Do you know the area of the country of the airport whose IATA code is FEG?",
      { start: { noun: "airport", attribute: "IATA code", value: "FEG" }, hops: ["country", "area"] },
    ],
    ["For Austria, state the official name.", { start: { name: "Austria" }, hops: ["official name"] }],
    ["Which country has Lima as its capital?", { start: peru, hops: [] }],
    [
      "What is the symbol of the element with atomic number 85?",
      { start: { noun: "element", attribute: "atomic number", value: "85" }, hops: ["symbol"] },
    ],
    [
      "Which element has the symbol At?",
      { start: { noun: "element", attribute: "symbol", value: "At" }, hops: [] },
    ],
    ["玻利维亚的首都是什么？", { start: { name: "玻利维亚" }, hops: ["首都"] }],
    [
      "国际电话区号为+372的国家的首都是哪座城市？",
      { start: { noun: "国家", attribute: "国际电话区号", value: "+372" }, hops: ["首都"] },
    ],
  ])("%s", (question, wanted) => {
    expect(planDeep(question, vocabulary)).toEqual(wanted);
  });

  test("a question of another world has none", () => {
    expect(planDeep("Who won the World Cup?", vocabulary)).toBeUndefined();
  });
});
