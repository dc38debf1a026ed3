/** @file Runs that are kept are traced too: what goes into a record becomes spans. */
import type { RunRecorder, RunStore } from "../run/run-store.ts";
import type { Traces } from "./traces.ts";

/** The store, whose new records and those that go on are traced. */
export function tracedStore(store: RunStore, traces: Traces): RunStore {
  return {
    ...store,
    create: async (config) =>
      tracedRecorder(await store.create(config), traces, Date.parse(config.startedAt)),
    resume: async (run, team) => {
      const resumed = await store.resume(run, team);
      const before = resumed.recorded.events.at(-1)?.at ?? 0;
      return { ...resumed, recorder: tracedRecorder(resumed.recorder, traces, Date.now() - before) };
    },
  };
}

/** `begunAt`: when the run began, or would have, had it never been broken off; in milliseconds since 1970. */
export function tracedRecorder(recorder: RunRecorder, traces: Traces, begunAt: number): RunRecorder {
  const trace = traces.run(begunAt);
  return {
    run: recorder.run,
    store: recorder.store,
    record: (event) => {
      recorder.record(event);
      trace.record(event);
    },
    kept: () => recorder.kept(),
    finish: (result) => {
      trace.close();
      return recorder.finish(result);
    },
    get loss() {
      return recorder.loss;
    },
  };
}
