/** @file Programming, markup and data languages from linguist-languages (MIT, from GitHub Linguist, MIT). */
import * as linguist from "linguist-languages";
import { z } from "zod";
import type { Draft, Split } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { listText } from "../lib/text.ts";

const schema = z.looseObject({
  name: z.string(),
  type: z.string(),
  extensions: z.array(z.string()).optional(),
  color: z.string().optional(),
  tmScope: z.string().optional(),
  aceMode: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  group: z.string().optional(),
  codemirrorMode: z.string().optional(),
  languageId: z.number(),
});

const types: Readonly<Record<string, string>> = {
  programming: "programming language",
  data: "data format",
  markup: "markup language",
  prose: "prose format",
};

const testLetters = "BEJOT";
const devLetters = "GL";

function splitOfLetter(letter: string): Split {
  if (testLetters.includes(letter)) return "test";
  return devLetters.includes(letter) ? "dev" : "train";
}

function shortList(items: readonly string[] | undefined): string | undefined {
  if (items === undefined || items.length < 2 || items.length > 6) return undefined;
  return items.some((item) => /[,\s]/.test(item)) ? undefined : listText(items);
}

export function readComputerLanguages(): readonly Draft[] {
  return Object.values(linguist).map((value): Draft => {
    const source = schema.parse(value);
    const sheet = factSheet({
      type: types[source.type],
      extension: source.extensions?.[0],
      extensions: shortList(source.extensions),
      color: source.color,
      scope: source.tmScope === "none" ? undefined : source.tmScope,
      editorMode: source.aceMode === "text" ? undefined : source.aceMode,
      codeMirrorMode: source.codemirrorMode,
      linguistId: String(source.languageId),
      aliases: shortList(source.aliases),
      group: source.group,
    });
    return {
      kind: "computer-language",
      key: `computer-language:${source.name}`,
      name: source.name,
      qualifiers: [` (${types[source.type] ?? "format"})`],
      prominence: 200,
      ...sheet,
      ...(source.group === undefined ? {} : { refs: { group: `computer-language:${source.group}` } }),
      split: splitOfLetter(source.name.slice(0, 1).toUpperCase()),
    };
  });
}
