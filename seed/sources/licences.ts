/** @file Software licences from spdx-license-list (CC0); the texts are only measured, not copied. */
import { z } from "zod";
import type { Draft, Split } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { loadJson } from "../lib/load.ts";
import { plainName } from "../lib/text.ts";

const schema = z.record(
  z.string(),
  z.object({ name: z.string(), osiApproved: z.boolean(), licenseText: z.string() }),
);

const testLetters = "BEO";
const devLetters = "HS";

/** Licences go to a split by the first letter of their identifier, which keeps versions of one licence together. */
function splitOfLetter(letter: string): Split {
  if (testLetters.includes(letter)) return "test";
  return devLetters.includes(letter) ? "dev" : "train";
}

const yesNo = (value: boolean): string => (value ? "yes" : "no");

export function readLicences(): readonly Draft[] {
  const entries = Object.entries(loadJson(import.meta.resolve("spdx-license-list/spdx-full.json"), schema));
  return entries
    .filter(([id]) => !id.endsWith("+"))
    .map(([id, source]): Draft => {
      const text = source.licenseText;
      const sheet = factSheet({
        spdxId: id,
        osiApproved: yesNo(source.osiApproved),
        words: text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length,
        patents: yesNo(/\bpatents?\b/i.test(text)),
        warranty: yesNo(/\bwarrant(?:y|ies)\b/i.test(text)),
        copyleftWord: yesNo(/\bsource code\b/i.test(text)),
      });
      return {
        kind: "licence",
        key: `licence:${id}`,
        name: plainName(source.name.replaceAll(/["“”]/g, "").replaceAll(/\.\s/g, " ")),
        qualifiers: [` (${id})`],
        prominence: 300,
        ...sheet,
        split: splitOfLetter(id.slice(0, 1).toUpperCase()),
      };
    });
}
