/** @file What a run is about and where it stands: question, state, money, time, completeness; stop and resume. */
import { useEffect, useState } from "react";
import { getJson, postJson } from "../api/call.ts";
import type { Ask, RunDetail, Settings } from "../api/types.ts";
import { duration } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { goTo, runAddress } from "../route.ts";
import { useWords } from "../words/use-words.ts";
import { CompletenessLine } from "./completeness-line.tsx";
import { CostChip } from "./cost-chip.tsx";
import { type FollowedRun, pathOf } from "./follow-run.ts";
import { ResumeButton } from "./resume-button.tsx";
import { previewedRows } from "./what-came.ts";

interface HeaderProps {
  readonly run: string;
  readonly followed: FollowedRun & { readonly refresh: () => void };
  readonly view: "table" | "changes";
  readonly isTeamOpen: boolean;
  readonly onTeam: () => void;
}

export function RunHeader({ run, followed, view, isTeamOpen, onTeam }: HeaderProps) {
  const { run: words } = useWords();
  const { detail, view: seen, refresh } = followed;
  const task = detail?.config.task ?? seen.task;
  const work = useWork();
  const stop = () => work.start(() => postJson(pathOf(run, "/stop"), {}));
  return (
    <header className="run-head">
      <h1 title={task?.question}>{task?.question ?? " "}</h1>
      <div className="run-facts">
        <StateTag followed={followed} />
        <CostChip view={seen} detail={detail} />
        <Elapsed followed={followed} />
        <CompletenessLine detail={detail} />
        <Related run={run} followed={followed} view={view} />
        <span className="run-buttons">
          <button type="button" className="button is-small" aria-pressed={isTeamOpen} onClick={onTeam}>
            {words.team(seen.agents.size)}
          </button>
          {detail?.state === "running" && (
            <button type="button" className="button is-small" disabled={work.isBusy} onClick={stop}>
              {words.stop}
            </button>
          )}
          <WholeButton detail={detail} />
          <ResumeButton run={run} detail={detail} onResumed={refresh} />
        </span>
      </div>
      <Problem text={work.problem} />
    </header>
  );
}

/** After a trial of the first rows: all of them, by the same plan, with what may be spent as it was. */
function WholeButton({ detail }: { readonly detail: RunDetail | undefined }) {
  const { run: words } = useWords();
  const work = useWork();
  if (detail === undefined || previewedRows(detail) === undefined) return undefined;
  const whole = async () => {
    const { knowledgeBases } = await getJson<Settings>("/api/settings");
    const known = knowledgeBases
      .map(({ name }) => name)
      .filter((name) => name === detail.config.knowledgeBase);
    const kb = known.length > 0 ? { kb: known } : {};
    const { run } = await postJson<{ run: string }>("/api/runs", { ...wholeOf(detail), ...kb });
    goTo(runAddress(run));
  };
  return (
    <>
      <button
        type="button"
        className="button is-small is-main"
        disabled={work.isBusy}
        onClick={() => work.start(whole)}
      >
        {words.whole}
      </button>
      <Problem text={work.problem} />
    </>
  );
}

function wholeOf({ config: { task, plan, models, budget } }: RunDetail): Ask {
  const { lead, subagent } = models;
  return {
    question: task.question,
    ...(plan !== undefined && { plan: { ...plan, maxRows: undefined } }),
    ...(lead === subagent && { model: lead }),
    budget,
  };
}

/** The run that it changes, those that change it, and what differs. */
function Related({ run, followed: { detail }, view }: Pick<HeaderProps, "run" | "followed" | "view">) {
  const { run: words } = useWords();
  const base = detail?.config.revision?.base;
  const revisions = detail?.revisions ?? [];
  const newest = revisions.at(-1);
  return (
    <>
      {base !== undefined && (
        <a className="chip" href={runAddress(base)}>
          {words.base}
        </a>
      )}
      {base !== undefined && detail?.state !== "running" && (
        <a className="chip" href={runAddress(run, view === "changes" ? undefined : "changes")}>
          {view === "changes" ? words.backToTable : words.changes}
        </a>
      )}
      {newest !== undefined && (
        <a className="chip" href={runAddress(newest)}>
          {words.revisions(revisions.length)}
        </a>
      )}
    </>
  );
}

function StateTag({ followed: { detail, view } }: { readonly followed: FollowedRun }) {
  const { stops, runs } = useWords();
  if (detail === undefined) return undefined;
  const stop = detail.result?.stop ?? view.result?.stop;
  if (detail.state !== "ended") {
    return (
      <span className={detail.state === "running" ? "tag is-live" : "tag is-warning"}>
        {runs.states[detail.state]}
      </span>
    );
  }
  const isWell = stop === "answered";
  return <span className={isWell ? "tag" : "tag is-warning"}>{stops[stop ?? "failed"]}</span>;
}

/** Seconds go on while the run does, though nothing may happen in it. */
function Elapsed({ followed: { detail, view } }: { readonly followed: FollowedRun }) {
  const { run: words } = useWords();
  const isRunning = detail?.state === "running";
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const from = performance.now() - view.at;
    const timer = setInterval(() => setNow(performance.now() - from), 1000);
    return () => clearInterval(timer);
  }, [isRunning, view.at]);
  const ms = isRunning ? Math.max(now, view.at) : (detail?.result?.elapsedMs ?? view.at);
  return (
    <span className="chip" title={words.time}>
      {duration(isRunning ? Math.floor(ms / 1000) * 1000 : ms)}
    </span>
  );
}
