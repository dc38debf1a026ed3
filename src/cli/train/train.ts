/** @file `wideseek train sft` and `wideseek train rl`: a policy is trained in a directory, and goes on there. */
import { join, resolve } from "node:path";
import { z } from "zod";
import { SamplerError } from "../../core/errors.ts";
import { TrainerError } from "../../engine/training/trainer-error.ts";
import { cacheDirectory } from "../../service/places/places.ts";
import { readRlConfig, readSftConfig } from "../../train/config/read-config.ts";
import type { RlConfig } from "../../train/config/rl-config.ts";
import type { SftConfig } from "../../train/config/sft-config.ts";
import { trainRl } from "../../train/rl/train-rl.ts";
import { openTrainingRun, type TrainingRun } from "../../train/run/training-run.ts";
import { trainSft } from "../../train/sft/train-sft.ts";
import { openWorld, type World } from "../../train/world.ts";
import { count } from "../../tui/amounts.ts";
import { wholeNumber } from "../arguments/amounts.ts";
import { readFlags, text } from "../arguments/flags.ts";
import type { Environment } from "../environment.ts";
import { quote } from "../eval/request.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";
import { paletteOf } from "../look.ts";
import { openTrainDisplay, type TrainDisplay } from "./train-display.ts";

export type TrainingKind = "sft" | "rl";

const MOST_SEED = 1_000_000;

const flagsSchema = z.object({
  config: text,
  out: text,
  seed: text.transform(wholeNumber("--seed", 0, MOST_SEED)).optional(),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
});

type Flags = z.infer<typeof flagsSchema>;

/** Its config, and the training itself. */
interface Course {
  readonly config: SftConfig | RlConfig;
  readonly train: (run: TrainingRun, means: Means) => Promise<void>;
}

interface Means {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly onProgress: TrainDisplay["training"];
}

type OpenCourse = (file: string, changes: { readonly seed?: number }) => Promise<Course>;

const COURSES: Readonly<Record<TrainingKind, OpenCourse>> = {
  sft: async (file, changes) => {
    const config = { ...(await readSftConfig(file)), ...changes };
    return { config, train: (run, means) => trainSft(config, run, means) };
  },
  rl: async (file, changes) => {
    const config = { ...(await readRlConfig(file)), ...changes };
    return { config, train: (run, means) => trainRl(config, run, means) };
  },
};

interface Session {
  readonly course: Course;
  readonly run: TrainingRun;
  readonly display: TrainDisplay;
  readonly interruption: Interruption;
  readonly environment: Environment;
  readonly flags: Flags;
  /** What goes on with this training. */
  readonly command: string;
}

/** Gives the exit code. Throws `ConfigError` for what cannot work; the last checkpoint then stays. */
export async function train(kind: TrainingKind, typed: unknown, environment: Environment): Promise<number> {
  const flags = readFlags(flagsSchema, typed);
  const { seed } = flags;
  const course = await COURSES[kind](flags.config, seed === undefined ? {} : { seed });
  const run = await openTrainingRun(resolve(flags.out), course.config);
  const seeded = seed === undefined ? "" : ` --seed ${seed}`;
  const command = `wideseek train ${kind} --config ${quote(flags.config)} --out ${quote(flags.out)}${seeded}`;
  const display = openTrainDisplay({ kind, ...flags }, environment);
  const interruption = listenForInterruption(
    () => display.say("Stopping; the steps that are done are kept. Press Ctrl-C again to quit at once."),
    () => {
      display.stop();
      display.say(`Continue  ${command}`);
    },
  );
  try {
    return await study({ course, run, display, interruption, environment, flags, command });
  } finally {
    display.stop();
    interruption.release();
  }
}

async function study(session: Session): Promise<number> {
  const { course, run, display, interruption, flags } = session;
  const { signal } = interruption;
  const { steps } = course.config;
  try {
    const world = await openWorld(course.config.world, {
      cacheDirectory,
      onProgress: display.building,
      signal,
    });
    if (!flags.quiet) display.say(opening(run, steps));
    await course.train(run, { world, signal, onProgress: display.training }).finally(() => world.close());
  } catch (error) {
    if (signal.aborted && error === signal.reason) return brokenOff(session, undefined);
    if (error instanceof TrainerError || error instanceof SamplerError) return brokenOff(session, error);
    throw error;
  }
  display.stop();
  const { environment } = session;
  const { accent } = paletteOf(environment.stderr, flags.color);
  display.say(`${count(steps, "step")} done`);
  display.say(`Policy    ${accent(run.policyDirectory)}`);
  display.say(`Use       ${accent(`wideseek ask "…" --model ${quote(`policy:${run.policyDirectory}`)}`)}`);
  display.say(`Report    ${accent(join(run.directory, "report.html"))}`);
  environment.stdout.write(`${run.policyDirectory}\n`);
  return EXIT.answered;
}

function opening({ directory, done }: TrainingRun, steps: number): string {
  if (done === 0) return `The training is kept in ${directory}`;
  return `The training in ${directory} goes on after step ${done.toLocaleString("en-US")} of ${count(steps, "step")}`;
}

function brokenOff(
  { course, run, display, interruption, environment, flags, command }: Session,
  error: Error | undefined,
): number {
  display.stop();
  const { accent, warning } = paletteOf(environment.stderr, flags.color);
  if (error !== undefined) display.say(warning(`wideseek: ${error.message}`));
  const { steps } = course.config;
  display.say(warning(`Stopped after ${run.done.toLocaleString("en-US")} of ${count(steps, "step")}`));
  display.say(`Continue  ${accent(command)}`);
  return interruption.exitCode ?? EXIT.unanswered;
}
