/** @file The runs under way in this process: begun, gone on with, watched, steered and stopped, whichever face asks. */
import { setMaxListeners } from "node:events";
import { ConfigError } from "../../core/errors.ts";
import type { RunEvent } from "../../core/events.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { RunRecorder, RunStore } from "../../run/run-store.ts";
import { type Semaphore, semaphore } from "../../util/semaphore.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { openSamplers } from "../models/open-samplers.ts";
import type { Variables } from "../surroundings.ts";
import { endOf, goesOn, nothingToDo, type RaisedLimits, requestToGoOn } from "./going-on.ts";
import { endedRun, type LiveRun, startLiveRun } from "./live-run.ts";
import { configOf, type RunRequest } from "./run-request.ts";

export type { LiveRun } from "./live-run.ts";

/** As many runs are under way as may be; one more can begin when one of them has ended. */
export class TooManyRunsError extends Error {
  override readonly name = "TooManyRunsError";
}

export interface LiveRuns {
  /** Resolves once the run is recorded and under way. Throws `ConfigError` for what cannot be opened, and `TooManyRunsError`. */
  start(request: RunRequest): Promise<LiveRun>;
  /**
   * A run that was broken off, stopped or ran out goes on; what was done is not done again. Throws `ConfigError` where there is no
   * such run or nothing left to do, and `TooManyRunsError`.
   */
  resume(run: string, limits?: RaisedLimits): Promise<LiveRun>;
  /** `undefined` where it is not under way here. */
  get(run: string): LiveRun | undefined;
  /** Those under way, in the order in which they began. */
  all(): readonly LiveRun[];
  /** Begins nothing more and stops what is under way, which can be gone on with later; resolves once every record is closed. */
  close(): Promise<void>;
}

export interface LiveRunsParts {
  readonly store: RunStore;
  readonly variables: Variables;
  /** The package's version, for the records. */
  readonly version: string;
  /** At once. */
  readonly maxRuns: number;
  /** Whose turn it is to open a knowledge base, where others open some too. */
  readonly opening?: Semaphore | undefined;
  /** A line for whoever keeps the program running. */
  say(line: string): void;
}

export function openLiveRuns(parts: LiveRunsParts): LiveRuns {
  const { store, variables, version, maxRuns, say } = parts;
  // two that bring one folder's index up to date at once would be in each other's way
  const { opening = semaphore(1) } = parts;
  const underWay = new Map<string, LiveRun>();
  const beginnings = new Set<Promise<unknown>>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);

  const begin = async (
    request: RunRequest,
    keep: (knowledgeBase: string) => Promise<Kept>,
  ): Promise<LiveRun> => {
    const samplers = await openSamplers(request, { environment: variables });
    const knowledgeBase = await opening.run(() =>
      openKnowledge(request.knowledge, { variables, signal: closing.signal, onBuild: () => undefined, say }),
    );
    if (knowledgeBase === undefined) throw closed();
    const kept = await keep(knowledgeBase.name).catch(async (error: unknown) => {
      await knowledgeBase.close();
      throw error;
    });
    const live = startLiveRun({ request, samplers, knowledgeBase, ...kept, closing: closing.signal });
    const { run, ended } = live;
    underWay.set(run, live);
    const end = () => underWay.delete(run);
    ended.then(end, (error: unknown) => {
      end();
      say(`wideseek: the run ${run} broke off: ${reasonOf(error)}`);
    });
    return live;
  };

  /** Counts against the places from the beginning on, for opening takes its time. */
  const placed = async (work: () => Promise<LiveRun>): Promise<LiveRun> => {
    if (closing.signal.aborted) throw closed();
    if (underWay.size + beginnings.size >= maxRuns) throw new TooManyRunsError(tooMany(maxRuns));
    const beginning = work();
    beginnings.add(beginning);
    return beginning.finally(() => beginnings.delete(beginning));
  };

  return {
    start: (request) =>
      placed(() =>
        begin(request, async (knowledgeBase) => {
          const place = { version, directory: process.cwd(), knowledgeBase, startedAt: new Date() };
          const config = configOf(request, place);
          return { config, recorder: await store.create(config) };
        }),
      ),
    resume: (run, limits = {}) =>
      placed(async () => {
        const recorded = await store.open(run);
        const request = requestToGoOn(recorded, limits);
        const result = endOf(recorded);
        if (result !== undefined && !goesOn(result, limits)) {
          if (recorded.result !== undefined) throw nothingToDo(run, result);
          // it was killed between the end of its journal and its result
          const { recorder } = await store.resume(run, recorded.config.team);
          await recorder.finish(result);
          return endedRun(request, recorded, result);
        }
        return begin(request, async () => {
          // read once more: only now is nobody else writing it
          const { recorded, recorder } = await store.resume(run, request.team);
          return { config: recorded.config, recorder, before: recorded.events };
        });
      }),
    get: (run) => underWay.get(run),
    all: () => [...underWay.values()],
    close: async () => {
      closing.abort(new Error("The program is closing."));
      await Promise.allSettled(beginnings);
      await Promise.allSettled([...underWay.values()].map(({ ended }) => ended));
    },
  };
}

/** Where a run is kept, and what had happened in it. */
interface Kept {
  readonly config: RunConfig;
  readonly recorder: RunRecorder;
  readonly before?: readonly RunEvent[] | undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function closed(): ConfigError {
  return new ConfigError("No run begins any more: the program is closing.");
}

function tooMany(maxRuns: number): string {
  const runs = maxRuns === 1 ? "One run is" : `${maxRuns} runs are`;
  return `${runs} under way, and no more can be at once. Wait for one to end, or stop one.`;
}
