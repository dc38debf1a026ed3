/** @file Something that the user asked for: under way, done, or refused with a reason. */
import { useState } from "react";
import { ApiError } from "../api/call.ts";

export interface Work {
  readonly isBusy: boolean;
  readonly problem?: string | undefined;
  /** Does nothing while the last is under way. */
  readonly start: (work: () => Promise<void>) => void;
}

export function useWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const start = (work: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    work()
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setProblem(error.message);
      })
      .finally(() => setBusy(false));
  };
  return { isBusy, problem, start };
}
