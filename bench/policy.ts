/**
 * @file How good an embedded policy is on seed tasks, by width, beside another policy where one is named.
 *
 * npm run bench:policy -- <policy directory> [--subagent <directory>] [--split test] [--width 0,2,5,10] [--temperature 1]
 *   [--tasks 100] [--trials 1] [--max-rows 10] [--kinds wide] [--against <directory>]
 *   [--failures 1] [--by-task 1] [--threads 2] [--at-once 1] [--copying off]
 *
 * Seconds per task are the wall clock divided by the episodes. All episodes run at once, unless `--at-once` says how many; with
 * `--at-once 1` they are what a user waits. `--by-task 1` adds the scores of each task, from which pairs can be compared.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { trajectories } from "../src/core/episode.ts";
import type { Sampler } from "../src/core/sampler.ts";
import { bootstrapInterval } from "../src/eval/report/bootstrap.ts";
import { openPolicy } from "../src/llm/embedded/open-policy.ts";
import { worldSettings } from "../src/train/config/settings.ts";
import { rewardSettings } from "../src/train/objective/reward.ts";
import { type Rollout, rollout, rolloutMetrics, tableScore } from "../src/train/rl/rollout.ts";
import { byTurns, openWorld, shuffled } from "../src/train/world.ts";
import { semaphore } from "../src/util/semaphore.ts";

/** What a core of a server draws when it is busy, for the estimate of energy. */
const WATTS_PER_CORE = 8;

const options = z
  .object({
    split: z.enum(["train", "dev", "test"]).default("test"),
    width: z
      .string()
      .default("10")
      .transform((list) => list.split(",").map(Number)),
    temperature: z.coerce.number().default(0),
    tasks: z.coerce.number().default(100),
    trials: z.coerce.number().default(1),
    "max-rows": z.coerce.number().default(10),
    kinds: z.enum(["hybrid", "wide", "deep"]).default("hybrid"),
    subagent: z.string().optional(),
    against: z.string().optional(),
    cache: z.string().default(".wideseek"),
    failures: z.coerce.number().default(0),
    threads: z.coerce.number().default(Math.min(2, cpus().length)),
    "at-once": z.coerce.number().default(Number.POSITIVE_INFINITY),
    "by-task": z.coerce.number().default(0),
    /** `off`: it writes freely, as while it learns. */
    copying: z.enum(["on", "off"]).default("on"),
  })
  .strict();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(Object.keys(options.shape).map((name) => [name, { type: "string" as const }])),
});
const plan = options.parse(values);
const [directory = "models/seed-policy"] = positionals;
const world = await openWorld(worldSettings.parse({ kinds: plan.kinds, maxRows: plan["max-rows"] }), {
  cacheDirectory: plan.cache,
});
const all = byTurns(shuffled(await world.tasks(plan.split, 0), 0));
const tasks = all.slice(0, plan.tasks);
const turnstile = semaphore(plan["at-once"]);

async function measure(lead: Sampler, subagent: Sampler, width: number) {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const rollouts: Rollout[] = [];
  for (let trial = 0; trial < plan.trials; trial += 1) {
    const settings = {
      world,
      sampler: lead,
      subagentSampler: subagent,
      width,
      temperature: plan.temperature,
    };
    const played = tasks.map((task, index) =>
      turnstile.run(() =>
        rollout(task, trial * 100_003 + index, { ...settings, reward: rewardSettings.parse({}) }),
      ),
    );
    rollouts.push(...(await Promise.all(played)));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rollouts, seconds, cpuSeconds: (user + system) / 1e6 };
}

function report(
  name: string,
  width: number,
  { rollouts, seconds, cpuSeconds }: Awaited<ReturnType<typeof measure>>,
) {
  const metrics = rolloutMetrics(rollouts);
  const f1 = scoresByTask(rollouts, "wide", itemF1Of);
  const exact = scoresByTask(rollouts, "deep", exactOf);
  const line = {
    policy: name,
    split: plan.split,
    width,
    temperature: plan.temperature,
    ...metrics,
    itemF1Interval: bootstrapInterval(f1),
    exactInterval: bootstrapInterval(exact),
    secondsPerTask: seconds / rollouts.length,
    joulesPerTask: (cpuSeconds * WATTS_PER_CORE) / rollouts.length,
    ...(plan["by-task"] > 0 && { itemF1ByTask: f1, exactByTask: exact }),
  };
  console.log(
    JSON.stringify(line, (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value)),
  );
  return f1;
}

/** By task of the kind, in their order, the mean over its trials. */
function scoresByTask(
  rollouts: readonly Rollout[],
  kind: "wide" | "deep",
  scoreOf: (one: Rollout) => number,
): readonly number[] {
  const ids = tasks.flatMap((task) => (task.kind === kind ? [task.id] : []));
  return ids.map((id) => {
    const scores = rollouts.filter(({ task }) => task.id === id).map(scoreOf);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
}

function itemF1Of({ reward }: Rollout): number {
  return reward.kind === "reward" ? tableScore(reward).itemF1 : 0;
}

function exactOf({ reward }: Rollout): number {
  if (reward.kind !== "reward" || reward.parts.valid === 0) return 0;
  return reward.score?.kind === "short-answer" ? Number(reward.score.exact) : 0;
}

/** How episodes went wrong, by where: the first agent that did not do what the gold answer needed is not known, its end is. */
function failureKinds(rollouts: readonly Rollout[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of rollouts) {
    const kind = failureKind(one);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function failureKind({ task, episode, reward }: Rollout): string {
  if (reward.kind === "failure") return "failure of a tool or sampler";
  const { score, parts } = reward;
  if (score === undefined) return `no answer (${episode.lead.stop})`;
  if (parts.answer > 0.999) return "right";
  if (score.kind === "short-answer") return "wrong short answer";
  const gold = task.kind === "wide" ? (task.gold?.rows.length ?? 0) : 0;
  const agents = trajectories(episode).length - 1;
  if (score.item.f1 === 0) return "wrong list";
  if (score.item.recall < 0.999 && score.item.precision > 0.999) return "rows missing";
  return agents < gold ? "rows and cells wrong" : "cells wrong";
}

const copying = plan.copying === "on";
const open = (path: string) =>
  openPolicy(path, { model: path, threads: plan.threads, temperature: null, copying });
const policy = await open(directory);
const subagent = plan.subagent === undefined ? policy : await open(plan.subagent);
const other = plan.against === undefined ? undefined : await open(plan.against);
for (const width of plan.width) {
  const measured = await measure(policy, subagent, width);
  const own = report(directory, width, measured);
  if (plan.failures > 0) console.log(JSON.stringify(failureKinds(measured.rollouts)));
  if (other === undefined || plan.against === undefined) continue;
  const theirs = report(plan.against, width, await measure(other, other, width));
  const gains = own.map((value, index) => value - (theirs[index] ?? 0));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  console.log(JSON.stringify({ width, itemF1Gain: mean, interval: bootstrapInterval(gains) }));
}
process.exit(0);
