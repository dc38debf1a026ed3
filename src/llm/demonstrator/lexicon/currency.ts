/** @file Words and sentences for currencies. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "code",
    words: { en: ["ISO 4217 code", "currency code", "ISO code"], zh: ["ISO 4217代码", "货币代码", "代码"] },
    type: "text",
  },
  {
    id: "numericCode",
    words: {
      en: ["numeric code", "ISO 4217 numeric code", "three-digit code"],
      zh: ["数字代码", "ISO数字代码"],
    },
    type: "text",
  },
  {
    id: "symbol",
    words: { en: ["symbol", "currency symbol", "currency sign"], zh: ["货币符号", "符号"] },
    type: "text",
  },
  {
    id: "countries",
    words: {
      en: ["countries", "countries that use it", "users", "territories that use it"],
      zh: ["使用国家", "使用的国家和地区", "流通国家"],
    },
    type: "list",
    refersTo: "country",
  },
  {
    id: "countryCount",
    words: {
      en: ["number of countries and territories", "number of users", "how many countries use it"],
      zh: ["使用的国家和地区数量", "使用国数量"],
    },
    type: "number",
  },
  {
    id: "decimals",
    words: { en: ["number of decimal places", "decimal places", "decimals"], zh: ["小数位数", "小数位"] },
    type: "number",
  },
  {
    id: "since",
    words: {
      en: ["year of introduction", "in use since", "introduction year"],
      zh: ["启用年份", "开始使用年份"],
    },
    type: "year",
  },
];

const sentences: readonly string[] = [
  "{name} is a currency with the ISO 4217 code {code}.",
  "{name}, whose ISO 4217 code is {code}, is a currency.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "The numeric code of {name} is {numericCode}.",
  "In tables of ISO 4217 it also bears the number {numericCode}.",
  "The symbol of {name} is {symbol}.",
  "Prices in {name} are marked with the symbol {symbol}.",
  "{name} is used in {countries}.",
  "People pay with it in {countries}.",
  "The number of countries and territories that use {name} is {countryCount}.",
  "Counted together, the countries and territories using it number {countryCount}.",
  "Amounts in {name} are written with {decimals} decimal places.",
  "The number of decimal places of {name} is {decimals}.",
  "{name} has been in use since {since}.",
  "The year in which {name} came into use is {since}.",
];

export const currency: Kind = {
  id: "currency",
  words: { en: ["currency", "currencies", "money", "moneys"], zh: ["货币", "币种"] },
  pronouns: ["It", "The currency"],
  attributes,
  sentences,
};
