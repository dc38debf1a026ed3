/** @file What a component shows of the server: asked for when its path changes, and again on demand. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { ApiError, getJson } from "./call.ts";

export interface Loaded<T> {
  /** Absent until it came; what came last stays while it is asked for again. */
  readonly value?: T | undefined;
  readonly problem?: string | undefined;
  readonly reload: () => void;
}

/** `path` undefined: nothing is asked for. `version`: asked for again when it changes. */
export function useLoad<T>(path: string | undefined, version = ""): Loaded<T> {
  const [state, setState] = useState<{ path?: string | undefined; value?: T; problem?: string }>({});
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const request = useMemo(() => ({ path, round, version }), [path, round, version]);
  useEffect(() => {
    const { path } = request;
    if (path === undefined) return;
    const leaving = new AbortController();
    getJson<T>(path, leaving.signal).then(
      (value) => setState({ path, value }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState((before) => ({ ...before, path, problem: error.message }));
      },
    );
    return () => leaving.abort();
  }, [request]);
  const { value, problem } = state.path === path ? state : {};
  return { value, problem, reload };
}
