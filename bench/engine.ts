/**
 * @file Speed of the embedded engine at 1.05 M weights: training beside PyTorch with the same weights, data and arithmetic,
 * then reading prompts and sampling. `npm run bench:engine`, or with `-- --rounds 2 --steps 1` for a quick look. The first
 * run installs PyTorch under the user's cache directory; WIDESEEK_BENCH_PYTHON names the Python for it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import envPaths from "env-paths";
import { z } from "zod";
import type { AdamParams, Datum } from "../src/core/trainer.ts";
import { initialWeights } from "../src/engine/initial-weights.ts";
import { modelConfig, parameterCount, parameters, type Weights } from "../src/engine/model-config.ts";
import { openEmbeddedSampler } from "../src/engine/sampling/open-embedded-sampler.ts";
import { openEmbeddedTrainer } from "../src/engine/training/embedded-trainer.ts";
import { writeSafetensors } from "../src/engine/weights/safetensors.ts";
import { random } from "../src/util/random.ts";
import { installTorch, openTorch, type TrainingRunner } from "./peers/torch/torch-peer.ts";

const CONFIG = modelConfig.parse({
  vocabularySize: 2048,
  hiddenSize: 128,
  layers: 4,
  heads: 4,
  keyValueHeads: 2,
  headSize: 32,
  feedForwardSize: 384,
  contextLength: 1024,
});
const ADAM: AdamParams = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradientNorm: 1,
};
const SEQUENCES = 8;
const LENGTH = 256;
const BATCHES = 4;
/** One position in so many is trained. */
const CASES = { "every position trained": 1, "25 % of positions trained": 4 } as const;
type CaseName = keyof typeof CASES;
/** First steps, whose losses must agree. */
const CHECKED_STEPS = 6;
const LOSS_TOLERANCE = 1e-3;
const TRAINING_GOAL = 7_000;
const SAMPLING_GOAL = 4_000;
const PROMPT = 200;
const SAMPLED = 128;

type Runner = TrainingRunner<CaseName>;

type Cases = Readonly<Record<CaseName, readonly (readonly Datum[])[]>>;

const plan = z
  .object({ rounds: z.coerce.number().default(9), steps: z.coerce.number().default(4) })
  .parse(parseArgs({ options: { rounds: { type: "string" }, steps: { type: "string" } } }).values);
const directory = mkdtempSync(join(tmpdir(), "wideseek-bench-"));
try {
  await bench();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const weights = initialWeights(CONFIG, 1, "normal");
  const cases = makeCases();
  writePeerFiles(weights, cases);
  console.log(
    `${(parameterCount(CONFIG) / 1e6).toFixed(2)} M weights; ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}; medians of ${plan.rounds} rounds in turns`,
  );
  const cacheDirectory = join(envPaths("wideseek", { suffix: "" }).cache, "bench");
  const torch = installTorch(cacheDirectory, process.env["WIDESEEK_BENCH_PYTHON"] ?? "python3");
  if (torch.kind === "missing") console.log(`PyTorch: not measured; ${torch.reason}`);
  for (const threads of [1, 2]) {
    const runners = [await openOurs(weights, cases, threads)];
    if (torch.kind === "ready") {
      const options = { python: torch.python, directory, threads, cacheDirectory };
      for (const mode of ["eager", "compiled"] as const) runners.push(await openTorch({ ...options, mode }));
    }
    try {
      await compareTraining(runners, threads);
    } finally {
      for (const runner of runners) await runner.close();
    }
  }
  await measureSampling(weights);
}

/** Tokens of which some are much more frequent than others, so that there is something to learn. */
function makeCases(): Cases {
  const uniform = random(7);
  const sequences = Array.from({ length: BATCHES * SEQUENCES }, () =>
    Array.from({ length: LENGTH + 1 }, () => Math.floor(CONFIG.vocabularySize * uniform() ** 3)),
  );
  const batches = (every: number) =>
    Array.from({ length: BATCHES }, (_, batch) =>
      sequences.slice(batch * SEQUENCES, (batch + 1) * SEQUENCES).map((tokens): Datum => {
        const weight = every / (SEQUENCES * LENGTH);
        return { tokens, weights: tokens.map((_, i) => (i > 0 && i % every === 0 ? weight : 0)) };
      }),
    );
  return {
    "every position trained": batches(CASES["every position trained"]),
    "25 % of positions trained": batches(CASES["25 % of positions trained"]),
  };
}

