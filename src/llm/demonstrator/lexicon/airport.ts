/** @file Words and sentences for airports. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  {
    id: "city",
    words: {
      en: ["city served", "city", "town served", "place served"],
      zh: ["所在城市", "服务城市", "城市"],
    },
    type: "text",
  },
  {
    id: "country",
    words: { en: ["country", "nation"], zh: ["国家", "所在国家", "所在国"] },
    type: "text",
    refersTo: "country",
  },
  {
    id: "region",
    words: {
      en: ["region", "subdivision", "province or state", "administrative region"],
      zh: ["所在行政区", "行政区", "省州"],
    },
    type: "text",
    refersTo: "subdivision",
  },
  {
    id: "iata",
    words: {
      en: ["IATA code", "IATA", "three-letter airport code", "IATA airport code"],
      zh: ["IATA代码", "国际航空运输协会代码", "机场三字码"],
    },
    type: "text",
  },
  {
    id: "icao",
    words: {
      en: ["ICAO code", "ICAO", "four-letter airport code", "ICAO airport code"],
      zh: ["ICAO代码", "国际民航组织代码", "机场四字码"],
    },
    type: "text",
  },
  {
    id: "elevation",
    words: { en: ["elevation", "altitude", "height above sea level"], zh: ["海拔", "海拔高度", "标高"] },
    type: "number",
    unit: "ft",
  },
  {
    id: "size",
    words: { en: ["size class", "airport type", "class"], zh: ["机场规模", "规模", "机场类型"] },
    type: "text",
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
];

const sentences: readonly string[] = [
  "{name} is an airport in {country}.",
  "{name} is an airport that serves {city} in {country}.",
  "{name} is the airport of {city}, a place in {country}.",
  "{name} serves the place {city}.",
  "The place that {name} serves is {city}.",
  "The region of the country in which it lies is {region}.",
  "It stands in the region {region}.",
  "Travellers know {name} by the IATA code {iata}, pilots by the ICAO code {icao}.",
  "{name} has the IATA code {iata} and the ICAO code {icao}.",
  "Its codes are {iata} with IATA and {icao} with ICAO.",
  "The IATA code of {name} is {iata}.",
  "The elevation of {name} is {elevation} ft.",
  "{name} lies {elevation} ft above sea level.",
  "The runways of {name} are {elevation} ft above the sea.",
  "By its size {name} is classed as {size}.",
  "The size class of {name} is {size}.",
  "{name} lies at latitude {latitude} and longitude {longitude}.",
  "Its latitude is {latitude} and its longitude is {longitude}.",
  "On the map {name} is found at {latitude} latitude and {longitude} longitude.",
  "Clocks at {name} follow the time zone {timeZone}.",
  "The time zone of {name} is {timeZone}.",
];

export const airport: Kind = {
  id: "airport",
  words: {
    en: ["airport", "airports", "airfield", "airfields", "airport facilities"],
    zh: ["机场", "航空港", "飞机场"],
  },
  pronouns: ["It", "The airport"],
  attributes,
  sentences,
};
