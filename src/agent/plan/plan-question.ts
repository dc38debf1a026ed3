/** @file One call to the lead model: a question in, the plan of its table out. Nothing is looked up. */
import { ConfigError, SamplerError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import type { Plan } from "../../core/plan.ts";
import type { Sample, Sampler } from "../../core/sampler.ts";
import type { Task } from "../../core/task.ts";
import { choosePhrases } from "../prompts/choose-phrases.ts";
import type { TeamSettings } from "../team.ts";
import { planPrompt } from "./plan-prompt.ts";
import { type ReadPlan, readPlan } from "./read-plan.ts";

/** What is planned, as far as the plan depends on it. */
export interface Planned {
  readonly task: Task;
  readonly team: TeamSettings;
}

const MOST_TRIES = 2;

/**
 * The plan has the columns of the task where the task has some. A plan that cannot be read is asked for once more, with what was wrong
 * with it. Throws `ConfigError` for a question that asks for no table, `SamplerError` where the model cannot be reached or writes no
 * plan, and the signal's reason once it is aborted.
 */
export async function planQuestion(request: Planned, sampler: Sampler, signal?: AbortSignal): Promise<Plan> {
  const { task } = request;
  if (task.kind === "deep") {
    throw new ConfigError(
      "A plan is for tables, and this question asks for one short answer. Add --answer table.",
    );
  }
  const prompt = planPrompt(task.language);
  const messages: Message[] = [
    { role: "system", content: prompt.system },
    { role: "user", content: choosePhrases(task.language).question(task.question, task.columns) },
  ];
  let complaint = "";
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const sample = await sampler.sample({
      messages,
      tools: [],
      toolChoice: "none",
      maxTokens: request.team.lead.maxTurnTokens,
      temperature: request.team.temperature,
      seed: request.team.seed,
      signal,
    });
    const read = planOf(sample, task.columns);
    if ("plan" in read) return read.plan;
    complaint = read.complaint;
    messages.push(sample.message, { role: "user", content: prompt.mend(complaint) });
  }
  throw new SamplerError(`${sampler.model} wrote no plan that can be used: ${complaint}.`);
}

function planOf({ message, stop }: Sample, columns: readonly string[] | undefined): ReadPlan {
  const read = readPlan(message.content, columns);
  const isCut = "complaint" in read && stop === "length";
  return isCut ? { complaint: "it was cut off; write less" } : read;
}
