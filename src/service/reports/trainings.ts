/** @file The trainings that are kept in a directory, and what was measured in them. */
import { join } from "node:path";
import { readIfThere } from "../../train/run/files.ts";
import { type Metrics, parseMetrics } from "../../train/run/metrics.ts";
import { NotOfferedError } from "../not-offered.ts";
import type { KeptReport } from "./evaluations.ts";
import { foldersIn } from "./report-folders.ts";

interface Curve {
  /** The name of what was measured. */
  readonly name: string;
  /** Step and value. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Training {
  readonly curves: readonly Curve[];
  /** What was measured last, by name. */
  readonly summary: Readonly<Record<string, number>>;
}

/** More would be more than a screen has room for. */
const MOST_POINTS = 1_000;
const TOLD = [
  ["reward", "reward"],
  ["devReward", "dev reward"],
  ["devItemF1", "dev item F1"],
  ["loss", "loss"],
] as const;

/** What is no training is passed over. */
export async function listTrainings(directory: string): Promise<readonly KeptReport[]> {
  const found = await Promise.all(
    (await foldersIn(directory)).map(async (id): Promise<readonly KeptReport[]> => {
      const metrics = await measured(directory, id);
      if (metrics === undefined) return [];
      const last = lastOf(metrics);
      const told = TOLD.flatMap(([name, label]) =>
        last[name] === undefined ? [] : [`${label} ${short(last[name])}`],
      );
      return [{ id, name: id, summary: [`${last["step"] ?? 0} steps`, ...told].join(", ") }];
    }),
  );
  return found.flat();
}

/** Throws `NotOfferedError` where there is no such training. */
export async function readTraining(directory: string, id: string): Promise<Training> {
  const isThere = (await foldersIn(directory)).includes(id);
  const metrics = isThere ? await measured(directory, id) : undefined;
  if (metrics === undefined) throw new NotOfferedError(`There is no training "${id}".`);
  const summary = lastOf(metrics);
  const names = Object.keys(summary).filter((name) => name !== "step");
  return { curves: names.map((name) => ({ name, points: pointsOf(metrics, name) })), summary };
}

async function measured(directory: string, id: string): Promise<readonly Metrics[] | undefined> {
  const text = await readIfThere(join(directory, id, "metrics.jsonl"));
  return text === undefined ? undefined : parseMetrics(text);
}

function lastOf(metrics: readonly Metrics[]): Readonly<Record<string, number>> {
  const known = metrics.flatMap((one) => Object.entries(one));
  return Object.fromEntries(known.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** Where there are too many, every second, third … of them, and the last. */
function pointsOf(metrics: readonly Metrics[], name: string): Curve["points"] {
  const points = metrics.flatMap((one): [number, number][] => {
    const value = one[name];
    return value === undefined ? [] : [[one.step, value]];
  });
  const each = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, index) => index % each === 0 || index === points.length - 1);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
