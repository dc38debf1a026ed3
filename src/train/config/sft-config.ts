/** @file The config file of supervised training: one strict schema, with every default. */
import { z } from "zod";
import { adamSettings, engineSettings, worldSettings } from "./settings.ts";

const count = z.int().positive();

export const sftConfig = z.strictObject({
  seed: z.int().default(1),
  /** A policy directory to go on from; absent: begin anew with `model`. */
  from: z.string().optional(),
  /** The size of a new model; its vocabulary is the tokenizer's. */
  model: z
    .strictObject({
      hiddenSize: count.default(128),
      layers: count.default(4),
      heads: count.default(4),
      keyValueHeads: count.default(2),
      headSize: count.default(32),
      feedForwardSize: count.default(384),
      contextLength: count.default(1024),
      ropeBase: z.number().positive().default(10_000),
      start: z.enum(["induction", "normal"]).default("induction"),
    })
    .prefault({}),
  /** Hugging Face tokenizer.json; default: the one that ships. */
  tokenizer: z.string().optional(),
  world: worldSettings,
  /** How often the teacher plays each task, each time in another phrasing. */
  phrasings: count.default(4),
  /** How often it plays each wide task in a free phrasing besides, most often without its columns. */
  freePhrasings: z.int().min(0).default(1),
  /** How many deep tasks it plays besides, made from what the gold tables state. */
  deepFromTables: z.int().min(0).default(2000),
  /** How many demonstrations are composed besides, of pieces of those that the teacher gave. */
  composed: z
    .strictObject({
      outside: z.int().min(0).default(0),
      bareLists: z.int().min(0).default(0),
      comparisons: z.int().min(0).default(0),
    })
    .prefault({}),
  steps: count.default(4000),
  batchTokens: count.default(6144).describe("tokens of one step, about"),
  /** How often the demonstrations of each role are learnt for once through the others: there are few of some. */
  copies: z
    .strictObject({ lead: count.default(1), subagent: count.default(1), single: count.default(1) })
    .prefault({}),
  /** How many of them tell of made-up names and numbers, so that only what is copied is right. */
  renamedShare: z.number().min(0).max(1).default(0.7),
  /** Steps on repeated random tokens before the demonstrations: they make the copying heads. */
  repeatSteps: z.int().min(0).default(150),
  adam: adamSettings({ learningRate: 3e-3, warmupSteps: 50, finalShare: 0.05 }),
  saveEvery: count.default(200),
  engine: engineSettings,
});

export type SftConfig = z.infer<typeof sftConfig>;
