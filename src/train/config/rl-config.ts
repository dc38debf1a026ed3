/** @file The config file of multi-agent reinforcement learning: one strict schema, with every default. */
import { z } from "zod";
import { objectiveSettings } from "../objective/datums.ts";
import { rewardSettings } from "../objective/reward.ts";
import { adamSettings, engineSettings, worldSettings } from "./settings.ts";

const count = z.int().positive();

export const rlConfig = z.strictObject({
  seed: z.int().default(1),
  /** The policy directory to start from. */
  from: z.string(),
  world: worldSettings,
  /** Subagents that run at once; 0 trains a single agent. */
  width: z.int().min(0).max(1000).default(10),
  steps: count.default(50),
  groupsPerStep: count.default(8).describe("tasks of one step"),
  groupSize: count.min(2).default(8).describe("episodes of each task"),
  temperature: z.number().positive().max(2).default(1),
  reward: rewardSettings.prefault({}),
  objective: objectiveSettings.prefault({}),
  clip: z
    .strictObject({
      low: z.number().positive().max(1).default(0.8),
      high: z.number().min(1).default(1.28),
      dual: z.number().min(1).optional().describe("bounds the loss of bad tokens; off where absent"),
    })
    .prefault({}),
  /** Passes over the data of a step, each with an update of the weights; from the second on the ratio is clipped. */
  updatesPerStep: count.default(1),
  adam: adamSettings({ learningRate: 1e-4, warmupSteps: 3, finalShare: 1 }),
  /** An update is left out where the mean ratio of its tokens lies above. */
  maxMeanRatio: z.number().min(1).default(5),
  evaluation: z
    .strictObject({
      every: count.default(10),
      tasks: count.default(48).describe("of the dev split, each asked once"),
      temperature: z.number().min(0).max(2).default(0),
    })
    .prefault({}),
  saveEvery: count.default(10),
  engine: engineSettings,
});

export type RlConfig = z.infer<typeof rlConfig>;
