/** @file A run that a component shows: followed while the component stands. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { emptyRunView } from "../../../src/tui/run-view.ts";
import { type FollowedRun, followRun, type RunFollower } from "./follow-run.ts";

const NOTHING: FollowedRun = { view: emptyRunView, isLost: false };
const never = () => () => undefined;

export function useRun(run: string): FollowedRun & { readonly refresh: () => void } {
  const [follower, setFollower] = useState<RunFollower>();
  useEffect(() => {
    const opened = followRun(run);
    setFollower(opened);
    return () => opened.close();
  }, [run]);
  const followed = useSyncExternalStore(follower?.subscribe ?? never, () => follower?.current ?? NOTHING);
  return { ...followed, refresh: () => follower?.refresh() };
}
