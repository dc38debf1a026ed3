/** @file All that a run is begun with, whichever face asks for it, and how a run's record keeps that. */
import { type TeamSettings, teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Plan } from "../../core/plan.ts";
import type { Revision } from "../../core/revision.ts";
import type { Task } from "../../core/task.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { ListedRun } from "../../run/run-store.ts";
import { type KnowledgePlan, knowledgePlanSchema } from "../knowledge/knowledge-plan.ts";
import type { ModelPlan } from "../models/model-plan.ts";

export interface RunRequest extends ModelPlan {
  readonly task: Task;
  readonly team: TeamSettings;
  readonly knowledge: KnowledgePlan;
  /** What of another run's table is changed; absent for a run of its own. */
  readonly revision?: Revision | undefined;
  /** As the user approved it. */
  readonly plan?: Plan | undefined;
}

/** What stands around a run in its record. */
export interface RecordPlace {
  /** The package's version. */
  readonly version: string;
  /** Where paths in the names of models and knowledge bases start from. */
  readonly directory: string;
  readonly knowledgeBase: string;
  readonly startedAt: Date;
}

export function configOf(request: RunRequest, place: RecordPlace): RunConfig {
  const { task, team, models, baseUrl, knowledge, revision, plan } = request;
  return {
    format: 1,
    version: place.version,
    startedAt: place.startedAt.toISOString(),
    task,
    team,
    models,
    knowledgeBase: place.knowledgeBase,
    revision,
    plan,
    reach: { directory: place.directory, baseUrl, knowledge: { ...knowledge } },
  };
}

export interface RecordedRequest extends RunRequest {
  /** Where paths in the names of models and knowledge bases start from. */
  readonly directory: string;
}

/** What a recorded run was begun with. Throws `ConfigError` where it does not say, or in words of another version. */
export function requestOf({ run, config }: Pick<ListedRun, "run" | "config">): RecordedRequest {
  const { reach, task, models, revision, plan } = config;
  if (reach === undefined) {
    throw new ConfigError(
      `The run ${run} cannot be resumed: it does not say how its models were reached. Runs of "ask" since this version do; evaluations go on with eval --resume.`,
    );
  }
  const knowledge = knowledgePlanSchema.safeParse(reach.knowledge);
  const team = teamSettings.safeParse(config.team);
  if (!knowledge.success || !team.success) throw otherVersion(run, config);
  return {
    task,
    models,
    team: team.data,
    baseUrl: reach.baseUrl,
    knowledge: knowledge.data,
    revision,
    plan,
    directory: reach.directory,
  };
}

function otherVersion(run: string, { version }: RunConfig): ConfigError {
  return new ConfigError(
    `The run ${run} cannot be resumed: its settings are those of version ${version}. Ask again, or resume it with that version.`,
  );
}
