/** @file The page: where the user is, in which language and light. */
import { useEffect, useState } from "react";
import { KeysHelp } from "./parts/keys-help.tsx";
import { SafetyNet } from "./parts/safety-net.tsx";
import { applyTheme, firstTheme, THEMES, type Theme } from "./parts/theme.ts";
import { useShortcut } from "./parts/use-shortcut.ts";
import { EvaluationScreen } from "./reports/evaluation-screen.tsx";
import { ReportsScreen } from "./reports/reports-screen.tsx";
import { TrainingScreen } from "./reports/training-screen.tsx";
import { type Route, useRoute } from "./route.ts";
import { RunScreen } from "./run/run-screen.tsx";
import { StartScreen } from "./start/start-screen.tsx";
import {
  firstLanguage,
  keepLanguage,
  type PageLanguage,
  useWords,
  WORDS,
  WordsContext,
} from "./words/use-words.ts";

export function App() {
  const [language, setLanguage] = useState<PageLanguage>(firstLanguage);
  const [isHelping, setHelping] = useState(false);
  const route = useRoute();
  useEffect(() => {
    document.documentElement.lang = language;
    keepLanguage(language);
  }, [language]);
  useShortcut("?", () => setHelping(true));
  return (
    <WordsContext value={WORDS[language]}>
      <TopBar
        route={route}
        onLanguage={() => setLanguage((before) => (before === "en" ? "zh" : "en"))}
        onHelp={() => setHelping(true)}
      />
      <SafetyNet key={route.at} text={WORDS[language].broken}>
        <Screen route={route} />
      </SafetyNet>
      {isHelping && <KeysHelp onClose={() => setHelping(false)} />}
    </WordsContext>
  );
}

function Screen({ route }: { readonly route: Route }) {
  switch (route.at) {
    case "start":
      return <StartScreen />;
    case "run":
      return <RunScreen key={route.run} run={route.run} view={route.view} />;
    case "reports":
      return <ReportsScreen />;
    case "evaluation":
      return <EvaluationScreen id={route.id} />;
    case "training":
      return <TrainingScreen id={route.id} />;
  }
}

interface TopProps {
  readonly route: Route;
  readonly onLanguage: () => void;
  readonly onHelp: () => void;
}

function TopBar({ route, onLanguage, onHelp }: TopProps) {
  const { top } = useWords();
  const [theme, setTheme] = useState<Theme>(firstTheme);
  useEffect(() => applyTheme(theme), [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  const isStart = route.at === "start";
  const isReports = route.at !== "start" && route.at !== "run";
  return (
    <header className="top">
      <nav aria-label={top.navigation}>
        <a className="wordmark" href="#/" {...(isStart && { "aria-current": "page" })}>
          wideseek
        </a>
        <a href="#/" className="top-link">
          {top.ask}
        </a>
        <a href="#/reports" className="top-link" {...(isReports && { "aria-current": "page" })}>
          {top.reports}
        </a>
      </nav>
      <span className="top-tools">
        <button type="button" className="link" onClick={() => setTheme(next)} title={top.theme}>
          {top.themes[theme]}
        </button>
        <button type="button" className="link" onClick={onLanguage} lang={top.otherLanguageCode}>
          {top.otherLanguage}
        </button>
        <button type="button" className="icon" onClick={onHelp} aria-label={top.keys}>
          ?
        </button>
      </span>
    </header>
  );
}
