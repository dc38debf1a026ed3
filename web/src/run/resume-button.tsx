/** @file Going on with a run that was broken off, or that ran out of what it might use. */
import { useState } from "react";
import { postJson } from "../api/call.ts";
import type { Budget, RunDetail } from "../api/types.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { useWords } from "../words/use-words.ts";
import { pathOf } from "./follow-run.ts";

interface ResumeProps {
  readonly run: string;
  readonly detail: RunDetail | undefined;
  readonly onResumed: () => void;
}

export function ResumeButton({ run, detail, onResumed }: ResumeProps) {
  const { run: words } = useWords();
  const [isAsking, setAsking] = useState(false);
  const work = useWork();
  if (!canResume(detail)) return undefined;
  const resume = (limits: object) =>
    work.start(async () => {
      await postJson(pathOf(run, "/resume"), limits);
      setAsking(false);
      onResumed();
    });
  const stop = detail?.result?.stop;
  const needsMore = stop === "budget" || stop === "deadline";
  return (
    <>
      <button
        type="button"
        className="button is-small is-main"
        disabled={work.isBusy}
        onClick={() => (needsMore ? setAsking(true) : resume({}))}
      >
        {words.resume}
      </button>
      <Problem text={work.problem} />
      {isAsking && (
        <MoreDialog detail={detail} isBusy={work.isBusy} onClose={() => setAsking(false)} onResume={resume} />
      )}
    </>
  );
}

function canResume(detail: RunDetail | undefined): boolean {
  if (detail === undefined || detail.state === "running") return false;
  const stop = detail.result?.stop;
  return detail.state === "broken-off" || (stop !== undefined && stop !== "answered");
}

interface MoreProps {
  readonly detail: RunDetail | undefined;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onResume: (limits: { budget?: Budget; deadlineMs?: number }) => void;
}

const FIELDS = ["costUsd", "tokens", "turns", "toolCalls"] as const;

/** The limits of the run, doubled, to be changed. */
function MoreDialog({ detail, isBusy, onClose, onResume }: MoreProps) {
  const { run: words, limits } = useWords();
  const { budget: had = {}, deadlineMs } = detail?.config ?? {};
  const [budget, setBudget] = useState<Budget>(() => doubled(had));
  const [minutes, setMinutes] = useState(deadlineMs === undefined ? undefined : (deadlineMs * 2) / 60_000);
  return (
    <Dialog title={words.resumeTitle} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onResume({ budget, ...(minutes !== undefined && { deadlineMs: Math.round(minutes * 60_000) }) });
        }}
      >
        {FIELDS.filter((field) => had[field] !== undefined).map((field) => (
          <label key={field}>
            {limits[field]}
            <input
              type="number"
              min="0"
              step="any"
              value={budget[field] ?? ""}
              onChange={(event) => setBudget({ ...budget, [field]: Number(event.target.value) || undefined })}
            />
          </label>
        ))}
        <label>
          {limits.minutes}
          <input
            type="number"
            min="1"
            step="any"
            value={minutes ?? ""}
            onChange={(event) => setMinutes(Number(event.target.value) || undefined)}
          />
        </label>
        <button type="submit" className="button is-main" disabled={isBusy}>
          {words.resume}
        </button>
      </form>
    </Dialog>
  );
}

const doubled = (budget: Budget): Budget =>
  Object.fromEntries(
    Object.entries(budget).map(([field, amount]) => [field, amount === undefined ? amount : amount * 2]),
  );
