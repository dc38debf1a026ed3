/** @file `wideseek ask`: a question in, a table out, and the run kept. */
import type { Samplers } from "../../agent/build-team.ts";
import type { Recording } from "../../agent/resume/recording.ts";
import { createSteering } from "../../agent/steering.ts";
import { type Episode, type PageRead, pageReads, trajectories } from "../../core/episode.ts";
import { ConfigError } from "../../core/errors.ts";
import type { EventSink, FinishedRun, RunEvent, RunResult } from "../../core/events.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { RunConfig } from "../../run/run-config.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { ListedRun, RunRecorder } from "../../run/run-store.ts";
import { openKnowledge } from "../../service/knowledge/open-knowledge.ts";
import { openSamplers } from "../../service/models/open-samplers.ts";
import { openStore } from "../../service/places/open-store.ts";
import { chainOf, readsOf } from "../../service/revisions/chain.ts";
import { checkedResult } from "../../service/runs/checked-result.ts";
import { runRecorded } from "../../service/runs/run-recorded.ts";
import { configOf } from "../../service/runs/run-request.ts";
import { tracedRecorder } from "../../telemetry/traced-store.ts";
import type { Traces } from "../../telemetry/traces.ts";
import { oneLine, widthOf } from "../../tui/fit.ts";
import { summaryLine } from "../../tui/summary-line.ts";
import { wholePages } from "../../tui/trace-lines.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";
import { columnsOf, paletteOf } from "../look.ts";
import { tracesOf } from "../output/traces-of.ts";
import { requireReadable } from "../output/write-result.ts";
import { openProgress } from "../progress/open-progress.ts";
import type { RunProgress } from "../progress/progress.ts";
import { type AskPlan, fromOf, planAsk } from "./ask-options.ts";
import { watchBudget } from "./budget-watch.ts";
import { closingLines } from "./closing-lines.ts";
import { print, requireWritable, writeOut } from "./deliver.ts";
import { goOnWith } from "./going-on.ts";
import { readPlanFile } from "./plan/plan-file.ts";
import { type Decided, planFirst } from "./plan/plan-first.ts";
import { previewLines, wholeCommand } from "./plan/preview.ts";
import { readQuestion } from "./read-question.ts";
import { takeoverLines } from "./takeover-lines.ts";

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
  /** Absent where traces are off. */
  readonly traces?: Traces | undefined;
}

/** Gives the exit code. Throws `ConfigError` for what cannot work, before anything is spent. */
export async function ask(
  words: readonly string[],
  flags: unknown,
  environment: AskEnvironment,
): Promise<number> {
  const wanted = await read(words, flags, environment);
  const decided: Decided = wanted.isPlanned ? await planFirst(wanted, environment) : { approved: wanted };
  if ("exitCode" in decided) return decided.exitCode;
  return carryOut(decided.approved, environment, async (opened, knowledgeBase) => {
    return answer(opened, knowledgeBase, await startRecord(opened, knowledgeBase.name));
  });
}

/** The question stands on the command line, or with its plan in a file. */
async function read(
  words: readonly string[],
  flags: unknown,
  { variables, stdin }: AskEnvironment,
): Promise<AskPlan> {
  const model = variables["WIDESEEK_MODEL"];
  const from = fromOf(flags);
  const planned = from === undefined ? undefined : await readPlanFile(from);
  if (planned !== undefined && words.length > 0) {
    throw new ConfigError("The question stands in the file of --from: leave one of them out.");
  }
  const question = planned?.question ?? (await readQuestion(words, stdin));
  const plan = planAsk(question, flags, model, planned?.plan);
  return { ...plan, whole: wholeCommand(words, flags) };
}

/** Opens all that the plan needs for `work`, which gives the exit code. Throws `ConfigError` for what cannot be opened. */
export async function carryOut(
  plan: AskPlan,
  environment: AskEnvironment,
  work: (opened: Opened, knowledgeBase: KnowledgeBase) => Promise<number>,
): Promise<number> {
  const { variables, version, stdout } = environment;
  if (plan.out !== undefined) await requireWritable(plan.out);
  else if (!plan.events) requireReadable(plan.format, stdout);
  const samplers = await openSamplers(plan, { environment: variables });
  const progress = await openProgress(plan, environment);
  const traces = await tracesOf({ otel: plan.otel, variables, version, say: progress.say });
  const interruption = listenForInterruption(
    () => progress.say("Stopping; what was found is kept. Press Ctrl-C again to quit at once."),
    () => progress.stop(),
  );
  const opened: Opened = { plan, environment, samplers, progress, interruption, traces };
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
    await traces?.close();
    progress.stop();
    interruption.release();
  }
}

/** Where the run is kept, and what it has done already. */
interface Keeping {
  readonly recorder: RunRecorder;
  /** As the run is recorded. */
  readonly config: RunConfig;
  readonly recording?: Recording | undefined;
  /** What happened before it was broken off. */
  readonly before?: readonly RunEvent[] | undefined;
}

/** Runs the team and delivers what it found. Gives the exit code. */
export async function answer(
  opened: Opened,
  knowledgeBase: KnowledgeBase,
  keeping: Keeping,
): Promise<number> {
  const { recorder, recording, before = [] } = keeping;
  const { plan, samplers, interruption, progress } = opened;
  const reader = watchReader(opened);
  const steering = createSteering(recording?.unheard);
  progress.listen({ said: steering.say, stopped: interruption.interrupt });
  const finished = await runRecorded({
    request: plan,
    samplers,
    knowledgeBase,
    recorder: traced(opened, keeping),
    recording,
    steering,
    signal: AbortSignal.any([interruption.signal, reader.signal]),
    onEvent: eventSink(opened, before),
  });
  progress.stop();
  const delivered = await deliver(opened, keeping, finished);
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  if (reader.signal.aborted) return EXIT.noReader;
  const isWhole = delivered && recorder.loss === undefined && isAnswered(finished.result);
  return isWhole ? EXIT.answered : EXIT.unanswered;
}

