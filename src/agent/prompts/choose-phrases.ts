/** @file Which language an agent is spoken to in. */
import type { Language } from "../../core/task.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import type { Phrases } from "./phrases.ts";

const PHRASES: Readonly<Record<Language, Phrases>> = { en: english, zh: chinese };

export function choosePhrases(language: Language): Phrases {
  return PHRASES[language];
}
