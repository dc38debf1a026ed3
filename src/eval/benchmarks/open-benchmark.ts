/** @file From a benchmark's name to its tasks. */
import { ConfigError } from "../../core/errors.ts";
import type { Language, Task } from "../../core/task.ts";
import { loadAsearcher } from "./asearcher.ts";
import type { Benchmark, BenchmarkTask } from "./benchmark.ts";
import { loadSeed } from "./seed.ts";
import { loadWideSearch } from "./widesearch.ts";
import { loadWideSeekR1 } from "./wideseek-r1.ts";

/** Formats of data that is not shipped: `<format>:<path>`. */
const FORMATS: Readonly<Record<string, (path: string) => Promise<Benchmark>>> = {
  widesearch: loadWideSearch,
  "wideseek-r1": loadWideSeekR1,
  asearcher: loadAsearcher,
};

/** Enough for intervals of two or three points, few enough for a sweep in minutes. */
const SEED_TASKS = 240;

/** Which of its tasks are wanted. */
export interface TaskChoice {
  readonly language?: Language | undefined;
  readonly kind?: Task["kind"] | undefined;
  /** Ids; each must be one of the benchmark's. */
  readonly ids?: readonly string[] | undefined;
  /** At most so many, spread evenly over kinds, groups and languages; always the same ones. */
  readonly limit?: number | undefined;
}

/**
 * `name` is `seed-test`, `seed-dev` or `seed-train`, each 240 tasks spread evenly over the split (with `-all` the whole of
 * it), or `widesearch:<path>`, `wideseek-r1:<file>`, `asearcher:<path>`.
 * Throws `ConfigError` for any other name, for data that is wrong, and where no task is left.
 */
export async function openBenchmark(name: string, choice: TaskChoice = {}): Promise<Benchmark> {
  const benchmark = await load(name);
  requireDistinct(benchmark);
  const tasks = choose(benchmark, choice);
  if (tasks.length === 0) throw new ConfigError(`${benchmark.name} has no such task.`);
  return { ...benchmark, tasks };
}

function load(name: string): Promise<Benchmark> {
  const split = (["train", "dev", "test"] as const).find((known) => name.startsWith(`seed-${known}`));
  if (split !== undefined && name === `seed-${split}-all`) return loadSeed(split);
  if (split !== undefined && name === `seed-${split}`) return sampleOfSeed(split);
  const [, format = "", path = ""] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const loadFormat = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (loadFormat !== undefined) return loadFormat(path);
  const forms = Object.keys(FORMATS).map((known) => `${known}:<path>`);
  throw new ConfigError(
    `Unknown benchmark "${name}". Use seed-test, seed-dev, seed-test-all, or ${forms.join(", ")}.`,
  );
}

async function sampleOfSeed(split: "train" | "dev" | "test"): Promise<Benchmark> {
  const whole = await loadSeed(split);
  return { ...whole, name: `seed-${split}`, tasks: spread(whole.tasks, SEED_TASKS) };
}

function requireDistinct({ name, tasks }: Benchmark): void {
  const seen = new Set<string>();
  for (const { task } of tasks) {
    if (seen.has(task.id)) throw new ConfigError(`${name} has two tasks with the id "${task.id}".`);
    seen.add(task.id);
  }
}

function choose(
  { name, tasks }: Benchmark,
  { language, kind, ids, limit }: TaskChoice,
): readonly BenchmarkTask[] {
  const known = new Set(tasks.map(({ task }) => task.id));
  const unknown = ids?.find((id) => !known.has(id));
  if (unknown !== undefined) throw new ConfigError(`${name} has no task "${unknown}".`);
  const wanted = tasks.filter(
    ({ task }) =>
      (language === undefined || task.language === language) &&
      (kind === undefined || task.kind === kind) &&
      (ids === undefined || ids.includes(task.id)),
  );
  return limit === undefined || limit >= wanted.length ? wanted : spread(wanted, limit);
}

/** Every n-th task of those sorted by what is to be represented. */
function spread(tasks: readonly BenchmarkTask[], limit: number): readonly BenchmarkTask[] {
  const sortKey = ({ task, group }: BenchmarkTask) => `${task.kind} ${group} ${task.language}`;
  const sorted = tasks
    .map((task, place) => ({ task, place, key: sortKey(task) }))
    .sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)));
  const chosen = Array.from(
    { length: limit },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / limit)],
  ).filter((entry) => entry !== undefined);
  return chosen.sort((left, right) => left.place - right.place).map(({ task }) => task);
}
