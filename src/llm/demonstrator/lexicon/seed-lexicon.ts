/** @file The lexicon of the seed pages: every kind of entity they describe, and the words for sets of them. */
import type { Lexicon } from "../lexicon.ts";
import { airport } from "./airport.ts";
import { city } from "./city.ts";
import { computerLanguage } from "./computer-language.ts";
import { country } from "./country.ts";
import { currency } from "./currency.ts";
import { element } from "./element.ts";
import { language } from "./language.ts";
import { licence } from "./licence.ts";
import { constellation, deepSkyObject, star } from "./sky.ts";
import { subdivision } from "./subdivision.ts";
import { terms } from "./terms.ts";

export const seedLexicon: Lexicon = {
  kinds: [
    country,
    city,
    element,
    airport,
    subdivision,
    currency,
    language,
    constellation,
    star,
    deepSkyObject,
    licence,
    computerLanguage,
  ],
  terms,
};
