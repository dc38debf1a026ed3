/** @file Samples kept in a file: recorded from any sampler, replayed without one. */
import { createHash } from "node:crypto";
import { appendFile, open, readFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigError, SamplerError } from "../core/errors.ts";
import type { Sample, SampleRequest, Sampler } from "../core/sampler.ts";
import { sampleSchema } from "../run/event-schema.ts";
import { isSystemError, systemReason } from "../run/system-error.ts";
import { untilAborted } from "../util/abort.ts";
import { parseJson } from "../util/parse-json.ts";

const recordSchema = z.object({ key: z.string(), sample: sampleSchema });

/**
 * Passes every request on and appends what came back to `path`, one JSON line a sample; failures are not recorded.
 * Of equal requests that have a seed or temperature 0 only the first is passed on, and none that stands in the file
 * already: whatever is broken off, taken up again or run at once, the file replays it.
 * Several recorders may append to one file at once. Throws `ConfigError` if the file cannot be written.
 */
export async function recordSamples(sampler: Sampler, path: string): Promise<Sampler> {
  await endLastLine(path);
  const known = await readRecords(path);
  const taken = new Map<string, Promise<Sample>>();
  const take = async (key: string, request: SampleRequest) => {
    const sample = await sampler.sample(request);
    await appendLine(path, JSON.stringify({ key, sample }));
    return sample;
  };
  return {
    model: sampler.model,
    async sample(request) {
      request.signal?.throwIfAborted();
      const key = requestKey(request);
      if (!isRepeatable(request)) return take(key, request);
      const earlier = known.get(key)?.[0] ?? (await earlierSample(taken, key, request.signal));
      if (earlier !== undefined) return handOut(earlier, request);
      const sample = take(key, request);
      taken.set(key, sample);
      return sample;
    },
  };
}

/**
 * Answers from what `recordSamples` wrote: equal requests get their samples in recorded order, those with a seed or
 * temperature 0 all the same. A request that is not there, or is made more often than it was recorded, is a
 * `SamplerError`. A line cut off by a crash is passed over.
 * Throws `ConfigError` if the file cannot be read or is something else.
 */
export async function replaySamples(path: string): Promise<Sampler> {
  const recorded = await readRecords(path);
  if (recorded.size === 0) throw new ConfigError(`"${path}" holds no recorded sample.`);
  const replayed = new Map<string, number>();
  const model = `recorded:${path}`;
  return {
    model,
    async sample(request) {
      request.signal?.throwIfAborted();
      const key = requestKey(request);
      const samples = recorded.get(key) ?? [];
      const before = isRepeatable(request) ? 0 : (replayed.get(key) ?? 0);
      const sample = samples[before];
      if (sample === undefined) throw new SamplerError(`${model}: ${missing(request, key, samples.length)}`);
      replayed.set(key, before + 1);
      return handOut(sample, request);
    },
  };
}

/** Whoever asks so wants the same sample again. */
function isRepeatable({ seed, temperature }: SampleRequest): boolean {
  return seed !== undefined || temperature === 0;
}

/** `undefined` where nobody asked before, or who did failed: then it is worth another try. */
async function earlierSample(
  taken: Map<string, Promise<Sample>>,
  key: string,
  signal: AbortSignal | undefined,
): Promise<Sample | undefined> {
  for (let sampling = taken.get(key); sampling !== undefined; sampling = taken.get(key)) {
    const outcome = sampling.catch(() => undefined);
    const sample = await (signal === undefined ? outcome : untilAborted(outcome, signal));
    if (sample !== undefined) return sample;
    if (taken.get(key) === sampling) taken.delete(key);
  }
  return undefined;
}

function handOut(sample: Sample, { onText }: SampleRequest): Sample {
  if (sample.message.content !== "") onText?.(sample.message.content);
  return sample;
}

function missing(request: SampleRequest, key: string, times: number): string {
  const text = (request.messages.at(-1)?.content ?? "").replace(/\s+/g, " ").slice(0, 80);
  const asked = `request ${key.slice(0, 12)} of ${request.messages.length} messages ending "${text}"`;
  return times === 0
    ? `${asked} was not recorded.`
    : `${asked} was recorded ${times} times and asked for once more.`;
}

/** Equal for requests that a model could not tell apart. */
function requestKey(request: SampleRequest): string {
  const { messages, tools, toolChoice, maxTokens, temperature, seed } = request;
  const asked = { messages, tools, toolChoice, maxTokens, temperature, seed };
  return createHash("sha256").update(JSON.stringify(asked, sortKeys)).digest("hex");
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** A writer that was killed may have left half a line; the next line must not be glued to it. */
async function endLastLine(path: string): Promise<void> {
  try {
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      if (size === 0) return;
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
      if (buffer.toString() !== "\n") await file.appendFile("\n");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`Cannot record samples to "${path}": ${systemReason(error)}.`, { cause: error });
  }
}

/** One line is one append, so that lines of several writers do not mix. */
async function appendLine(path: string, line: string): Promise<void> {
  try {
    await appendFile(path, `${line}\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new SamplerError(`Cannot record a sample to "${path}": ${systemReason(error)}.`, { cause: error });
  }
}

async function readRecords(path: string): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const records = new Map<string, Sample[]>();
  for (const [index, line] of (await readText(path)).split("\n").entries()) {
    const value = parseJson(line);
    if (value === undefined) continue;
    const record = recordSchema.safeParse(value);
    if (!record.success) {
      throw new ConfigError(`"${path}", line ${index + 1} is not a recorded sample.`);
    }
    const samples = records.get(record.data.key) ?? [];
    samples.push(record.data.sample);
    records.set(record.data.key, samples);
  }
  return records;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`Cannot read recorded samples from "${path}": ${systemReason(error)}.`, {
      cause: error,
    });
  }
}
