/** @file `wideseek resume`: a run that was broken off goes on, without doing again what it had done. */
import { recordingOf } from "../../agent/resume/recording.ts";
import { ConfigError } from "../../core/errors.ts";
import type { RunEvent, RunResult } from "../../core/events.ts";
import { formatOfFile } from "../../export/exported-run.ts";
import { findRun } from "../../run/find-run.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { openStore } from "../../service/places/open-store.ts";
import { runsDirectory } from "../../service/places/places.ts";
import { presentRun } from "../../service/revisions/present-run.ts";
import { endOf, goesOn } from "../../service/runs/going-on.ts";
import { readFlags } from "../arguments/flags.ts";
import { type AskEnvironment, answer, carryOut, isAnswered, lossTo, type Opened } from "../ask/ask.ts";
import { print, requireWritable, writeOut } from "../ask/deliver.ts";
import { EXIT } from "../exit-code.ts";
import { requireReadable } from "../output/write-result.ts";
import { planResume, type ResumeFlags, type ResumePlan, resumeFlags } from "./resume-options.ts";

/** `reference` is a run's name or a part of it; without it the newest run is meant. Gives the exit code. */
export async function resume(
  reference: string | undefined,
  flags: unknown,
  environment: AskEnvironment,
): Promise<number> {
  const options = readFlags(resumeFlags, flags);
  // before the working directory changes
  const runs = runsDirectory(options.runs, environment.variables);
  const store = openStore({ runs, variables: environment.variables });
  const recorded = await store.open(findRun(await store.names(), reference));
  const result = endOf(recorded);
  if (result !== undefined && !goesOn(result, { ...options, deadlineMs: options.deadline })) {
    return handOver({ store, recorded, result, options }, environment);
  }
  const plan = planResume(recorded, options);
  enter(plan, recorded.run);
  return carryOut(plan, environment, async (opened, knowledgeBase) => {
    const { progress } = opened;
    const kept = openStore({ runs, variables: environment.variables, onLoss: lossTo(progress) });
    // read once more: only now is nobody else writing it
    const resumed = await kept.resume(recorded.run, plan.team);
    const { events } = resumed.recorded;
    showBefore(opened, recorded.run, { events, stop: result?.stop });
    const { recorder } = resumed;
    const { config } = resumed.recorded;
    return answer(opened, knowledgeBase, { recorder, config, recording: recordingOf(events) });
  });
}

interface EndedRun {
  readonly store: RunStore;
  readonly recorded: RecordedRun;
  readonly result: RunResult;
  readonly options: ResumeFlags;
}

async function handOver(
  { store, recorded, result, options }: EndedRun,
  { stdout, stderr }: AskEnvironment,
): Promise<number> {
  const { run, config } = recorded;
  const { out, format, color, quiet } = options;
  if (out === undefined) requireReadable(format, stdout);
  else await requireWritable(out);
  if (recorded.result === undefined) {
    // it was killed between the end of its journal and its result
    const { recorder } = await store.resume(run, config.team);
    await recorder.finish(result);
  }
  // as the user's choices have it
  const { result: chosen } = await presentRun(store, run);
  const delivery = { result: chosen, run, config, format: format ?? formatOfFile(out ?? ""), color };
  const failure = out === undefined ? undefined : await writeOut(out, delivery);
  if (failure !== undefined) throw new ConfigError(failure);
  if (out === undefined) await print(delivery, stdout);
  if (!quiet) stderr.write(`wideseek: ${nothingToDo(result, run)}\n`);
  return isAnswered(result) ? EXIT.answered : EXIT.unanswered;
}

function nothingToDo({ stop }: RunResult, run: string): string {
  if (stop === "budget" || stop === "deadline") {
    const raised = stop === "budget" ? "--budget 500k-tokens" : "--deadline 2h";
    return `The ${stop} of this run is used up. To go on, raise it in all: wideseek resume ${shortRunId(run)} ${raised}`;
  }
  return "This run has come to its end: there is nothing left to do.";
}

/** Paths in names of models and knowledge bases mean what they meant when the question was asked. */
function enter({ directory }: ResumePlan, run: string): void {
  try {
    process.chdir(directory);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(
      `The run ${run} was begun in ${directory}, which cannot be entered: ${systemReason(error)}.`,
      { cause: error },
    );
  }
}

interface Before {
  readonly events: readonly RunEvent[];
  /** How the run had ended, if it had. */
  readonly stop: RunResult["stop"] | undefined;
}

/** What was done before: into the picture where there is one, else as one line. */
function showBefore({ plan, environment, progress }: Opened, run: string, { events, stop }: Before): void {
  const { stderr, variables } = environment;
  const done = (type: RunEvent["type"]) => events.filter((event) => event.type === type).length;
  if (!plan.quiet) {
    progress.say(
      `Going on with ${run}: ${done("sample-end")} model calls and ${done("tool-end")} tool calls are done.`,
    );
  }
  if (!stderr.isTTY || variables["TERM"] === "dumb") return;
  for (const event of events) {
    const isTakenBack = event.type === "run-end" || (event.type === "agent-end" && event.stop === stop);
    if (!isTakenBack) progress.event(event);
  }
}
