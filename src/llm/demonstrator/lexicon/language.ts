/** @file Words and sentences for human languages. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "nativeName",
    words: { en: ["native name", "own name", "autonym", "endonym"], zh: ["本族语名称", "自称", "母语名称"] },
    type: "text",
  },
  {
    id: "iso1",
    words: {
      en: ["ISO 639-1 code", "two-letter language code", "two-letter code"],
      zh: ["ISO 639-1代码", "两位语言代码"],
    },
    type: "text",
  },
  {
    id: "iso3",
    words: {
      en: ["ISO 639-3 code", "three-letter language code", "language code"],
      zh: ["ISO 639-3代码", "三位语言代码", "语言代码"],
    },
    type: "text",
  },
  {
    id: "script",
    words: { en: ["script", "writing system", "alphabet"], zh: ["文字", "书写系统", "书写文字"] },
    type: "text",
  },
  {
    id: "speakers",
    words: {
      en: ["number of speakers", "speakers", "how many people speak it"],
      zh: ["使用人数", "使用者人数", "说话人数"],
    },
    type: "number",
  },
  {
    id: "mainCountry",
    words: { en: ["country with the most speakers", "main country"], zh: ["使用者最多的国家", "主要国家"] },
    type: "text",
    refersTo: "country",
  },
  {
    id: "officialIn",
    words: {
      en: ["official in", "countries where it is official", "countries with official status"],
      zh: ["作为官方语言的国家", "官方地位所在国家"],
    },
    type: "list",
    refersTo: "country",
  },
  {
    id: "countryCount",
    words: {
      en: ["number of countries and territories", "how many countries it is spoken in"],
      zh: ["使用的国家和地区数量", "分布国家数"],
    },
    type: "number",
  },
  {
    id: "wikidata",
    words: {
      en: ["Wikidata identifier", "Wikidata id", "Wikidata item"],
      zh: ["维基数据编号", "维基数据标识"],
    },
    type: "text",
  },
];

const sentences: readonly string[] = [
  "{name} is a language written in the {script} script.",
  "{name} is a language with about {speakers} speakers.",
  "{name}, a language of {mainCountry}, is written in the {script} script.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "Its speakers call the language {nativeName}.",
  "The native name of {name} is {nativeName}.",
  "The ISO 639-1 code of {name} is {iso1}.",
  "Its two-letter code in ISO 639-1 is {iso1}.",
  "The ISO 639-3 code of {name} is {iso3}.",
  "Its three-letter code in ISO 639-3 is {iso3}.",
  "The script of {name} is {script}.",
  "As its usual script {name} has {script}.",
  "The number of speakers of {name} is about {speakers}.",
  "Counted over all countries it has about {speakers} speakers.",
  "Most of its speakers live in {mainCountry}.",
  "The country with the most speakers of {name} is {mainCountry}.",
  "{name} is official in {officialIn}.",
  "It has official status in {officialIn}.",
  "The number of countries and territories where {name} is spoken is {countryCount}.",
  "Counted together, the countries and territories where it is spoken number {countryCount}.",
  "The Wikidata identifier of {name} is {wikidata}.",
  "In Wikidata the language is item {wikidata}.",
];

export const language: Kind = {
  id: "language",
  words: { en: ["language", "languages", "tongue", "tongues", "human languages"], zh: ["语言", "语种"] },
  pronouns: ["It", "The language"],
  attributes,
  sentences,
};
