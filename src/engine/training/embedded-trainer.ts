/** @file The trainer inside this process: forward and backward passes in ONNX Runtime, Adam beside them, in threads. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { TokenSampler } from "../../core/token-sampler.ts";
import type { AdamParams, Datum, ForwardBackward, Loss, OptimStep, Trainer } from "../../core/trainer.ts";
import { type Semaphore, semaphore } from "../../util/semaphore.ts";
import type { ModelConfig, Weights } from "../model-config.ts";
import { loadCheckpoint, saveCheckpoint } from "../weights/checkpoint.ts";
import { checkData } from "./check-data.ts";
import { allocateMemory, fillFlat, parameterViews, type TrainerMemory } from "./flat-weights.ts";
import { gatherGradient } from "./gather-gradient.ts";
import { TrainerThread } from "./thread/trainer-thread.ts";
import { TrainerError } from "./trainer-error.ts";

const trainerSettings = z.object({
  threads: z.int().positive().max(64).default(2).describe("each works on its share of the micro-batches"),
  provider: z.enum(["cpu", "webgpu"]).default("cpu"),
  microBatchTokens: z.int().positive().default(2048).describe("tokens at once in a thread, padding included"),
});

export interface EmbeddedTrainerOptions extends z.input<typeof trainerSettings> {
  readonly config: ModelConfig;
  /** Where training starts; copied. */
  readonly weights: Weights;
  /** Makes a sampler of weights that are its own to keep. */
  readonly openSampler: (config: ModelConfig, weights: Weights) => Promise<TokenSampler>;
}

export interface EmbeddedTrainer extends Trainer {
  readonly config: ModelConfig;
  /** A copy of the weights as they are now. */
  weights(): Promise<Weights>;
}

/**
 * A trainer with threads of its own; `close` ends them. Its calls run one after another, in the order they came. The same
 * data, calls and thread count give the same weights bit for bit. Throws `ConfigError` for weights of another shape; its
 * calls reject with `ConfigError` or `TrainerError`. A thread that dies takes the trainer with it: open a new one and `load`.
 */
export async function openEmbeddedTrainer(options: EmbeddedTrainerOptions): Promise<EmbeddedTrainer> {
  const settings = trainerSettings.safeParse(options);
  if (!settings.success) throw settingsError("trainer", settings.error);
  const { threads, provider, microBatchTokens } = settings.data;
  const { config } = options;
  const memory = allocateMemory(config, threads);
  fillFlat(memory.weights, options.weights, config);
  return new ThreadedTrainer({
    config,
    memory,
    microBatchTokens,
    openSampler: options.openSampler,
    threads: memory.gathered.map((_, thread) => new TrainerThread({ config, provider, memory, thread })),
  });
}

const adamParams = z.object({
  learningRate: z.number().nonnegative(),
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  epsilon: z.number().positive(),
  weightDecay: z.number().nonnegative(),
  maxGradientNorm: z.number().positive(),
});

interface Parts {
  readonly config: ModelConfig;
  readonly memory: TrainerMemory;
  readonly microBatchTokens: number;
  readonly openSampler: EmbeddedTrainerOptions["openSampler"];
  readonly threads: readonly TrainerThread[];
}

class ThreadedTrainer implements EmbeddedTrainer {
  readonly config: ModelConfig;
  readonly #parts: Parts;
  readonly #turns: Semaphore = semaphore(1);
  /** Updates done. */
  #step = 0;
  /** Changes whenever the weights do. */
  #version = 0;

  constructor(parts: Parts) {
    this.config = parts.config;
    this.#parts = parts;
  }

  async forwardBackward(data: readonly Datum[], loss: Loss, signal?: AbortSignal): Promise<ForwardBackward> {
    checkData(data, loss, this.config);
    const { threads, microBatchTokens } = this.#parts;
    return await this.#turns.run(
      () =>
        gatherGradient(
          { config: this.config, threads, microBatchTokens },
          { data, loss, version: this.#version },
          signal,
        ),
      signal,
    );
  }

  async optimStep(params: AdamParams): Promise<OptimStep> {
    const parsed = adamParams.safeParse(params);
    if (!parsed.success) throw settingsError("Adam", parsed.error);
    return await this.#turns.run(() => this.#update(parsed.data));
  }

  sampler(): Promise<TokenSampler> {
    return this.#turns.run(() => this.#parts.openSampler(this.config, this.#copy()));
  }

  weights(): Promise<Weights> {
    return this.#turns.run(() => Promise.resolve(this.#copy()));
  }

  save(directory: string): Promise<void> {
    return this.#turns.run(() => {
      const views = (flat: Float32Array) => parameterViews(flat, this.config);
      const { weights, firstMoment, secondMoment } = this.#parts.memory;
      const optimizer = {
        step: this.#step,
        firstMoment: views(firstMoment),
        secondMoment: views(secondMoment),
      };
      return saveCheckpoint(directory, { config: this.config, weights: views(weights), optimizer });
    });
  }

  load(directory: string): Promise<void> {
    return this.#turns.run(async () => {
      const { weights, optimizer } = await loadCheckpoint(directory, this.config);
      const { memory } = this.#parts;
      fillFlat(memory.weights, weights, this.config);
      fillFlat(memory.firstMoment, optimizer.firstMoment, this.config);
      fillFlat(memory.secondMoment, optimizer.secondMoment, this.config);
      this.#step = optimizer.step;
      this.#version++;
      for (const gradient of memory.gathered) gradient.fill(0);
    });
  }

  async close(): Promise<void> {
    await this.#turns.run(() => Promise.all(this.#parts.threads.map((thread) => thread.close())));
  }

  #copy(): Weights {
    return parameterViews(Float32Array.from(this.#parts.memory.weights), this.config);
  }

  async #update(params: AdamParams): Promise<OptimStep> {
    const { threads, memory } = this.#parts;
    const sums = await Promise.all(threads.map((thread) => thread.ask({ kind: "sum" })));
    const gradientNorm = Math.sqrt(
      sums.reduce((sum, one) => sum + (one.kind === "summed" ? one.squaredNorm : 0), 0),
    );
    if (!Number.isFinite(gradientNorm)) {
      for (const gradient of memory.gathered) gradient.fill(0);
      throw new TrainerError(
        `the norm of the gradient is ${gradientNorm}; the step was left out and the gradient forgotten`,
      );
    }
    const gradientScale = Math.min(1, params.maxGradientNorm / gradientNorm);
    const update = { params, step: this.#step + 1, gradientScale };
    await Promise.all(threads.map((thread) => thread.ask({ kind: "update", update })));
    this.#step++;
    this.#version++;
    return { gradientNorm };
  }
}

function settingsError(what: string, { issues: [issue] }: z.ZodError): ConfigError {
  return new ConfigError(`${what}: ${issue?.path.join(".")}: ${issue?.message}`);
}
