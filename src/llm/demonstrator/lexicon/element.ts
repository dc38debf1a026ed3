/** @file Words and sentences for chemical elements. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  { id: "chineseName", words: { en: ["Chinese name"], zh: ["中文名", "中文名称"] }, type: "text" },
  {
    id: "symbol",
    words: { en: ["symbol", "chemical symbol", "element symbol"], zh: ["元素符号", "化学符号", "符号"] },
    type: "text",
  },
  {
    id: "atomicNumber",
    words: {
      en: ["atomic number", "proton number", "number of protons"],
      zh: ["原子序数", "原子序", "质子数"],
    },
    type: "number",
  },
  {
    id: "atomicMass",
    words: {
      en: ["atomic mass", "atomic weight", "relative atomic mass", "standard atomic weight"],
      zh: ["原子量", "原子质量", "相对原子质量"],
    },
    type: "number",
    unit: "u",
  },
  {
    id: "category",
    words: {
      en: ["category", "series", "chemical series", "element type"],
      zh: ["类别", "元素类别", "分类"],
    },
    type: "text",
  },
  { id: "group", words: { en: ["group", "group number"], zh: ["族", "所在族", "族数"] }, type: "number" },
  {
    id: "period",
    words: { en: ["period", "row of the periodic table"], zh: ["周期", "所在周期"] },
    type: "number",
  },
  { id: "block", words: { en: ["block", "electron block"], zh: ["区", "分区", "元素分区"] }, type: "text" },
  {
    id: "phase",
    words: {
      en: ["phase", "state of matter", "phase at room temperature", "physical state"],
      zh: ["物态", "常温状态", "状态", "常温物态"],
    },
    type: "text",
  },
  {
    id: "meltingPoint",
    words: {
      en: ["melting point", "melting temperature", "temperature at which it melts"],
      zh: ["熔点", "熔化温度"],
    },
    type: "number",
    unit: "K",
  },
  {
    id: "boilingPoint",
    words: {
      en: ["boiling point", "boiling temperature", "temperature at which it boils"],
      zh: ["沸点", "沸腾温度"],
    },
    type: "number",
    unit: "K",
  },
  {
    id: "density",
    words: { en: ["density", "mass per volume"], zh: ["密度"] },
    type: "number",
    unit: "kg/m³",
  },
  {
    id: "electronegativity",
    words: {
      en: ["electronegativity", "Pauling electronegativity"],
      zh: ["电负性", "鲍林电负性"],
    },
    type: "number",
  },
  {
    id: "configuration",
    words: {
      en: ["electron configuration", "electronic configuration"],
      zh: ["电子排布", "电子构型", "电子组态"],
    },
    type: "text",
  },
  {
    id: "crystal",
    words: { en: ["crystal structure", "crystal lattice"], zh: ["晶体结构", "晶格结构"] },
    type: "text",
  },
  {
    id: "discoveryYear",
    words: {
      en: [
        "discovery year",
        "year of discovery",
        "year discovered",
        "when it was discovered",
        "discovered in",
      ],
      zh: ["发现年份", "发现时间", "发现年代"],
    },
    type: "year",
  },
  {
    id: "discoverer",
    words: {
      en: ["discoverer", "discovered by", "who discovered it", "discoverers"],
      zh: ["发现者", "发现人"],
    },
    type: "text",
  },
  {
    id: "cas",
    words: { en: ["CAS number", "CAS registry number"], zh: ["CAS号", "CAS登记号"] },
    type: "text",
  },
];

const sentences: readonly string[] = [
  "{name} is a chemical element with the symbol {symbol} and atomic number {atomicNumber}.",
  "{name} is the chemical element whose symbol is {symbol} and whose atomic number is {atomicNumber}.",
  "{name}, with the symbol {symbol}, is the chemical element of atomic number {atomicNumber}.",
  "In Chinese, {name} is called {chineseName}.",
  "The Chinese name of {name} is {chineseName}.",
  "The atomic mass of {name} is {atomicMass} u.",
  "One atom of {name} has an average mass of {atomicMass} u.",
  "{name} belongs to the category {category}.",
  "By its chemical behaviour {name} is classed as {category}.",
  "In the periodic table {name} stands in group {group} and period {period}.",
  "{name} is found in period {period} and group {group} of the periodic table.",
  "In the periodic table {name} stands in period {period}.",
  "{name} is an element of period {period}.",
  "{name} is part of the {block}.",
  "The electrons of {name} put it in the {block}.",
  "At room temperature its phase is {phase}.",
  "Under standard conditions the phase of {name} is {phase}.",
  "{name} melts at {meltingPoint} K.",
  "The melting point of {name} is {meltingPoint} K.",
  "{name} boils at {boilingPoint} K.",
  "The boiling point of {name} is {boilingPoint} K.",
  "Between its melting point of {meltingPoint} K and its boiling point of {boilingPoint} K the element is liquid.",
  "The density of {name} is {density} kg/m³.",
  "One cubic metre of {name} has a mass given as {density} kg/m³.",
  "On the Pauling scale its electronegativity is {electronegativity}.",
  "The electronegativity of {name} is {electronegativity} on the Pauling scale.",
  "The electron configuration of {name} is {configuration}.",
  "Its electrons are arranged as {configuration}.",
  "Its crystal structure is {crystal}.",
  "Solid {name} has the crystal structure {crystal}.",
  "{name} was discovered in {discoveryYear} by {discoverer}.",
  "The discovery of {name} is credited to {discoverer} in the year {discoveryYear}.",
  "{discoverer} discovered {name} in {discoveryYear}.",
  "{name} was discovered in the year {discoveryYear}.",
  "The CAS number of {name} is {cas}.",
  "Chemists register {name} under the CAS number {cas}.",
];

export const element: Kind = {
  id: "element",
  words: {
    en: ["chemical element", "chemical elements", "element", "elements"],
    zh: ["化学元素", "元素"],
  },
  pronouns: ["It", "The element"],
  attributes,
  sentences,
};
