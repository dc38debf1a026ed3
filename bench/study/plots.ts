/**
 * @file The figures of the study, from what was found: bench/study/results.jsonl, which `run.ts` writes, and supervised.json, the item F1 on
 * so many tasks of the dev split, wide and deep, after so many tokens of supervised training.
 *
 * npx tsx bench/study/plots.ts [results.jsonl] [--out docs/plots]
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { figure, type Line, type Panel, type Point } from "./figure.ts";
import { SEEDS } from "./plan.ts";
import { type Measurement, readResults, type Scores, type Trained } from "./results.ts";

const BLUE = "#0072b2";
const ORANGE = "#d55e00";
const GREEN = "#009e73";
const PURPLE = "#aa4499";
const BLACK = "#222222";
/** Updates over which a noisy curve is averaged. */
const SMOOTHED = 5;

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: beside("../../docs/plots") } },
});
const results = await readResults(positionals[0] ?? beside("results.jsonl"));
const trainings = results.flatMap((one) => (one.kind === "training" ? [one] : []));
const measurements = results.flatMap((one) => (one.kind === "measurement" ? [one] : []));
const supervised = z
  .array(z.object({ millionTokens: z.number(), itemF1: z.number(), tasks: z.number(), copying: z.boolean() }))
  .parse(JSON.parse(await readFile(beside("supervised.json"), "utf8")));

/** Of one recipe, by seed; the longer training of the single agent holds the shorter one. */
const team = named(SEEDS.map((seed) => `team-${seed}`));
const long = named(SEEDS.map((seed) => `single-long-${seed}`));
const single = long.length > 0 ? long : named(SEEDS.map((seed) => `single-${seed}`));

const FIGURES: Readonly<Record<string, readonly [title: string, panels: readonly Panel[]]>> = {
  learning: ["Learning curves of a team and of a single agent", learning()],
  tokens: ["Team and single agent by sampled tokens", byTokens()],
  width: ["What width brings and costs", byWidth()],
  supervised: ["Item F1 by tokens of supervised training", bySupervision()],
  weights: ["Token weights and agent weights, on and off", byWeights()],
  data: ["Wide, deep and hybrid tasks to learn from", byData()],
};

await mkdir(values.out, { recursive: true });
for (const [name, [title, panels]] of Object.entries(FIGURES)) {
  if (panels.length === 0) continue;
  await writeFile(join(values.out, `${name}.svg`), figure(title, panels));
  console.log(`${name}.svg`);
}

function learning(): readonly Panel[] {
  const curves = (of: (one: Trained) => readonly Point[]) => [
    ...seedsAndMean("team", BLUE, team.map(of)),
    ...seedsAndMean("single agent", ORANGE, single.map(of)),
  ];
  return [
    {
      title: "Reward in training",
      xLabel: "update",
      yLabel: `reward, moving mean of ${SMOOTHED} updates`,
      lines: curves(({ train }) => smooth(train.map(({ step, reward }) => ({ x: step, y: reward })))).map(
        (line) => ({ ...line, ...(line.style === undefined && { style: "bare" as const }) }),
      ),
    },
    {
      title: "20 wide dev tasks, temperature 1",
      xLabel: "update",
      yLabel: "item F1 in percent",
      lines: curves(({ dev }) => dev.map(({ step, itemF1 = 0 }) => ({ x: step, y: 100 * itemF1 }))),
    },
  ];
}

function byTokens(): readonly Panel[] {
  const lines = (of: (point: Trained["dev"][number]) => number): readonly Line[] =>
    [
      { name: "team", color: BLUE, all: team },
      { name: "single agent", color: ORANGE, all: single },
    ].flatMap(({ name, color, all }) => {
      const curves = all.map(({ dev }) => dev.map((point) => ({ x: point.tokens / 1000, y: of(point) })));
      return seedsAndMean(name, color, curves);
    });
  const xLabel = "tokens sampled in training, thousands";
  return [
    {
      title: "20 wide dev tasks, temperature 1",
      xLabel,
      yLabel: "item F1 in percent",
      lines: lines(({ itemF1 = 0 }) => 100 * itemF1),
    },
    {
      title: "40 dev tasks, wide and deep",
      xLabel,
      yLabel: "reward",
      lines: lines(({ reward }) => reward),
    },
  ];
}

function byWidth(): readonly Panel[] {
  const study = SEEDS.flatMap((seed) => measured(`team-${seed} by width`));
  const onBoard = measured("on board by width");
  const alone = measured("on board by width at once 1");
  const [first] = [...study, ...onBoard];
  if (first === undefined) return [];
  const places = first.widths.map(({ width }) => String(width));
  const means = (of: (scores: Scores) => number): readonly Line[] => [
    ...seedsAndMean("team of the study, temperature 1", BLUE, study.map(pointsOf(of))),
    ...onBoard.map((one) => ({
      name: "policy on board, temperature 0",
      color: GREEN,
      points: pointsOf(of)(one),
    })),
  ];
  const panel = { xLabel: "width: subagents at once, 0 is a single agent", places };
  const panels = [
    {
      ...panel,
      title: "Wide test tasks",
      yLabel: "item F1 in percent",
      lines: means(({ itemF1 = 0 }) => 100 * itemF1),
    },
    {
      ...panel,
      title: "Tokens",
      yLabel: "sampled tokens per task",
      lines: means(({ sampledTokens }) => sampledTokens),
    },
    {
      ...panel,
      title: "Energy, 8 W a busy core",
      yLabel: "joules per task",
      lines: means(({ joulesPerTask }) => joulesPerTask),
    },
    {
      ...panel,
      title: "Time, one question at a time, one core",
      yLabel: "seconds per task",
      lines: alone.map((one) => ({
        name: "policy on board, temperature 0",
        color: GREEN,
        points: pointsOf(({ secondsPerTask }) => secondsPerTask)(one),
      })),
    },
  ];
  return panels.filter(({ lines }) => lines.length > 0);
}

