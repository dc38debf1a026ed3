/** @file One training or measurement of the study, as a command of this package in a process of its own. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Metrics, parseMetrics } from "../../src/train/run/metrics.ts";
import { JOBS, type Job, type MeasurementPlan, type TrainingPlan } from "./plan.ts";
import { type Measurement, measurementOf, sum, type Trained, trainedOf } from "./results.ts";

export interface Place {
  /** Where trainings and measurements lie. */
  readonly out: string;
  /** The built tree whose commands are run. */
  readonly tree: string;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** A command of the study did not succeed; the others can go on. */
export class StudyError extends Error {
  override readonly name = "StudyError";
}

const LOOK_EACH_MS = 1_000;
const BROKEN_OFF = 130;
const WEIGHTS = "weights.safetensors";

/** Its results are on disk afterwards. Throws StudyError where its command fails. */
export function perform(job: Job, place: Place): Promise<void> {
  return job.kind === "training" ? train(job, place) : measure(job, place);
}

export function isDone(job: Job, place: Place): boolean {
  return existsSync(
    job.kind === "training"
      ? join(place.out, job.name, "policy", WEIGHTS)
      : measurementFile(job.name, place.out),
  );
}

/** The trainings that must be done before it. */
export function needs(job: Job): readonly Job[] {
  const names = job.kind === "training" ? [job.untilTokensOf] : [job.policy, job.subagent];
  return JOBS.filter((other) => other.kind === "training" && names.includes(other.name));
}

/** Of a job that is done. */
export async function resultOf(job: Job, place: Place): Promise<Trained | Measurement> {
  if (job.kind === "training") {
    return trainedOf(job.name, trainingCommand(job), await metricsOf(job.name, place.out));
  }
  const output = await readFile(measurementFile(job.name, place.out), "utf8");
  return measurementOf(job.name, measurementCommand(job), output);
}

async function train(job: TrainingPlan, place: Place): Promise<void> {
  const directory = join(place.out, job.name);
  const target = await tokenTarget(job, place.out);
  const sampled = async () => sum(await metricsOf(job.name, place.out), "sampledTokens");
  const enough = new AbortController();
  const watch = setInterval(() => {
    void sampled().then((tokens) => {
      if (tokens >= target) enough.abort();
    });
  }, LOOK_EACH_MS);
  const config = join(place.tree, "recipes/study", `${job.recipe}.json`);
  const words = ["bin/wideseek.js", "train", "rl", "--config", config, "--seed", String(job.seed)];
  const { code } = await run([...words, "--out", directory], job.name, place, enough.signal).finally(() =>
    clearInterval(watch),
  );
  if (enough.signal.aborted && code === BROKEN_OFF) return await keepPolicy(directory);
  if (code !== 0) throw new StudyError(`${job.name} ended with ${code}; see ${logFile(job.name, place.out)}`);
}

async function tokenTarget({ untilTokensOf }: TrainingPlan, out: string): Promise<number> {
  if (untilTokensOf === undefined) return Number.POSITIVE_INFINITY;
  return sum(await metricsOf(untilTokensOf, out), "sampledTokens");
}

/** The policy of the last checkpoint: a training that is broken off leaves none. */
async function keepPolicy(directory: string): Promise<void> {
  const steps = (await readdir(join(directory, "checkpoints"))).filter((name) => /^\d+$/.test(name));
  const checkpoint = join(directory, "checkpoints", steps.sort().at(-1) ?? "");
  const config = z.object({ from: z.string() });
  const { from } = config.parse(JSON.parse(await readFile(join(directory, "config.json"), "utf8")));
  const policy = join(directory, "policy");
  await mkdir(policy, { recursive: true });
  await copyFile(join(from, "tokenizer.json"), join(policy, "tokenizer.json"));
  await copyFile(join(checkpoint, "config.json"), join(policy, "config.json"));
  await copyFile(join(checkpoint, WEIGHTS), join(policy, WEIGHTS));
}

async function measure(job: MeasurementPlan, place: Place): Promise<void> {
  const policyOf = (name: string) => {
    const isTraining = JOBS.some((other) => other.kind === "training" && other.name === name);
    return isTraining ? join(place.out, name, "policy") : name;
  };
  const words = measurementWords(job, policyOf);
  const script = ["--import", "tsx", "bench/policy.ts", ...words, "--threads", String(place.threads)];
  const { code, output } = await run(script, job.name, place);
  if (code !== 0) throw new StudyError(`${job.name} ended with ${code}; see ${logFile(job.name, place.out)}`);
  const file = measurementFile(job.name, place.out);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, output);
  await rename(`${file}.partial`, file);
}

/** As a user types it, `$OUT` for the directory of the study. */
function trainingCommand({ name, recipe, seed, untilTokensOf }: TrainingPlan): string {
  const command = `wideseek train rl --config recipes/study/${recipe}.json --seed ${seed} --out $OUT/${name}`;
  return untilTokensOf === undefined ? command : `${command} # until the sampled tokens of ${untilTokensOf}`;
}

function measurementCommand(job: MeasurementPlan): string {
  const isTraining = (name: string) => JOBS.some((other) => other.kind === "training" && other.name === name);
  const words = measurementWords(job, (name) => (isTraining(name) ? `$OUT/${name}/policy` : name));
  return ["npm run bench:policy --", ...words].join(" ");
}

function measurementWords(
  { policy, subagent, flags }: MeasurementPlan,
  policyOf: (name: string) => string,
): readonly string[] {
  const all = { ...flags, ...(subagent !== undefined && { subagent: policyOf(subagent) }) };
  return [policyOf(policy), ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)])];
}

async function metricsOf(name: string, out: string): Promise<readonly Metrics[]> {
  const file = join(out, name, "metrics.jsonl");
  return existsSync(file) ? parseMetrics(await readFile(file, "utf8")) : [];
}

function slug(name: string): string {
  return name.replace(/\W+/g, "-");
}

function measurementFile(name: string, out: string): string {
  return join(out, "measurements", `${slug(name)}.jsonl`);
}

function logFile(name: string, out: string): string {
  return join(out, "logs", `${slug(name)}.log`);
}

/** Its exit code, 1 where a signal ended it, and what it wrote to stdout. Either signal is a Ctrl-C for the command. */
async function run(
  words: readonly string[],
  name: string,
  { out, tree, signal }: Place,
  enough?: AbortSignal,
): Promise<{ readonly code: number; readonly output: string }> {
  await mkdir(join(out, "logs"), { recursive: true });
  const log = await open(logFile(name, out), "a");
  const child = spawn(process.execPath, words, { cwd: tree, stdio: ["ignore", "pipe", log.fd] });
  const stop = () => child.kill("SIGINT");
  for (const each of [signal, enough]) each?.addEventListener("abort", stop, { once: true });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve(exitCode ?? 1));
  }).finally(() => {
    for (const each of [signal, enough]) each?.removeEventListener("abort", stop);
    return log.close();
  });
  return { code, output: Buffer.concat(chunks).toString("utf8") };
}
