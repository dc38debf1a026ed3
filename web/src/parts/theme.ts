/** @file Light, dark, or as the system is. */

export type Theme = "system" | "light" | "dark";

const KEY = "wideseek-theme";
export const THEMES = ["system", "light", "dark"] as const;

export function firstTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
