/** @file The demonstrations of a training: made once, kept in its directory, and read from there when it goes on. */
import { appendFile, rename, rm } from "node:fs/promises";
import { teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Task } from "../../core/task.ts";
import type { ModelConfig } from "../../engine/model-config.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { compactLimits } from "../../llm/compact/limits.ts";
import type { SftConfig } from "../config/sft-config.ts";
import { composed } from "../demonstrations/composed/composed.ts";
import { demonstrate } from "../demonstrations/demonstrate.ts";
import {
  type Demonstration,
  readDemonstration,
  writeDemonstration,
} from "../demonstrations/demonstration.ts";
import { madeTasks } from "../demonstrations/made-tasks/made-tasks.ts";
import { guarded, readIfThere } from "../run/files.ts";
import type { OnProgress } from "../run/progress.ts";
import type { TrainingRun } from "../run/training-run.ts";
import { shuffled, type World } from "../world.ts";

export interface CollectParts {
  readonly world: World;
  readonly tokenizer: Tokenizer;
  readonly config: Pick<ModelConfig, "contextLength">;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

const FILE = "demonstrations.jsonl";

/** Throws ConfigError where there are none, or the file of them is damaged. */
export async function collectDemonstrations(
  config: SftConfig,
  run: Pick<TrainingRun, "path" | "directory">,
  parts: CollectParts,
): Promise<readonly Demonstration[]> {
  const file = run.path(FILE);
  const kept = await guarded(run.directory, () => readIfThere(file));
  const demonstrations = kept === undefined ? await make(config, run, parts) : readAll(kept, file);
  if (demonstrations.length > 0) return demonstrations;
  throw new ConfigError(
    "the teacher answered none of these tasks: there is nothing to learn from; give the world more pages or tasks",
  );
}

function readAll(text: string, file: string): readonly Demonstration[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const read = readDemonstration(line);
    if (read !== undefined) return read;
    throw new ConfigError(
      `${file}, line ${index + 1}: no demonstration; remove the file to have them made again`,
    );
  });
}

async function tasksOf(sft: SftConfig, world: World): Promise<readonly Task[]> {
  const phrased = Array.from({ length: sft.phrasings }, (_, phrasing) => world.tasks("train", phrasing));
  return shuffled([...(await Promise.all(phrased)).flat(), ...(await madeTasks(sft, world))], sft.seed);
}

/** Written beside the file, which is there only when it is whole. */
async function make(
  sft: SftConfig,
  run: Pick<TrainingRun, "path" | "directory">,
  { world, tokenizer, config, signal, onProgress }: CollectParts,
): Promise<readonly Demonstration[]> {
  const tasks = await tasksOf(sft, world);
  const file = run.path(FILE);
  const draft = `${file}.part`;
  await guarded(run.directory, () => rm(draft, { force: true }));
  const all: Demonstration[] = [];
  for (const [index, task] of tasks.entries()) {
    signal?.throwIfAborted();
    const made = await demonstrate(task, {
      knowledgeBase: world.knowledgeBase,
      tokenizer,
      team: teamSettings.parse(compactLimits),
      seed: sft.seed * 1_000_003 + index,
      contextLength: config.contextLength,
      signal,
    });
    signal?.throwIfAborted();
    all.push(...made);
    const lines = made.map((one) => `${writeDemonstration(one)}\n`).join("");
    await guarded(run.directory, () => appendFile(draft, lines));
    onProgress?.({ kind: "demonstrations", done: index + 1, of: tasks.length, demonstrations: all.length });
  }
  const more = composed(tokenizer, all, { ...sft.composed, seed: sft.seed });
  const fitting = more.filter(({ tokens }) => tokens.length <= config.contextLength);
  await guarded(run.directory, () =>
    appendFile(draft, fitting.map((one) => `${writeDemonstration(one)}\n`).join("")),
  );
  await guarded(run.directory, () => rename(draft, file));
  return [...all, ...fitting];
}
