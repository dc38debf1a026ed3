/** @file The models of an evaluation: alive, recorded, or replayed. */
import { stat } from "node:fs/promises";
import type { Samplers } from "../../agent/build-team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Judge } from "../../core/judge.ts";
import { exactJudge } from "../../eval/judges/exact-judge.ts";
import { modelJudge } from "../../eval/judges/model-judge.ts";
import { replaySamples } from "../../llm/recorded.ts";
import { openSamplers } from "../../service/models/open-samplers.ts";
import type { EvalPlan } from "./eval-options.ts";
import { openNamedJudge } from "./open-judge.ts";

export interface EvalModels {
  readonly samplers: Samplers;
  readonly judge: Judge;
}

interface Means {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A recording then goes on; otherwise it must be new. */
  readonly isResumed: boolean;
}

/** Throws `ConfigError` for a model that cannot be used, and for a recording that would mix with another. */
export async function openModels(plan: EvalPlan, { environment, isResumed }: Means): Promise<EvalModels> {
  if (plan.replay !== undefined) return replayModels(plan, plan.replay);
  const { record, judge } = plan;
  if (record !== undefined && !isResumed) await requireNew(record);
  return {
    samplers: await openSamplers(plan, { environment, record, isAlone: true }),
    judge: await openNamedJudge(judge, { environment, record }),
  };
}

/** Under their own names, marked as replayed. */
async function replayModels({ models, judge }: EvalPlan, file: string): Promise<EvalModels> {
  const { sample } = await replaySamples(file);
  const replayed = (name: string) => ({ model: `${name}, replayed`, sample });
  return {
    samplers: { lead: replayed(models.lead), subagent: replayed(models.subagent) },
    judge: judge === exactJudge.name ? exactJudge : modelJudge(replayed(judge)),
  };
}

async function requireNew(file: string): Promise<void> {
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > 0) throw new ConfigError(`--record ${file} holds a recording already. Name a new file.`);
}
