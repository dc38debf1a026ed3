/** @file Words and sentences for countries. Geography, economy and demographics stand on pages of their own. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  {
    id: "officialName",
    words: {
      en: ["official name", "full name", "formal name", "long name"],
      zh: ["正式名称", "官方名称", "全称", "正式国名"],
    },
    type: "text",
  },
  {
    id: "chineseName",
    words: { en: ["Chinese name"], zh: ["中文名", "中文名称", "中文国名"] },
    type: "text",
  },
  {
    id: "status",
    words: { en: ["status", "political status"], zh: ["政治地位", "地位"] },
    type: "text",
  },
  {
    id: "region",
    words: { en: ["region", "continent", "part of the world"], zh: ["地区", "大洲", "所在大洲", "洲"] },
    type: "text",
  },
  {
    id: "subregion",
    words: { en: ["subregion", "sub-region", "part of the continent"], zh: ["次区域", "所在次区域", "分区"] },
    type: "text",
  },
  {
    id: "capital",
    words: {
      en: ["capital", "capital city", "seat of government", "national capital"],
      zh: ["首都", "首府", "国都"],
    },
    type: "text",
    refersTo: "city",
  },
  {
    id: "languages",
    words: {
      en: ["official languages", "languages", "official language", "language", "languages spoken"],
      zh: ["官方语言", "语言", "使用的语言"],
    },
    type: "list",
    refersTo: "language",
  },
  {
    id: "callingCode",
    words: {
      en: [
        "calling code",
        "dialling code",
        "dialing code",
        "telephone code",
        "phone code",
        "country calling code",
      ],
      zh: ["国际电话区号", "电话区号", "国际区号", "区号"],
    },
    type: "text",
  },
  {
    id: "tld",
    words: {
      en: [
        "top-level domain",
        "internet domain",
        "internet TLD",
        "TLD",
        "domain ending",
        "country-code domain",
      ],
      zh: ["顶级域名", "国家顶级域名", "互联网域名", "域名后缀"],
    },
    type: "text",
  },
  {
    id: "iso2",
    words: {
      en: [
        "two-letter code",
        "ISO alpha-2 code",
        "ISO 3166-1 alpha-2 code",
        "two-letter country code",
        "alpha-2 code",
      ],
      zh: ["两位字母代码", "ISO两位代码", "二字母代码"],
    },
    type: "text",
  },
  {
    id: "iso3",
    words: {
      en: [
        "three-letter code",
        "ISO alpha-3 code",
        "ISO 3166-1 alpha-3 code",
        "three-letter country code",
        "alpha-3 code",
      ],
      zh: ["三位字母代码", "ISO三位代码", "三字母代码"],
    },
    type: "text",
  },
  {
    id: "demonym",
    words: {
      en: ["demonym", "name of the inhabitants", "what its people are called", "name for its people"],
      zh: ["居民称谓", "国民称谓", "居民的英文称谓"],
    },
    type: "text",
  },
  {
    id: "area",
    words: {
      en: ["area", "surface area", "size", "total area", "land area", "how large it is", "how big it is"],
      zh: ["面积", "国土面积", "总面积", "领土面积"],
    },
    type: "number",
    unit: "km²",
    page: "Geography of {name}",
  },
  {
    id: "landlocked",
    words: {
      en: ["landlocked", "whether it is landlocked", "landlocked or not"],
      zh: ["是否内陆国", "是否为内陆国", "内陆国"],
    },
    type: "yes-no",
    page: "Geography of {name}",
  },
  {
    id: "neighbours",
    words: {
      en: [
        "neighbouring countries",
        "neighbors",
        "neighbours",
        "neighboring countries",
        "land borders",
        "bordering countries",
        "countries it borders",
      ],
      zh: ["邻国", "接壤国家", "陆上邻国", "相邻国家"],
    },
    type: "list",
    refersTo: "country",
    page: "Geography of {name}",
  },
  {
    id: "neighbourCount",
    words: {
      en: ["number of neighbouring countries", "number of neighbours", "how many countries it borders"],
      zh: ["邻国数量", "接壤国家数量"],
    },
    type: "number",
    page: "Geography of {name}",
  },
  {
    id: "population",
    words: {
      en: [
        "population",
        "number of inhabitants",
        "inhabitants",
        "number of people",
        "how many people live there",
        "total population",
      ],
      zh: ["人口", "人口数量", "总人口", "居民人数", "人口数"],
    },
    type: "number",
    page: "Demographics of {name}",
  },
  {
    id: "largestCity",
    words: {
      en: ["largest city", "biggest city", "most populous city"],
      zh: ["最大城市", "第一大城市", "人口最多的城市"],
    },
    type: "text",
    refersTo: "city",
    page: "Demographics of {name}",
  },
  {
    id: "density",
    words: {
      en: ["population density", "inhabitants per square kilometre", "people per km²"],
      zh: ["人口密度", "每平方公里人数"],
    },
    type: "number",
    unit: "people per km²",
    page: "Demographics of {name}",
  },
  {
    id: "literacy",
    words: {
      en: ["literacy rate", "literacy", "share of people who can read", "adult literacy"],
      zh: ["识字率", "成人识字率", "识字人口比例"],
    },
    type: "number",
    unit: "%",
    page: "Demographics of {name}",
  },
  {
    id: "currency",
    words: {
      en: ["currency", "money", "national currency", "legal tender", "currency name"],
      zh: ["货币", "法定货币", "货币名称", "流通货币"],
    },
    type: "text",
    refersTo: "currency",
    page: "Economy of {name}",
  },
  {
    id: "currencyCode",
    words: {
      en: ["currency code", "ISO 4217 code", "ISO currency code", "code of the currency"],
      zh: ["货币代码", "ISO货币代码", "货币的代码"],
    },
    type: "text",
    page: "Economy of {name}",
  },
  {
    id: "gdp",
    words: {
      en: ["GDP", "gross domestic product", "economic output", "size of the economy"],
      zh: ["国内生产总值", "GDP", "经济总量"],
    },
    type: "number",
    unit: "international dollars",
    page: "Economy of {name}",
  },
  {
    id: "gdpPerHead",
    words: {
      en: ["GDP per head", "GDP per capita", "gross domestic product per person"],
      zh: ["人均国内生产总值", "人均GDP"],
    },
    type: "number",
    unit: "international dollars",
    page: "Economy of {name}",
  },
];

const sentences: readonly string[] = [
  "{name} is a {status} in {subregion}.",
  "{name} lies in {subregion}.",
  "{name}, a {status} of {region}, lies in the part called {subregion}.",
  "{name}, a {status} in {subregion}, has {region} as its region of the world.",
  "Its official name is {officialName}.",
  "The official name of {name} is {officialName}.",
  "{name} is officially called {officialName}.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "{name} belongs to the region {region}.",
  "In the usual division of the world, {name} is counted in {region}.",
  "The capital of {name} is {capital}.",
  "{capital} is the capital of {name}.",
  "{name} is governed from its capital, {capital}.",
  "Official languages of {name}: {languages}.",
  "As official languages {name} uses {languages}.",
  "Calls to {name} from abroad begin with {callingCode}.",
  "The calling code of {name} is {callingCode}.",
  "The top-level domain of {name} on the internet is {tld}.",
  "Web addresses in {name} end in {tld}.",
  "Telephone numbers in {name} start with {callingCode}, and its web addresses end in {tld}.",
  "The ISO codes of {name} are {iso2} and {iso3}.",
  "ISO 3166 gives {name} the two-letter code {iso2} and the three-letter code {iso3}.",
  "In ISO 3166-1 the two-letter code of {name} is {iso2}, while the three-letter code is {iso3}.",
  "A person from {name} is called {demonym}.",
  "The demonym of {name} is {demonym}.",
  "{name} covers an area of {area} km².",
  "The total area of {name} is {area} km².",
  "{name} has a surface of {area} km².",
  "Landlocked, that is, without a coast on the sea: {landlocked}.",
  "To the question whether {name} is landlocked the answer is {landlocked}.",
  "{name} has land borders with {neighbours}.",
  "By land {name} borders on {neighbours}.",
  "The neighbours of {name} on land are {neighbours}.",
  "The number of countries that share a land border with {name} is {neighbourCount}.",
  "Counted on the map, the land neighbours of {name} number {neighbourCount}.",
  "On average {density} people live on each square kilometre of {name}.",
  "The population density of {name} is {density} people per km².",
  "Divided among all inhabitants of {name}, its yearly product makes {gdpPerHead} international dollars for each.",
  "The GDP per head of {name} is {gdpPerHead} international dollars.",
  "{name} has {population} inhabitants.",
  "The population of {name} is {population}.",
  "In all, {population} people live in {name}.",
  "The largest city of {name} is {largestCity}.",
  "{largestCity} has more inhabitants than any other city of {name}.",
  "The literacy rate of {name} is {literacy} %.",
  "Of the adults of {name}, {literacy} % can read and write.",
  "The currency of {name} is the {currency}, with the code {currencyCode}.",
  "People in {name} pay with the {currency}, whose ISO code is {currencyCode}.",
  "{name} uses the {currency} as its money; in ISO 4217 the code is {currencyCode}.",
  "The gross domestic product of {name} is {gdp} international dollars.",
  "With prices made comparable, the economy of {name} produces {gdp} international dollars a year.",
];

export const country: Kind = {
  id: "country",
  words: {
    en: ["country", "countries", "nation", "nations", "state", "states", "sovereign states", "territories"],
    zh: ["国家", "国", "各国", "领土"],
  },
  pronouns: ["It", "The country"],
  attributes,
  sentences,
};