/** What is recorded is traced too, where traces are on. */
function traced({ traces }: Opened, { recorder, recording }: Keeping): RunRecorder {
  return traces === undefined
    ? recorder
    : tracedRecorder(recorder, traces, Date.now() - (recording?.elapsedMs ?? 0));
}

async function startRecord({ plan, environment, progress }: Opened, knowledgeBase: string): Promise<Keeping> {
  const { variables, version } = environment;
  const store = openStore({ runs: plan.runs, variables, onLoss: lossTo(progress) });
  const config = configOf(plan, { version, directory: process.cwd(), knowledgeBase, startedAt: new Date() });
  return { recorder: await store.create(config), config };
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

function eventSink({ plan, environment, progress }: Opened, before: readonly RunEvent[]): EventSink {
  const { budget } = plan.team;
  const watch = watchBudget(budget, (line) => {
    if (!plan.quiet) progress.say(paletteOf(environment.stderr, plan.color).warning(line));
  });
  for (const event of before) watch(event);
  return (event) => {
    progress.event(event);
    watch(event);
    if (plan.events) environment.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

/** Puts the result where it is wanted and says how the run went. False where it could not be put there. */
async function deliver(opened: Opened, keeping: Keeping, finished: FinishedRun): Promise<boolean> {
  const { config } = keeping;
  const { run } = keeping.recorder;
  const { plan, environment, progress } = opened;
  const { stdout, stderr } = environment;
  const { episode } = finished;
  const reads = await readsBehind(opened, run, episode);
  const result = checkedResult(finished.result, reads, plan.strict ?? false);
  const delivery = { ...plan, result, run, config };
  const failure = plan.out === undefined ? undefined : await writeOut(plan.out, delivery);
  if (failure !== undefined) progress.say(`wideseek: ${failure} The table goes to stdout.`);
  const isPrinted = plan.out === undefined ? !plan.events : failure !== undefined;
  if (isPrinted) await print(delivery, stdout);

  const palette = paletteOf(stderr, plan.color);
  for (const trouble of troubles(result, plan)) progress.say(palette.warning(`wideseek: ${trouble}`));
  if (isPrinted && !plan.quiet && stdout.isTTY && stderr.isTTY) progress.say("");
  if (!plan.quiet) {
    for (const line of underTable(opened, { run, config, result }, episode)) progress.say(line);
    progress.say(closingLine(opened, run, { episode, result }));
  }
  return failure === undefined;
}

/** The pages of this run, and of those that it is based on. */
async function readsBehind(
  { plan, environment }: Opened,
  run: string,
  episode: Episode,
): Promise<readonly PageRead[]> {
  if (plan.revision === undefined) return pageReads(episode);
  const store = openStore({ runs: plan.runs, variables: environment.variables });
  return readsOf(await chainOf(store, await store.open(run)));
}

/** What the result tells of itself, of the whole where it is a preview, and how it goes on where it was cut short. */
function underTable(
  { plan, environment }: Opened,
  { run, config, result }: ListedRun & { readonly result: RunResult },
  episode: Episode,
): readonly string[] {
  const palette = paletteOf(environment.stderr, plan.color);
  const { whole = "" } = plan;
  // of a preview the estimate of all rows says more
  const told = plan.plan?.maxRows === undefined ? result : { ...result, completeness: undefined };
  const goingOn = goOnWith(run, result.stop, config.team);
  return [
    ...[...closingLines(told), ...takeoverLines(episode)].map(palette.dim),
    ...previewLines({ request: plan, listed: { run, config, result }, episode, command: whole }),
    ...(goingOn === undefined ? [] : [`Go on with: ${palette.accent(`${goingOn}${runsOption(plan)}`)}`]),
  ];
}

/** How the run went, and how to see it again; two lines where the terminal is narrow. */
function closingLine({ plan, environment }: Opened, run: string, { episode, result }: FinishedRun): string {
  const { stderr } = environment;
  const palette = paletteOf(stderr, plan.color);
  const summary = summaryLine(result, wholePages(trajectories(episode)), palette, plan.team.budget);
  const again = palette.accent(`wideseek show ${shortRunId(run)}${runsOption(plan)}`);
  const fits = widthOf(`${summary} · ${again}`) <= columnsOf(stderr);
  return `${summary}${fits ? " · " : "\n"}${again}`;
}

/** Where else than usual the run is kept. */
function runsOption({ runs }: AskPlan): string {
  return runs === undefined ? "" : ` --runs ${runs}`;
}

/** What a user must know besides the result. */
function troubles(
  { error, kind, table, answer: found }: RunResult,
  { format }: Pick<AskPlan, "format">,
): readonly string[] {
  const isText = kind === "wide" && table === undefined && found !== "";
  const isShown = format !== "csv" && format !== "csv-sources";
  const text = isShown ? "There is no table in what was found; it is printed as it is." : oneLine(found);
  const isEmpty = table !== undefined && table.cells.length === 0;
  return [
    ...(error === undefined ? [] : [error]),
    ...(isText ? [text] : []),
    ...(isEmpty ? ["The table has no rows: nothing was found."] : []),
  ];
}

/** As for any search, finding nothing is no success. */
export function isAnswered({ stop, kind, table, sources }: RunResult): boolean {
  const isFound = kind === "deep" ? sources !== undefined : table !== undefined && table.cells.length > 0;
  return stop === "answered" && isFound;
}