function writePeerFiles(weights: Weights, cases: Cases): void {
  const tensors = new Map(
    parameters(CONFIG).map(({ name, shape }) => [name, { shape, values: weights.get(name) ?? absent(name) }]),
  );
  writeFileSync(join(directory, "model.safetensors"), writeSafetensors(tensors, {}));
  writeFileSync(join(directory, "model.json"), JSON.stringify({ ...CONFIG, adam: ADAM }));
  const batches = Object.entries(cases).map(([name, list]) => [name, list.map(peerBatch)]);
  writeFileSync(join(directory, "batches.json"), JSON.stringify(Object.fromEntries(batches)));
}

/** The form that a model reads: all tokens but the last, and of each trained position where it is and what comes next. */
function peerBatch(data: readonly Datum[]) {
  const trained = data.flatMap(({ tokens, weights }, sequence) =>
    weights.flatMap((weight, i) =>
      weight === 0 ? [] : [{ row: sequence * LENGTH + i - 1, target: tokens[i], weight }],
    ),
  );
  return {
    tokens: data.map(({ tokens }) => tokens.slice(0, -1)),
    rows: trained.map(({ row }) => row),
    targets: trained.map(({ target }) => target),
    weights: trained.map(({ weight }) => weight),
  };
}

/** Two threads work on half of the batch each. */
async function openOurs(weights: Weights, cases: Cases, threads: number): Promise<Runner> {
  const trainer = await openEmbeddedTrainer({
    config: CONFIG,
    weights,
    threads,
    microBatchTokens: (SEQUENCES * LENGTH) / threads,
    openSampler: () => Promise.reject(new Error("training here samples nothing")),
  });
  let done = 0;
  return {
    name: "wideseek",
    train: async (name, steps) => {
      const losses: number[] = [];
      const { seconds, cpuSeconds } = await timed(async () => {
        for (let step = 0; step < steps; step++) {
          const data = cases[name][done % BATCHES] ?? [];
          losses.push((await trainer.forwardBackward(data, { kind: "cross-entropy" })).loss);
          await trainer.optimStep(ADAM);
          done += 1;
        }
      });
      return { losses, seconds, cpuSeconds };
    },
    close: () => trainer.close(),
  };
}

async function compareTraining(runners: readonly Runner[], threads: number): Promise<void> {
  console.log(`\ntraining, ${threads === 1 ? "1 thread" : `${threads} threads`}, ${SEQUENCES} x ${LENGTH}:`);
  await checkLosses(runners);
  for (const name of ["every position trained", "25 % of positions trained"] as const) {
    console.log(`  ${name}${threads === 1 ? ` (goal ${TRAINING_GOAL})` : ""}`);
    const [ours, ...peers] = await measureTraining(runners, name);
    if (ours === undefined) continue;
    console.log(`    ${ours.name.padEnd(32)} ${rates(ours)}`);
    for (const peer of peers) {
      const ratio = `${times(ours.wall, peer.wall)}, ${times(ours.cpu, peer.cpu)} by CPU time`;
      console.log(`    ${peer.name.padEnd(32)} ${rates(peer)}  ours / it: ${ratio}`);
    }
  }
}

/** Tokens a second, by the clock and of the processor. */
interface Speed {
  readonly wall: number;
  readonly cpu: number;
}

