/** @file The demonstrations of a training: made once, kept in its directory, and read from there when it goes on. */
import { appendFile, readFile, rename, rm } from "node:fs/promises";
import { teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { compactLimits } from "../config/settings.ts";
import type { SftConfig } from "../config/sft-config.ts";
import { demonstrate } from "../demonstrations/demonstrate.ts";
import {
  type Demonstration,
  readDemonstration,
  writeDemonstration,
} from "../demonstrations/demonstration.ts";
import type { TrainingRun } from "../run/training-run.ts";
import { shuffled, type World } from "../world.ts";

export interface CollectProgress {
  readonly tasks: number;
  readonly of: number;
  readonly demonstrations: number;
}

export interface CollectParts {
  readonly world: World;
  readonly tokenizer: Tokenizer;
  readonly signal?: AbortSignal | undefined;
  readonly onCollect?: ((progress: CollectProgress) => void) | undefined;
}

const FILE = "demonstrations.jsonl";

export async function collectDemonstrations(
  config: SftConfig,
  run: Pick<TrainingRun, "path">,
  parts: CollectParts,
): Promise<readonly Demonstration[]> {
  const file = run.path(FILE);
  const kept = await readFile(file, "utf8").catch(() => undefined);
  const demonstrations =
    kept === undefined ? await make(config, file, parts) : kept.split("\n").map(readDemonstration);
  const whole = demonstrations.filter((one) => one !== undefined);
  if (whole.length === 0)
    throw new ConfigError("the teacher answered none of these tasks: there is nothing to learn from");
  return whole;
}

/** Written beside the file, which is there only when it is whole. */
async function make(
  { seed, phrasings, model }: SftConfig,
  file: string,
  { world, tokenizer, signal, onCollect }: CollectParts,
): Promise<readonly Demonstration[]> {
  const phrased = Array.from({ length: phrasings }, (_, phrasing) => world.tasks("train", phrasing));
  const tasks = shuffled((await Promise.all(phrased)).flat(), seed);
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  const all: Demonstration[] = [];
  for (const [index, task] of tasks.entries()) {
    signal?.throwIfAborted();
    const made = await demonstrate(task, {
      knowledgeBase: world.knowledgeBase,
      tokenizer,
      team: teamSettings.parse(compactLimits),
      seed: seed * 1_000_003 + index,
      contextLength: model.contextLength,
      signal,
    });
    all.push(...made);
    await appendFile(draft, made.map((one) => `${writeDemonstration(one)}\n`).join(""));
    onCollect?.({ tasks: index + 1, of: tasks.length, demonstrations: all.length });
  }
  await rename(draft, file);
  return all;
}
