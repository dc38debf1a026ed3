/** @file Words and sentences for constellations, stars with proper names, and star clusters, nebulae and galaxies. */
import type { Attribute, Kind } from "../lexicon.ts";

const constellationAttributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "abbreviation",
    words: { en: ["abbreviation", "IAU abbreviation", "three-letter abbreviation"], zh: ["缩写", "IAU缩写"] },
    type: "text",
  },
  {
    id: "genitive",
    words: { en: ["genitive", "Latin genitive", "genitive form"], zh: ["属格", "拉丁文属格"] },
    type: "text",
  },
  {
    id: "meaning",
    words: { en: ["meaning", "English meaning", "English name"], zh: ["含义", "英文含义"] },
    type: "text",
  },
  { id: "part", words: { en: ["part of the sky", "sky region"], zh: ["所在天区", "天区"] }, type: "text" },
  {
    id: "brightestStar",
    words: { en: ["brightest star", "brightest named star"], zh: ["最亮星", "最亮的恒星"] },
    type: "text",
    refersTo: "star",
  },
  {
    id: "starCount",
    words: { en: ["number of named stars", "named stars"], zh: ["有专名的恒星数量", "命名恒星数"] },
    type: "number",
  },
  {
    id: "messierCount",
    words: { en: ["number of Messier objects", "Messier objects"], zh: ["梅西耶天体数量", "梅西耶天体数"] },
    type: "number",
  },
];

const constellationSentences: readonly string[] = [
  "{name} is a constellation of the {part}.",
  "{name}, a constellation of the {part}, is abbreviated {abbreviation}.",
  "{name} is a constellation whose name means {meaning} and which belongs to the {part}.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "The abbreviation of {name} is {abbreviation}.",
  "Astronomers shorten its name to {abbreviation}.",
  "The Latin genitive of {name} is {genitive}.",
  "In the names of its stars the constellation appears in the genitive, {genitive}.",
  "The meaning of {name} is {meaning}.",
  "Translated, the name of the constellation means {meaning}.",
  "The brightest star of {name} is {brightestStar}.",
  "No named star of {name} is brighter than {brightestStar}.",
  "The number of stars in {name} with a name of their own is {starCount}.",
  "Stars of {name} that bear a proper name: {starCount}.",
  "The number of Messier objects within {name} is {messierCount}.",
  "Messier objects within its borders: {messierCount}.",
];

export const constellation: Kind = {
  id: "constellation",
  words: { en: ["constellation", "constellations", "star pattern", "star patterns"], zh: ["星座"] },
  pronouns: ["It", "The constellation"],
  attributes: constellationAttributes,
  sentences: constellationSentences,
};

const starAttributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "constellation",
    words: { en: ["constellation", "home constellation"], zh: ["星座", "所在星座"] },
    type: "text",
    refersTo: "constellation",
  },
  {
    id: "designation",
    words: { en: ["Bayer designation", "Bayer name", "designation"], zh: ["拜耳命名", "拜耳名", "编号"] },
    type: "text",
  },
  {
    id: "magnitude",
    words: {
      en: ["apparent magnitude", "magnitude", "visual magnitude", "brightness"],
      zh: ["视星等", "星等", "亮度"],
    },
    type: "number",
  },
  {
    id: "hip",
    words: { en: ["HIP number", "Hipparcos number", "Hipparcos designation"], zh: ["依巴谷编号", "HIP编号"] },
    type: "text",
  },
  {
    id: "hd",
    words: {
      en: ["HD number", "Henry Draper number", "Henry Draper designation"],
      zh: ["HD编号", "德雷珀星表编号"],
    },
    type: "text",
  },
  { id: "rightAscension", words: { en: ["right ascension", "RA"], zh: ["赤经"] }, type: "number", unit: "°" },
  { id: "declination", words: { en: ["declination", "Dec"], zh: ["赤纬"] }, type: "number", unit: "°" },
];

