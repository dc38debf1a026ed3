/** @file What the study trains and measures, in the order in which it is done. */

export interface TrainingPlan {
  readonly kind: "training";
  readonly name: string;
  /** Of `recipes/study/`. */
  readonly recipe: string;
  readonly seed: number;
  /** It ends as soon as its agents have sampled as many tokens as those of this training; without it, with its recipe's last step. */
  readonly untilTokensOf?: string | undefined;
}

export interface MeasurementPlan {
  readonly kind: "measurement";
  readonly name: string;
  /** The name of a training, or the directory of a policy. */
  readonly policy: string;
  /** The subagents' policy, where it is another one. */
  readonly subagent?: string | undefined;
  /** Of `bench/policy.ts`. */
  readonly flags: Readonly<Record<string, string | number>>;
}

export type Job = TrainingPlan | MeasurementPlan;

const START = "models/sft-start";
const ON_BOARD = "models/seed-policy";
export const SEEDS = [1, 2, 3];

/** As in training: temperature 1, and everything written freely. */
const AS_TRAINED = { temperature: 1, copying: "off" };
const WIDTHS = "0,1,2,5,10,20";

/** Of the team, as many updates as `team-16`. */
export const VARIANTS = [
  "no-token-weights-1",
  "no-agent-weights-1",
  "wide-only-1",
  "deep-only-1",
  "no-weights-1",
];

export const JOBS: readonly Job[] = [
  ...SEEDS.map((seed) => training("team", seed)),
  ...SEEDS.map((seed) => training("single", seed)),
  // what the variants are compared with, and the single agent at equal tokens
  ...SEEDS.map((seed) => training("team-16", seed)),
  ...SEEDS.map((seed) => ({ ...training("single-long", seed), untilTokensOf: `team-16-${seed}` })),
  training("no-token-weights", 1),
  training("no-agent-weights", 1),
  training("wide-only", 1),
  training("deep-only", 1),
  training("no-weights", 1),
  ...SEEDS.map((seed) => test(`single-long-${seed}`, `single-long-${seed}`, 0)),
  ...SEEDS.map((seed) => test(`team-16-${seed}`, `team-16-${seed}`, 10)),
  test("start as a team", START, 10),
  test("start as a single agent", START, 0),
  ...SEEDS.map((seed) => test(`team-${seed}`, `team-${seed}`, 10)),
  ...VARIANTS.map((name) => test(name, name, 10)),
  ...SEEDS.map((seed) => test(`single-${seed}`, `single-${seed}`, 0)),
  ...SEEDS.map((seed) => widths(`team-${seed} by width`, `team-${seed}`, { ...AS_TRAINED, tasks: 50 })),
  widths("on board by width", ON_BOARD, { tasks: 50 }),
  widths("on board by width at once 1", ON_BOARD, { tasks: 20, "at-once": 1 }),
  ...SEEDS.flatMap((seed) => [
    { ...test(`lead of team-${seed}`, `team-${seed}`, 10), subagent: START },
    { ...test(`subagents of team-${seed}`, START, 10), subagent: `team-${seed}` },
  ]),
];

function training(recipe: string, seed: number): TrainingPlan {
  return { kind: "training", name: `${recipe}-${seed}`, recipe, seed };
}

function test(name: string, policy: string, width: number): MeasurementPlan {
  return { kind: "measurement", name, policy, flags: { ...AS_TRAINED, trials: 2, width, "by-task": 1 } };
}

function widths(name: string, policy: string, flags: MeasurementPlan["flags"]): MeasurementPlan {
  return {
    kind: "measurement",
    name,
    policy,
    flags: { kinds: "wide", ...flags, width: WIDTHS, "by-task": 1 },
  };
}
