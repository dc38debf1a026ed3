/** @file A model on disk, with or without the state of its optimiser: a directory that is whole or not there at all. */
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { type ModelConfig, modelConfig, parameters, type Weights } from "../model-config.ts";
import { type NamedTensor, type Precision, readSafetensors, writeSafetensors } from "./safetensors.ts";

export interface Model {
  readonly config: ModelConfig;
  readonly weights: Weights;
}

/** What Adam remembers between steps. */
interface OptimizerState {
  /** Updates done. */
  readonly step: number;
  readonly firstMoment: Weights;
  readonly secondMoment: Weights;
}

export interface Checkpoint extends Model {
  readonly optimizer: OptimizerState;
}

const CONFIG = "config.json";
const WEIGHTS = "weights.safetensors";
const OPTIMIZER = "optimizer.safetensors";
const FIRST = "first.";
const SECOND = "second.";

/**
 * Writes a model for inference: `config.json` and `weights.safetensors`. Whatever stood at `directory` is replaced when the
 * new files are safely on disk. Throws `ConfigError` where they cannot be written; what stood there then stays.
 */
export function saveModel(directory: string, model: Model, precision: Precision = "F32"): Promise<void> {
  return replaceDirectory(directory, modelFiles(model, precision));
}

/** As `saveModel`, in full precision and with `optimizer.safetensors`. */
export function saveCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { config, optimizer } = checkpoint;
  const moments = new Map([
    ...namedTensors(optimizer.firstMoment, config, FIRST),
    ...namedTensors(optimizer.secondMoment, config, SECOND),
  ]);
  const files = modelFiles(checkpoint, "F32");
  files.set(OPTIMIZER, writeSafetensors(moments, { step: String(optimizer.step) }));
  return replaceDirectory(directory, files);
}

/** Throws `ConfigError`, naming file and tensor, for what is missing, cut off, of another shape, or not finite. */
export async function loadModel(directory: string): Promise<Model> {
  const place = await standingDirectory(directory);
  const config = readConfig(await readPart(place, CONFIG), join(place, CONFIG));
  return { config, weights: await loadWeights(place, config) };
}

/** As `loadModel`, for a model of the shape `expected` that is to be trained further. */
export async function loadCheckpoint(directory: string, expected: ModelConfig): Promise<Checkpoint> {
  const place = await standingDirectory(directory);
  const config = readConfig(await readPart(place, CONFIG), join(place, CONFIG));
  checkSameShape(config, expected, join(place, CONFIG));
  const weights = await loadWeights(place, config);
  const file = join(place, OPTIMIZER);
  const { tensors, metadata } = readSafetensors(await readPart(place, OPTIMIZER), file);
  const step = Number(metadata["step"]);
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new ConfigError(`${file}: its step is ${metadata["step"]}, not a count of updates`);
  }
  const moments = (prefix: string) => pickWeights(tensors, config, { file, prefix });
  return { config, weights, optimizer: { step, firstMoment: moments(FIRST), secondMoment: moments(SECOND) } };
}

function modelFiles({ config, weights }: Model, precision: Precision): Map<string, Uint8Array> {
  return new Map([
    [CONFIG, new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)],
    [WEIGHTS, writeSafetensors(namedTensors(weights, config, ""), { format: "pt" }, precision)],
  ]);
}

function namedTensors(weights: Weights, config: ModelConfig, prefix: string): Map<string, NamedTensor> {
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const values = weights.get(name);
      if (values === undefined) throw new Error(`weights lack the parameter ${name}`);
      return [`${prefix}${name}`, { shape, values }];
    }),
  );
}

function readConfig(bytes: Uint8Array, file: string): ModelConfig {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ConfigError(`${file}: not JSON`, { cause: error });
  }
  const parsed = modelConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(
    `${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a model's shape"}`,
  );
}

function checkSameShape(config: ModelConfig, expected: ModelConfig, file: string): void {
  const wanted = new Map<string, number>(Object.entries(expected));
  for (const [key, value] of Object.entries(config)) {
    if (value === wanted.get(key)) continue;
    throw new ConfigError(`${file}: its ${key} is ${value}, but this model's is ${wanted.get(key)}`);
  }
}

async function loadWeights(directory: string, config: ModelConfig): Promise<Weights> {
  const file = join(directory, WEIGHTS);
  const { tensors } = readSafetensors(await readPart(directory, WEIGHTS), file);
  return pickWeights(tensors, config, { file, prefix: "" });
}

function pickWeights(
  tensors: ReadonlyMap<string, NamedTensor>,
  config: ModelConfig,
  source: { readonly file: string; readonly prefix: string },
): Weights {
  const { file, prefix } = source;
  return new Map(
    parameters(config).map(({ name, shape }) => {
      const where = `${file}: tensor ${prefix}${name}`;
      const tensor = tensors.get(`${prefix}${name}`);
      if (tensor === undefined) throw new ConfigError(`${where} is missing`);
      if (tensor.shape.join() !== shape.join()) {
        throw new ConfigError(
          `${where} has shape [${tensor.shape.join(", ")}], must be [${shape.join(", ")}]`,
        );
      }
      const fault = tensor.values.findIndex((value) => !Number.isFinite(value));
      if (fault >= 0) throw new ConfigError(`${where} holds ${tensor.values[fault]} at ${fault}: not finite`);
      return [name, tensor.values];
    }),
  );
}

async function readPart(directory: string, name: string): Promise<Uint8Array> {
  const file = join(directory, name);
  try {
    return await readFile(file);
  } catch (error) {
    if (isSystemError(error)) throw new ConfigError(`${file}: ${systemReason(error)}`, { cause: error });
    throw error;
  }
}

/** Where the old directory waits between the two renames. A crash there leaves it for `standingDirectory` to find. */
function previousOf(directory: string): string {
  return `${resolve(directory)}.previous`;
}

async function standingDirectory(directory: string): Promise<string> {
  const previous = previousOf(directory);
  return !(await exists(directory)) && (await exists(previous)) ? previous : directory;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

async function replaceDirectory(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const target = resolve(directory);
  const partial = `${target}.partial`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    for (const [name, bytes] of files) await writeDurably(join(partial, name), bytes);
    await syncDirectory(partial);
    await swap(partial, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw new ConfigError(
      `cannot write ${directory}: ${systemReason(error)}; choose a directory that can be written`,
      {
        cause: error,
      },
    );
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes names durable; Windows cannot open a directory and needs no such thing. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A directory cannot be renamed over one with files in it, so the old one steps aside first. */
async function swap(partial: string, target: string): Promise<void> {
  const previous = previousOf(target);
  if (!(await exists(target))) {
    await rename(partial, target);
    await rm(previous, { recursive: true, force: true });
    return;
  }
  await rm(previous, { recursive: true, force: true });
  await rename(target, previous);
  try {
    await rename(partial, target);
  } catch (error) {
    await rename(previous, target);
    throw error;
  }
  await rm(previous, { recursive: true, force: true });
}