const starSentences: readonly string[] = [
  "{name} is a star in the constellation {constellation}.",
  "{name} is a star of {constellation} with an apparent magnitude of {magnitude}.",
  "{name}, a star in the constellation {constellation}, shines at magnitude {magnitude}.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "Its Bayer designation is {designation}.",
  "In the system of Bayer the star is named {designation}.",
  "The apparent magnitude of {name} is {magnitude}.",
  "Seen from Earth its magnitude is {magnitude}.",
  "The Hipparcos catalogue lists {name} as {hip}.",
  "Its entry in the Hipparcos catalogue is {hip}.",
  "The Henry Draper catalogue lists {name} as {hd}.",
  "Its entry in the Henry Draper catalogue is {hd}.",
  "{name} stands at right ascension {rightAscension} ° and declination {declination} °.",
  "For the year 2000 its right ascension is {rightAscension} ° and its declination is {declination} °.",
  "The position of {name} is given by right ascension {rightAscension} ° with declination {declination} °.",
];

export const star: Kind = {
  id: "star",
  words: { en: ["star", "stars", "named stars"], zh: ["恒星", "星"] },
  pronouns: ["It", "The star"],
  attributes: starAttributes,
  sentences: starSentences,
};

const deepSkyAttributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "type",
    words: { en: ["type", "object type", "kind of object"], zh: ["类型", "天体类型"] },
    type: "text",
  },
  {
    id: "constellation",
    words: { en: ["constellation", "home constellation"], zh: ["星座", "所在星座"] },
    type: "text",
    refersTo: "constellation",
  },
  {
    id: "catalogue",
    words: {
      en: ["catalogue designation", "NGC number", "catalogue number", "designation"],
      zh: ["星表编号", "NGC编号", "编号"],
    },
    type: "text",
  },
  {
    id: "commonName",
    words: { en: ["common name", "popular name", "other name"], zh: ["俗称", "通称", "别名"] },
    type: "text",
  },
  {
    id: "magnitude",
    words: { en: ["apparent magnitude", "magnitude", "brightness"], zh: ["视星等", "星等", "亮度"] },
    type: "number",
  },
  {
    id: "size",
    words: {
      en: ["apparent size", "angular size", "apparent dimensions"],
      zh: ["视大小", "角大小", "视直径"],
    },
    type: "text",
  },
  { id: "rightAscension", words: { en: ["right ascension", "RA"], zh: ["赤经"] }, type: "number", unit: "°" },
  { id: "declination", words: { en: ["declination", "Dec"], zh: ["赤纬"] }, type: "number", unit: "°" },
];

const deepSkySentences: readonly string[] = [
  "{name} is a deep-sky object in the constellation {constellation}.",
  "{name}, a deep-sky object in {constellation}, is of the type {type}.",
  "{name} is a deep-sky object of the type {type} in the constellation {constellation}.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "The type of {name} is {type}.",
  "By its nature the object is classed as {type}.",
  "Its catalogue designation is {catalogue}.",
  "Catalogues list {name} as {catalogue}.",
  "A popular name of {name} is {commonName}.",
  "Observers also call it {commonName}.",
  "The apparent magnitude of {name} is {magnitude}.",
  "Seen from Earth its magnitude is {magnitude}.",
  "The apparent size of {name} is {size} arcminutes.",
  "In the sky it measures {size} arcminutes.",
  "{name} stands at right ascension {rightAscension} ° and declination {declination} °.",
  "For the year 2000 its right ascension is {rightAscension} ° and its declination is {declination} °.",
];

export const deepSkyObject: Kind = {
  id: "deep-sky-object",
  words: {
    en: [
      "deep-sky object",
      "deep-sky objects",
      "Messier object",
      "Messier objects",
      "nebula or galaxy",
      "nebulae and galaxies",
    ],
    zh: ["深空天体", "梅西耶天体", "天体"],
  },
  pronouns: ["It", "The object"],
  attributes: deepSkyAttributes,
  sentences: deepSkySentences,
};
