/** @file Words and sentences for cities. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "country",
    words: { en: ["country", "nation", "state"], zh: ["国家", "所在国家", "所属国家", "所在国"] },
    type: "text",
    refersTo: "country",
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
        "number of residents",
      ],
      zh: ["人口", "人口数量", "城市人口", "居民人数", "人口数"],
    },
    type: "number",
  },
  {
    id: "status",
    words: {
      en: ["administrative status", "status", "administrative role"],
      zh: ["行政地位", "行政级别", "行政等级"],
    },
    type: "text",
  },
  {
    id: "rank",
    words: {
      en: ["rank", "population rank", "rank by population", "rank in the country"],
      zh: ["排名", "人口排名", "全国人口排名"],
    },
    type: "number",
  },
  {
    id: "latitude",
    words: { en: ["latitude", "geographic latitude"], zh: ["纬度", "地理纬度"] },
    type: "text",
  },
  {
    id: "longitude",
    words: { en: ["longitude", "geographic longitude"], zh: ["经度", "地理经度"] },
    type: "text",
  },
  {
    id: "timeZone",
    words: { en: ["time zone", "timezone", "IANA time zone"], zh: ["时区", "所在时区"] },
    type: "text",
  },
  {
    id: "nearestLarger",
    words: {
      en: ["nearest larger city", "closest larger city", "nearest bigger city"],
      zh: ["最近的更大城市", "最近的较大城市"],
    },
    type: "text",
    refersTo: "city",
  },
  {
    id: "distance",
    words: {
      en: ["distance to the nearest larger city", "distance to the closest larger city"],
      zh: ["到最近更大城市的距离", "与最近更大城市的距离"],
    },
    type: "number",
    unit: "km",
  },
];

const sentences: readonly string[] = [
  "{name} is a city in {country}.",
  "{name} is a city of {country} with {population} inhabitants.",
  "{name}, a city in {country}, has a population of {population}.",
  "{name} is a place in {country} where {population} people live.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "{name} has {population} inhabitants.",
  "The population of {name} is {population}.",
  "In all, {population} people live in {name}.",
  "The administrative status of {name} is {status}.",
  "In the administrative order {name} counts as {status}.",
  "By population {name} ranks number {rank} in the country.",
  "Among the cities of the country {name} holds rank {rank} by population.",
  "Ordered by inhabitants, {name} stands at place {rank} in its country.",
  "{name} lies at latitude {latitude} and longitude {longitude}.",
  "Its latitude is {latitude} and its longitude is {longitude}.",
  "On the map {name} is found at {latitude} latitude and {longitude} longitude.",
  "Clocks in {name} follow the time zone {timeZone}.",
  "The time zone of {name} is {timeZone}.",
  "At a distance of {distance} km, the nearest larger city of the country is {nearestLarger}.",
  "From {name} it is {distance} km to {nearestLarger}, the nearest larger city of the country.",
  "Within the country the closest city with more people is {nearestLarger}, at a distance of {distance} km.",
];

export const city: Kind = {
  id: "city",
  words: {
    en: ["city", "cities", "town", "towns", "capital", "capitals", "urban areas"],
    zh: ["城市", "市", "首都", "城镇"],
  },
  pronouns: ["It", "The city"],
  attributes,
  sentences,
};
