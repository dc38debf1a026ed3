/** @file The words of the page in the user's language. */
import { createContext, useContext } from "react";
import { en } from "./en.ts";
import type { Words } from "./words.ts";
import { zh } from "./zh.ts";

export type PageLanguage = "en" | "zh";

export const WORDS: Readonly<Record<PageLanguage, Words>> = { en, zh };

const KEY = "wideseek-language";

/** What the user chose, else what the browser asks for. */
export function firstLanguage(): PageLanguage {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "en" || chosen === "zh") return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function keepLanguage(language: PageLanguage): void {
  localStorage.setItem(KEY, language);
}

export const WordsContext = createContext<Words>(en);

export function useWords(): Words {
  return useContext(WordsContext);
}
