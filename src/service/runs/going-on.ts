/** @file Whether a recorded run can go on, and as what. */
import { resolve } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import type { RunResult } from "../../core/events.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RecordedRun } from "../../run/run-store.ts";
import type { BudgetLimits } from "../../tools/budget.ts";
import { type RecordedRequest, type RunRequest, requestOf } from "./run-request.ts";

/** What is raised in all, what is spent already included. */
export interface RaisedLimits {
  readonly budget?: BudgetLimits | undefined;
  readonly deadlineMs?: number | undefined;
}

/** A run whose result was lost has come to its end all the same, if its journal has it. */
export function endOf({ events, result }: RecordedRun): RunResult | undefined {
  const last = events.at(-1);
  return last?.type === "run-end" ? last.result : result;
}

/** Whether there is more to do for a run that ended so. */
export function goesOn({ stop }: Pick<RunResult, "stop">, { budget, deadlineMs }: RaisedLimits): boolean {
  if (stop === "budget") return budget !== undefined;
  if (stop === "deadline") return deadlineMs !== undefined;
  return stop === "aborted" || stop === "failed";
}

/** Why there is nothing to do, and what would change that. */
export function nothingToDo(run: string, { stop }: Pick<RunResult, "stop">): ConfigError {
  if (stop === "budget" || stop === "deadline") {
    return new ConfigError(`The ${stop} of the run ${shortRunId(run)} is used up. To go on, raise it.`);
  }
  return new ConfigError(`The run ${shortRunId(run)} has come to its end: there is nothing left to do.`);
}

/** As it was asked, with what is raised; paths in it mean what they meant then, whatever the directory is now. */
export function requestToGoOn(recorded: RecordedRun, { budget, deadlineMs }: RaisedLimits): RunRequest {
  const { directory, ...request } = requestOf(recorded);
  const { team } = request;
  return {
    ...fromDirectory(request, directory),
    team: { ...team, budget: { ...team.budget, ...budget }, deadlineMs: deadlineMs ?? team.deadlineMs },
  };
}

/** The names of models and knowledge bases that are relative paths, made absolute. */
function fromDirectory(
  request: Omit<RecordedRequest, "directory">,
  directory: string,
): Omit<RecordedRequest, "directory"> {
  const { models, baseUrl, knowledge } = request;
  const model = (name: string) => (baseUrl === undefined ? absoluteModel(name, directory) : name);
  const { embedding } = knowledge;
  return {
    ...request,
    models: { lead: model(models.lead), subagent: model(models.subagent) },
    knowledge: {
      ...knowledge,
      kb: knowledge.kb.map((name) => (name === "seed" ? name : absolutePath(name, directory))),
      ...(embedding !== undefined && { embedding: absolutePath(embedding, directory) }),
    },
  };
}

function absolutePath(name: string, directory: string): string {
  return /^[\w+]+:\/\//u.test(name) ? name : resolve(directory, name);
}

function absoluteModel(name: string, directory: string): string {
  const [, kind, path] = /^(policy:|recorded:|gguf\/)(.+)$/u.exec(name) ?? [];
  return kind === undefined || path === undefined ? name : `${kind}${resolve(directory, path)}`;
}
