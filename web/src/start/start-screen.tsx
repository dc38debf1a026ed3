/** @file The first screen: one box, three tables to begin with, and the runs so far. */
import { useState } from "react";
import { postJson } from "../api/call.ts";
import type { Planned, Settings } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { PlanCard } from "../plan/plan-card.tsx";
import { goTo, runAddress } from "../route.ts";
import { useWords } from "../words/use-words.ts";
import { AskBox } from "./ask-box.tsx";
import { askOf, type Draft, freshDraft, isPlannedFirst } from "./draft.ts";
import { Examples } from "./examples.tsx";
import { RunsList } from "./runs-list.tsx";

export function StartScreen() {
  const { start } = useWords();
  const { value: settings, problem } = useLoad<Settings>("/api/settings");
  const [draft, setDraft] = useState<Draft>(freshDraft);
  const [planned, setPlanned] = useState<Planned>();
  const work = useWork();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const run = async (ask: unknown) => {
    const { run } = await postJson<{ run: string }>("/api/runs", ask);
    goTo(runAddress(run));
  };
  const submit = () =>
    work.start(async () => {
      if (isPlannedFirst(draft)) setPlanned(await postJson<Planned>("/api/plans", askOf(draft)));
      else await run(askOf(draft));
    });

  return (
    <main className="start">
      <h1>{start.title}</h1>
      <AskBox draft={draft} settings={settings} isBusy={work.isBusy} onChange={change} onSubmit={submit} />
      <Problem text={work.problem ?? problem} />
      {planned === undefined ? (
        <Examples
          examples={settings?.examples ?? []}
          onPick={({ question }) => {
            change({ question });
            document.getElementById("ask")?.focus();
          }}
        />
      ) : (
        <PlanCard
          key={JSON.stringify(planned.plan)}
          planned={planned}
          isBusy={work.isBusy}
          onStart={(plan) => work.start(() => run({ ...askOf(draft), plan }))}
          onClose={() => setPlanned(undefined)}
        />
      )}
      <RunsList />
    </main>
  );
}
