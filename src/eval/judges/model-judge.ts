/** @file The judge that asks a model, through any sampler. */
import { z } from "zod";
import type { Judge, ValuePair } from "../../core/judge.ts";
import type { Sampler } from "../../core/sampler.ts";
import { normaliseText } from "../../table/normalise.ts";
import { type Ask, askModel } from "./ask-model.ts";
import { ALIGN_SYSTEM, asData, GRADE_SYSTEM } from "./prompts.ts";

/** Pairs or values that one call decides; a longer column takes several calls, so that no reply outgrows its limit. */
const BATCH_SIZE = 50;

export interface ModelJudgeOptions {
  /** Attempts in all, at a reply that fits. Default 3. */
  readonly attempts?: number | undefined;
  /** Of one attempt. Default two minutes. */
  readonly timeoutMs?: number | undefined;
  /** That one reply may take. Default 8192. */
  readonly maxTokens?: number | undefined;
}

/**
 * Asks at temperature 0, a column at a time. Texts that are equal but for case, marks and spacing are not asked about.
 * Each distinct question is asked once in the life of the judge. A reply without a verdict on everything asked, a
 * timeout and a model that cannot be reached are a `JudgeError` in the end, never a verdict.
 */
export function modelJudge(sampler: Sampler, options: ModelJudgeOptions = {}): Judge {
  const { attempts = 3, timeoutMs = 120_000, maxTokens = 8_192 } = options;
  const ask = askModel(sampler, { attempts, timeoutMs, maxTokens });
  return {
    name: sampler.model,
    align: async ({ values, references, signal }) => {
      const known = new Map(
        references.toReversed().map((reference) => [normaliseText(reference), reference]),
      );
      const texts = new Set(references);
      const matches = new Map<string, string>();
      for (const value of values) {
        const reference = texts.has(value) ? value : known.get(normaliseText(value));
        if (reference !== undefined) matches.set(value, reference);
      }
      const open = distinct(values.filter((value) => !matches.has(value)));
      if (references.length === 0) return matches;
      const offered = distinct(references);
      const asked = await Promise.all(
        batches(open).map((batch) => matchBatch(ask, { values: batch, references: offered }, signal)),
      );
      return new Map([...matches, ...asked.flat()]);
    },
    grade: async ({ pairs, criterion, signal }) => {
      const open = pairs.filter((pair) => !isPlainlySame(pair));
      const distinctPairs = new Map(open.map((pair) => [pairKey(pair), pair]));
      const ordered = [...distinctPairs].sort(([left], [right]) => (left < right ? -1 : 1));
      const verdicts = await Promise.all(
        batches(ordered).map((batch) => gradeBatch(ask, { pairs: batch, criterion }, signal)),
      );
      const byKey = new Map(verdicts.flat());
      return pairs.map((pair) => Number(isPlainlySame(pair) || byKey.get(pairKey(pair)) === true));
    },
  };
}

interface Names {
  readonly values: readonly string[];
  readonly references: readonly string[];
}

async function matchBatch(
  ask: Ask,
  { values, references }: Names,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, string])[]> {
  const valueIds = values.map((_, index) => `v${index + 1}`);
  const byId = new Map(references.map((reference, index) => [`r${index + 1}`, reference]));
  const schema = z.object({ matches: exactly(valueIds, z.union([z.null(), z.enum([...byId.keys()])])) });
  const user = asData({
    values: Object.fromEntries(values.map((value, index) => [`v${index + 1}`, value])),
    references: Object.fromEntries(byId),
  });
  const { matches } = await ask({ system: ALIGN_SYSTEM, user, schema }, signal);
  return values.flatMap((value, index): (readonly [string, string])[] => {
    const reference = byId.get(matches[`v${index + 1}`] ?? "");
    return reference === undefined ? [] : [[value, reference]];
  });
}

interface Column {
  readonly pairs: readonly (readonly [string, ValuePair])[];
  readonly criterion: string | undefined;
}

async function gradeBatch(
  ask: Ask,
  { pairs, criterion }: Column,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, boolean])[]> {
  const ids = pairs.map((_, index) => String(index + 1));
  const schema = z.object({ verdicts: exactly(ids, z.boolean()) });
  const numbered = pairs.map(([, { answer, gold }], index) => [String(index + 1), { answer, gold }]);
  const user = asData({ ...(criterion && { criterion }), pairs: Object.fromEntries(numbered) });
  const { verdicts } = await ask({ system: GRADE_SYSTEM, user, schema }, signal);
  return pairs.map(([key], index) => [key, verdicts[String(index + 1)] === true]);
}

/** An object that has each of these keys and no other. */
function exactly<T>(keys: readonly string[], value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z.strictObject(Object.fromEntries(keys.map((key) => [key, value])));
}

function isPlainlySame({ answer, gold }: ValuePair): boolean {
  return normaliseText(answer) === normaliseText(gold);
}

function pairKey({ answer, gold }: ValuePair): string {
  return JSON.stringify([gold, answer]);
}

/** In one order, so that equal questions are equal texts. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function batches<T>(values: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / BATCH_SIZE) }, (_, index) =>
    values.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}