/** The medians of rounds in which all took their turns. */
async function measureTraining(
  runners: readonly Runner[],
  name: CaseName,
): Promise<readonly (Speed & { readonly name: string })[]> {
  for (const runner of runners) await runner.train(name, 2);
  const speeds = runners.map((runner): { runner: Runner; rounds: Speed[] } => ({
    runner,
    rounds: [],
  }));
  const tokens = plan.steps * SEQUENCES * LENGTH;
  for (let round = 0; round < plan.rounds; round++) {
    for (const { runner, rounds } of speeds) {
      const { seconds, cpuSeconds } = await runner.train(name, plan.steps);
      rounds.push({ wall: tokens / seconds, cpu: tokens / cpuSeconds });
    }
  }
  return speeds.map(({ runner, rounds }) => ({ name: runner.name, ...medians(rounds) }));
}

/** Shows that all do the same work: equal losses, step by step. */
async function checkLosses(runners: readonly Runner[]): Promise<void> {
  const all: (readonly number[])[] = [];
  for (const runner of runners) {
    const { losses } = await runner.train("every position trained", CHECKED_STEPS);
    all.push(losses);
    console.log(`  losses ${losses.map((loss) => loss.toFixed(5)).join(" ")}  ${runner.name}`);
  }
  const [ours = []] = all;
  const apart = Math.max(
    ...all.flatMap((losses) => losses.map((loss, i) => Math.abs(loss - (ours[i] ?? 0)))),
  );
  if (runners.length > 1) console.log(`  losses are at most ${apart.toExponential(1)} apart`);
  if (apart > LOSS_TOLERANCE) process.exitCode = 1;
}

/** Reading is timed by requests of one token; sampling is what longer requests take beyond that. */
async function measureSampling(weights: Weights): Promise<void> {
  console.log(`\nsampling, 1 thread, prompts of ${PROMPT} tokens, ${SAMPLED} sampled:`);
  const sampler = await openEmbeddedSampler(CONFIG, weights, { model: "bench", threads: 1 });
  const uniform = random(11);
  const answer = (batch: number, maxTokens: number) =>
    timed(() =>
      Promise.all(
        Array.from({ length: batch }, (_, seed) => {
          const prompt = Array.from({ length: PROMPT }, () => Math.floor(CONFIG.vocabularySize * uniform()));
          return sampler.sample({ prompt, maxTokens, stop: [], temperature: 1, seed });
        }),
      ),
    );
  try {
    for (const batch of [8, 32]) {
      await answer(batch, SAMPLED + 1);
      const reading: Speed[] = [];
      const sampling: Speed[] = [];
      for (let round = 0; round < plan.rounds; round++) {
        const read = await answer(batch, 1);
        const all = await answer(batch, SAMPLED + 1);
        reading.push({ wall: (batch * PROMPT) / read.seconds, cpu: (batch * PROMPT) / read.cpuSeconds });
        sampling.push({
          wall: (batch * SAMPLED) / (all.seconds - read.seconds),
          cpu: (batch * SAMPLED) / (all.cpuSeconds - read.cpuSeconds),
        });
      }
      const goal = batch === 8 ? ` (goal ${SAMPLING_GOAL})` : "";
      console.log(`  batch ${String(batch).padStart(2)}, reading   ${rates(medians(reading))}`);
      console.log(`  batch ${String(batch).padStart(2)}, sampling  ${rates(medians(sampling))}${goal}`);
    }
  } finally {
    await sampler.close();
  }
}

interface Elapsed {
  readonly seconds: number;
  /** Of all threads of this process. */
  readonly cpuSeconds: number;
}

async function timed(work: () => Promise<unknown>): Promise<Elapsed> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function medians(speeds: readonly Speed[]): Speed {
  return { wall: median(speeds.map(({ wall }) => wall)), cpu: median(speeds.map(({ cpu }) => cpu)) };
}

function rates({ wall, cpu }: Speed): string {
  return `${whole(wall)} tokens/s ${whole(cpu)} tokens/CPU-s`;
}

function whole(rate: number): string {
  return Math.round(rate).toLocaleString("en").padStart(7);
}

function times(ours: number, theirs: number): string {
  return `${(ours / theirs).toFixed(2)} x`;
}

function absent(name: string): never {
  throw new Error(`the model has no ${name}`);
}