function bySupervision(): readonly Panel[] {
  const line = (name: string, color: string, isCopying: boolean): Line => ({
    name,
    color,
    points: supervised
      .filter(({ copying }) => copying === isCopying)
      .map(({ millionTokens, itemF1 }) => ({ x: millionTokens, y: itemF1 })),
  });
  return [
    {
      title: "Dev tasks, temperature 0",
      xLabel: "million tokens of supervised training",
      yLabel: "item F1 in percent",
      lines: [line("writing freely", ORANGE, false), line("copying from what was read", BLUE, true)],
    },
  ];
}

function byWeights(): readonly Panel[] {
  const variants = [
    { name: "both on", color: BLUE, training: "team-16-1", short: "both on" },
    { name: "token weights off", color: ORANGE, training: "no-token-weights-1", short: "token off" },
    { name: "agent weights off", color: GREEN, training: "no-agent-weights-1", short: "agent off" },
    { name: "both off", color: PURPLE, training: "no-weights-1", short: "both off" },
  ];
  return compared(variants);
}

function byData(): readonly Panel[] {
  const variants = [
    { name: "hybrid", color: BLUE, training: "team-16-1", short: "hybrid" },
    { name: "wide only", color: ORANGE, training: "wide-only-1", short: "wide" },
    { name: "deep only", color: GREEN, training: "deep-only-1", short: "deep" },
  ];
  const known = variants.filter(({ training }) => measured(training).length > 0);
  if (known.length < 2) return [];
  const panel = { xLabel: "tasks to learn from", places: ["start", ...known.map(({ short }) => short)] };
  const dots = (score: (scores: Scores) => Omit<Point, "x">) => testDots(known, score);
  return [
    { ...panel, title: "50 wide test tasks", yLabel: "item F1 in percent", lines: dots(itemF1Of) },
    { ...panel, title: "50 deep test tasks", yLabel: "exactly right, percent", lines: dots(exactOf) },
  ];
}

interface Variant {
  readonly name: string;
  readonly color: string;
  readonly training: string;
  /** On the axis. */
  readonly short: string;
}

function compared(variants: readonly Variant[]): readonly Panel[] {
  const known = variants.filter(({ training }) => named([training]).length > 0);
  if (known.length < 2) return [];
  const curves = known.flatMap(({ name, color, training }) =>
    named([training]).map(({ train }) => ({
      name,
      color,
      style: "bare" as const,
      points: smooth(train.map(({ step, reward }) => ({ x: step, y: reward }))),
    })),
  );
  return [
    {
      title: "Reward in training, seed 1",
      xLabel: "update",
      yLabel: `reward, moving mean of ${SMOOTHED} updates`,
      lines: curves,
    },
    {
      title: "50 wide test tasks, 95 % over tasks",
      xLabel: "weights",
      places: ["start", ...known.map(({ short }) => short)],
      yLabel: "item F1 in percent",
      lines: testDots(known, itemF1Of),
    },
  ];
}

/** The start, then each variant, one place each. */
function testDots(
  variants: readonly Variant[],
  score: (scores: Scores) => Omit<Point, "x">,
): readonly Line[] {
  const start = { name: "start", color: BLACK, training: "start as a team" };
  return [start, ...variants].flatMap(({ name, color, training }, x) =>
    measured(training).flatMap(({ widths: [scores] }) =>
      scores === undefined
        ? []
        : [{ name, color, style: "dots" as const, points: [{ x, ...score(scores) }] }],
    ),
  );
}

function itemF1Of({ itemF1 = 0, itemF1Interval }: Scores): Omit<Point, "x"> {
  return { y: 100 * itemF1, ...percent(itemF1Interval) };
}

function exactOf({ exact = 0, exactInterval }: Scores): Omit<Point, "x"> {
  return { y: 100 * exact, ...percent(exactInterval) };
}

function percent(interval: Scores["itemF1Interval"]): Pick<Point, "low" | "high"> {
  return interval === undefined ? {} : { low: 100 * interval.low, high: 100 * interval.high };
}

function named(names: readonly string[]): readonly Trained[] {
  return trainings.filter(({ name }) => names.includes(name));
}

function measured(name: string): readonly Measurement[] {
  return measurements.filter((one) => one.name === name);
}

function pointsOf(of: (scores: Scores) => number): (one: Measurement) => readonly Point[] {
  return ({ widths }) => widths.map((scores, x) => ({ x, y: of(scores) }));
}

/** Each seed faintly, and their mean as far as all go, at the mean of where they are. */
function seedsAndMean(name: string, color: string, curves: readonly (readonly Point[])[]): readonly Line[] {
  if (curves.length === 0) return [];
  const shortest = Math.min(...curves.map((points) => points.length));
  const mean = Array.from({ length: shortest }, (_, index) => {
    const at = curves.flatMap((points) => points.slice(index, index + 1));
    return { x: average(at.map(({ x }) => x)), y: average(at.map(({ y }) => y)) };
  });
  return [
    { name: `${name}, mean of ${curves.length} seeds`, color, points: mean },
    ...curves.map((points) => ({ name: `${name}, each seed`, color, points, style: "faint" as const })),
  ];
}

/** The mean of a point and its neighbours, fewer at the ends. */
function smooth(points: readonly Point[]): readonly Point[] {
  const reach = (SMOOTHED - 1) / 2;
  return points.map(({ x }, index) => {
    const near = points.slice(Math.max(0, index - reach), index + reach + 1);
    return { x, y: average(near.map(({ y }) => y)) };
  });
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0) / numbers.length;
}
