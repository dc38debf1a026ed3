/** @file `wideseek ask`: a question in, a table out, and the run kept. */
import type { Samplers } from "../../agent/build-team.ts";
import type { Recording } from "../../agent/resume/recording.ts";
import { trajectories } from "../../core/episode.ts";
import type { EventSink, FinishedRun, RunResult } from "../../core/events.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RunRecorder } from "../../run/run-store.ts";
import { openKnowledge } from "../../service/knowledge/open-knowledge.ts";
import { openSamplers } from "../../service/models/open-samplers.ts";
import { openStore } from "../../service/places/open-store.ts";
import { runRecorded } from "../../service/runs/run-recorded.ts";
import { configOf } from "../../service/runs/run-request.ts";
import { widthOf } from "../../tui/fit.ts";
import { summaryLine } from "../../tui/summary-line.ts";
import { wholePages } from "../../tui/trace-lines.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";
import { columnsOf, paletteOf } from "../look.ts";
import { openProgress } from "../progress/open-progress.ts";
import type { RunProgress } from "../progress/progress.ts";
import { type AskPlan, planAsk } from "./ask-options.ts";
import { print, requireWritable, writeOut } from "./deliver.ts";
import { readQuestion } from "./read-question.ts";

export interface AskEnvironment extends Environment {
  /** The package's version. */
  readonly version: string;
}

/** All that stands open while a question is answered. */
export interface Opened {
  readonly plan: AskPlan;
  readonly environment: AskEnvironment;
  readonly samplers: Samplers;
  readonly progress: RunProgress;
  readonly interruption: Interruption;
}

/** Gives the exit code. Throws `ConfigError` for what cannot work, before anything is spent. */
export async function ask(
  words: readonly string[],
  flags: unknown,
  environment: AskEnvironment,
): Promise<number> {
  const { variables, stdin } = environment;
  const plan = planAsk(await readQuestion(words, stdin), flags, variables["WIDESEEK_MODEL"]);
  return carryOut(plan, environment, async (opened, knowledgeBase) => {
    const recorder = await startRecord(opened, knowledgeBase.name);
    return answer(opened, knowledgeBase, { recorder });
  });
}

/** Opens all that the plan needs for `work`, which gives the exit code. Throws `ConfigError` for what cannot be opened. */
export async function carryOut(
  plan: AskPlan,
  environment: AskEnvironment,
  work: (opened: Opened, knowledgeBase: KnowledgeBase) => Promise<number>,
): Promise<number> {
  const { variables } = environment;
  if (plan.out !== undefined) await requireWritable(plan.out);
  const samplers = await openSamplers(plan, { environment: variables });
  const progress = await openProgress(plan, environment);
  const interruption = listenForInterruption(
    () => progress.say("Stopping; what was found is kept. Press Ctrl-C again to quit at once."),
    () => progress.stop(),
  );
  const opened: Opened = { plan, environment, samplers, progress, interruption };
  try {
    const knowledgeBase = await openKnowledge(plan.knowledge, {
      variables,
      signal: interruption.signal,
      onBuild: progress.building,
      say: progress.say,
    });
    if (knowledgeBase === undefined) return interruption.exitCode ?? EXIT.unanswered;
    return await work(opened, knowledgeBase).finally(() => knowledgeBase.close());
  } finally {
    progress.stop();
    interruption.release();
  }
}

/** Where the run is kept, and what it has done already. */
interface Keeping {
  readonly recorder: RunRecorder;
  readonly recording?: Recording | undefined;
}

/** Runs the team and delivers what it found. Gives the exit code. */
export async function answer(
  opened: Opened,
  knowledgeBase: KnowledgeBase,
  { recorder, recording }: Keeping,
): Promise<number> {
  const { plan, samplers, interruption, progress } = opened;
  const reader = watchReader(opened);
  const finished = await runRecorded({
    request: plan,
    samplers,
    knowledgeBase,
    recorder,
    recording,
    signal: AbortSignal.any([interruption.signal, reader.signal]),
    onEvent: eventSink(opened),
  });
  progress.stop();
  const delivered = await deliver(opened, recorder, finished);
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  if (reader.signal.aborted) return EXIT.noReader;
  const isWhole = delivered && recorder.loss === undefined && isAnswered(finished.result);
  return isWhole ? EXIT.answered : EXIT.unanswered;
}

function startRecord({ plan, environment, progress }: Opened, knowledgeBase: string): Promise<RunRecorder> {
  const { variables, version } = environment;
  const store = openStore({ runs: plan.runs, variables, onLoss: lossTo(progress) });
  return store.create(
    configOf(plan, { version, directory: process.cwd(), knowledgeBase, startedAt: new Date() }),
  );
}

/** Tells the user when the disk takes no more of the run. */
export function lossTo(progress: RunProgress): (loss: string) => void {
  return (loss) => progress.say(`wideseek: ${loss} The run goes on.`);
}

/** Events that nobody reads any more end the run; a table that nobody reads is still kept in the run's record. */
function watchReader({ plan, environment }: Opened): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  if (plan.events) environment.stdout.once("error", () => controller.abort());
  return controller;
}

function eventSink({ plan, environment, progress }: Opened): EventSink {
  return (event) => {
    progress.event(event);
    if (plan.events) environment.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

/** Puts the result where it is wanted and says how the run went. False where it could not be put there. */
async function deliver(
  opened: Opened,
  { run }: RunRecorder,
  { episode, result }: FinishedRun,
): Promise<boolean> {
  const { plan, environment, progress } = opened;
  const { stdout, stderr } = environment;
  const delivery = { ...plan, result, run };
  const failure = plan.out === undefined ? undefined : await writeOut(plan.out, delivery);
  if (failure !== undefined) progress.say(`wideseek: ${failure} The table goes to stdout.`);
  const isPrinted = plan.out === undefined ? !plan.events : failure !== undefined;
  if (isPrinted) print(delivery, stdout);

  const palette = paletteOf(stderr, plan.color);
  for (const trouble of troubles(result)) progress.say(palette.warning(`wideseek: ${trouble}`));
  if (isPrinted && !plan.quiet && stdout.isTTY && stderr.isTTY) progress.say("");
  if (!plan.quiet) progress.say(closingLine(opened, run, { episode, result }));
  return failure === undefined;
}

/** How the run went, and how to see it again; two lines where the terminal is narrow. */
function closingLine({ plan, environment }: Opened, run: string, { episode, result }: FinishedRun): string {
  const { stderr } = environment;
  const palette = paletteOf(stderr, plan.color);
  const summary = summaryLine(result, wholePages(trajectories(episode)), palette);
  const where = plan.runs === undefined ? "" : ` --runs ${plan.runs}`;
  const again = palette.accent(`wideseek show ${shortRunId(run)}${where}`);
  const fits = widthOf(`${summary} · ${again}`) <= columnsOf(stderr);
  return `${summary}${fits ? " · " : "\n"}${again}`;
}

/** What a user must know besides the result. */
function troubles({ error, kind, table, answer: found }: RunResult): readonly string[] {
  const isText = kind === "wide" && table === undefined && found !== "";
  const isEmpty = table !== undefined && table.cells.length === 0;
  return [
    ...(error === undefined ? [] : [error]),
    ...(isText ? ["There is no table in what was found; it is printed as it is."] : []),
    ...(isEmpty ? ["The table has no rows: nothing was found."] : []),
  ];
}

/** As for any search, finding nothing is no success. */
export function isAnswered({ stop, kind, table, sources }: RunResult): boolean {
  const isFound = kind === "deep" ? sources !== undefined : table !== undefined && table.cells.length > 0;
  return stop === "answered" && isFound;
}
