/** @file Words and sentences for provinces, states and other parts of countries. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  {
    id: "country",
    words: { en: ["country", "nation"], zh: ["国家", "所在国家", "所属国家"] },
    type: "text",
    refersTo: "country",
  },
  {
    id: "code",
    words: {
      en: ["ISO 3166-2 code", "subdivision code", "region code"],
      zh: ["ISO 3166-2代码", "行政区代码", "地区代码"],
    },
    type: "text",
  },
  {
    id: "subregion",
    words: { en: ["part of the world", "subregion", "sub-region"], zh: ["所在地区", "所在次区域"] },
    type: "text",
  },
  {
    id: "airportCount",
    words: {
      en: ["number of airports", "airport count", "how many airports it has"],
      zh: ["机场数量", "机场数"],
    },
    type: "number",
  },
  {
    id: "highestAirport",
    words: {
      en: ["highest airport", "airport with the highest elevation"],
      zh: ["海拔最高的机场", "最高机场"],
    },
    type: "text",
    refersTo: "airport",
  },
  {
    id: "northernmostAirport",
    words: { en: ["northernmost airport", "airport furthest north"], zh: ["最北端的机场", "最北的机场"] },
    type: "text",
    refersTo: "airport",
  },
  {
    id: "airports",
    words: { en: ["airports", "names of the airports"], zh: ["机场名单", "机场列表"] },
    type: "list",
    refersTo: "airport",
  },
];

const sentences: readonly string[] = [
  "The part of the world in which it lies is {subregion}.",
  "With its country it belongs to {subregion}.",
  "Of the airports described here, {name} has {airports}.",
  "Airports that lie in {name}: {airports}.",
  "{name} is a subdivision of {country}.",
  "{name}, coded {code} in ISO 3166-2, is a subdivision of {country}.",
  "{name}, a subdivision of {country}, has the ISO 3166-2 code {code}.",
  "The ISO 3166-2 code of {name} is {code}.",
  "In ISO 3166-2 the region is coded as {code}.",
  "The number of airports in {name} that this reference describes is {airportCount}.",
  "Airports in {name} with a page in this reference: {airportCount}.",
  "The highest airport of {name} is {highestAirport}.",
  "Of its airports, the one with the highest elevation is {highestAirport}.",
  "The northernmost airport of {name} is {northernmostAirport}.",
  "Of its airports, the one furthest north is {northernmostAirport}.",
];

export const subdivision: Kind = {
  id: "subdivision",
  words: {
    en: [
      "subdivision",
      "subdivisions",
      "province",
      "provinces",
      "region",
      "regions",
      "administrative regions",
    ],
    zh: ["行政区", "省份", "一级行政区"],
  },
  pronouns: ["It", "The region"],
  attributes,
  sentences,
};
