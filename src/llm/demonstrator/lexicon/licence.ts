/** @file Words and sentences for software licences. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  {
    id: "spdxId",
    words: {
      en: ["SPDX identifier", "SPDX id", "licence identifier", "short identifier"],
      zh: ["SPDX标识符", "SPDX标识", "标识符"],
    },
    type: "text",
  },
  {
    id: "osiApproved",
    words: {
      en: ["OSI approved", "approved by the OSI", "approval by the OSI"],
      zh: ["是否获OSI批准", "OSI批准"],
    },
    type: "yes-no",
  },
  {
    id: "words",
    words: { en: ["number of words", "length in words", "word count"], zh: ["字数", "文本词数", "单词数"] },
    type: "number",
  },
  {
    id: "patents",
    words: {
      en: ["mention of patents", "mentions patents", "patents mentioned"],
      zh: ["是否提及专利", "专利条款"],
    },
    type: "yes-no",
  },
  {
    id: "warranty",
    words: {
      en: ["mention of warranty", "mentions warranty", "warranty mentioned"],
      zh: ["是否提及担保", "担保条款"],
    },
    type: "yes-no",
  },
  {
    id: "copyleftWord",
    words: {
      en: ["mention of source code", "mentions source code", "source code mentioned"],
      zh: ["是否提及源代码", "源代码条款"],
    },
    type: "yes-no",
  },
];

const sentences: readonly string[] = [
  "{name} is a licence with the SPDX identifier {spdxId}.",
  "{name}, in SPDX known by the identifier {spdxId}, is a licence.",
  "{name} is the licence to which the SPDX list gives the identifier {spdxId}.",
  "To the question whether {name} is approved by the OSI, the SPDX list says {osiApproved}.",
  "Approval by the Open Source Initiative: {osiApproved}.",
  "Its text has {words} words.",
  "The text of {name} runs to {words} words.",
  "Counted in words, the length of the text is {words}.",
  "Mention of patents in its text: {patents}.",
  "To the question whether the text of {name} speaks of patents the answer is {patents}.",
  "Mention of a warranty in its text: {warranty}.",
  "To the question whether the text of {name} speaks of a warranty the answer is {warranty}.",
  "Mention of source code in its text: {copyleftWord}.",
  "To the question whether the text of {name} speaks of source code the answer is {copyleftWord}.",
];

export const licence: Kind = {
  id: "licence",
  words: {
    en: ["licence", "licences", "license", "licenses", "software licences", "software licenses"],
    zh: ["许可证", "软件许可证", "开源许可证", "许可协议"],
  },
  pronouns: ["It", "The licence"],
  attributes,
  sentences,
};
