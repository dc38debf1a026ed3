/** @file Words and sentences for programming languages and file formats. */
import type { Attribute, Kind } from "../lexicon.ts";

const attributes: readonly Attribute[] = [
  { id: "type", words: { en: ["type", "kind", "language type"], zh: ["类型", "语言类型"] }, type: "text" },
  {
    id: "extension",
    words: {
      en: ["main file extension", "file extension", "file ending"],
      zh: ["主要文件扩展名", "文件扩展名", "扩展名"],
    },
    type: "text",
  },
  {
    id: "extensions",
    words: {
      en: ["all file extensions", "file extensions", "file endings"],
      zh: ["全部文件扩展名", "所有扩展名"],
    },
    type: "list",
  },
  {
    id: "color",
    words: {
      en: ["colour on GitHub", "color", "GitHub colour", "colour code"],
      zh: ["GitHub颜色", "颜色代码", "颜色"],
    },
    type: "text",
  },
  {
    id: "scope",
    words: { en: ["TextMate scope", "grammar scope", "syntax scope"], zh: ["TextMate作用域", "语法作用域"] },
    type: "text",
  },
  {
    id: "editorMode",
    words: { en: ["Ace editor mode", "editor mode", "Ace mode"], zh: ["Ace编辑器模式", "编辑器模式"] },
    type: "text",
  },
  {
    id: "codeMirrorMode",
    words: {
      en: ["CodeMirror mode", "CodeMirror editor mode"],
      zh: ["CodeMirror模式", "CodeMirror编辑器模式"],
    },
    type: "text",
  },
  {
    id: "linguistId",
    words: { en: ["Linguist number", "Linguist id", "language id"], zh: ["Linguist编号", "语言编号"] },
    type: "text",
  },
  {
    id: "aliases",
    words: { en: ["aliases", "other names", "short names"], zh: ["别名", "其他名称"] },
    type: "list",
  },
  {
    id: "group",
    words: { en: ["language group", "parent language", "group"], zh: ["所属语言组", "语言组"] },
    type: "text",
    refersTo: "computer-language",
  },
];

const sentences: readonly string[] = [
  "The CodeMirror editor handles {name} in the mode {codeMirrorMode}.",
  "Its mode in the CodeMirror editor is {codeMirrorMode}.",
  "{name} is a {type} whose files usually end in {extension}.",
  "{name} is a {type} known to GitHub.",
  "{name}, a {type}, uses the file extension {extension}.",
  "The main file extension of {name} is {extension}.",
  "All file extensions of {name}: {extensions}.",
  "Files with {name} in them may end in {extensions}.",
  "On GitHub, {name} is shown in the colour {color}.",
  "The colour that stands for {name} on GitHub is {color}.",
  "Its TextMate scope is {scope}.",
  "Editors highlight {name} with the TextMate scope {scope}.",
  "The Ace editor opens {name} in the mode {editorMode}.",
  "Its mode in the Ace editor is {editorMode}.",
  "The Linguist library gives {name} the number {linguistId}.",
  "Its number in the Linguist library is {linguistId}.",
  "Other names by which GitHub knows {name}: {aliases}.",
  "As aliases of {name} GitHub accepts {aliases}.",
  "{name} is grouped with {group}.",
  "GitHub counts it to the group {group}.",
];

export const computerLanguage: Kind = {
  id: "computer-language",
  words: {
    en: [
      "computer language",
      "computer languages",
      "programming language",
      "programming languages",
      "data format",
      "data formats",
      "markup language",
      "markup languages",
    ],
    zh: ["计算机语言", "编程语言", "程序设计语言", "数据格式"],
  },
  pronouns: ["It", "The language"],
  attributes,
  sentences,
};
