/** @file `ask --plan`: makes the plan, shows it with its price, and lets the user run, change or leave it. */
import type { WriteStream } from "node:tty";
import { planQuestion } from "../../../agent/plan/plan-question.ts";
import { ConfigError, SamplerError } from "../../../core/errors.ts";
import type { Estimate, Plan } from "../../../core/plan.ts";
import { addUsage, NO_USAGE, type Sampler, type Usage } from "../../../core/sampler.ts";
import { openSamplers } from "../../../service/models/open-samplers.ts";
import { openStore } from "../../../service/places/open-store.ts";
import { applyPlan } from "../../../service/plans/apply-plan.ts";
import { estimateRun } from "../../../service/plans/estimate-run.ts";
import type { RunRequest } from "../../../service/runs/run-request.ts";
import type { BudgetLimits } from "../../../tools/budget.ts";
import type { Environment } from "../../environment.ts";
import { EXIT } from "../../exit-code.ts";
import { columnsOf, paletteOf } from "../../look.ts";
import type { AskPlan } from "../ask-options.ts";
import { askWhether } from "./ask-whether.ts";
import { editPlan } from "./edit-plan.ts";
import { planCard, writeUsage } from "./plan-card.ts";
import { writePlan } from "./plan-file.ts";

/** What is to be run, as the user approved it; or the exit code, where nothing is. */
export type Decided = { readonly approved: AskPlan } | { readonly exitCode: number };

/** A plan with the request that carries it out. */
interface Draft {
  readonly wanted: AskPlan;
  readonly plan: Plan;
  /** What making it took; absent where it came from a file. */
  readonly planning?: Usage | undefined;
}

/**
 * A plan that came from a file is shown as it is; else making it is one or two calls of the lead model, which are taken off the budget. Off
 * a terminal the plan is printed, and that is all. Throws `ConfigError` where the planning leaves nothing of the budget.
 */
export async function planFirst(wanted: AskPlan, environment: Environment): Promise<Decided> {
  const { stdin, stdout, stderr } = environment;
  const isAsked = stdin.isTTY && stderr.isTTY && wanted.format !== "json";
  if (!isAsked && wanted.out !== undefined) {
    throw new ConfigError("--out is for the table. A plan goes to the standard output: --plan > plan.txt");
  }
  const draft = await draftOf(wanted, environment);
  if (draft === undefined) return { exitCode: EXIT.unanswered };
  if (isAsked) return letDecide(draft, environment);
  if (wanted.format === "json") {
    const { plan, planning } = draft;
    const { question } = draft.wanted.task;
    stdout.write(writePlan({ question, plan }, await priceOf(draft, environment)));
    if (planning !== undefined && !wanted.quiet) {
      stderr.write(`Making this plan took ${writeUsage(planning)}.\n`);
    }
  } else {
    await showCard(draft, stdout, environment);
  }
  return { exitCode: EXIT.answered };
}

/** `undefined` where the model made none, which the user has been told. */
async function draftOf(wanted: AskPlan, environment: Environment): Promise<Draft | undefined> {
  if (wanted.from !== undefined && wanted.plan !== undefined) return { wanted, plan: wanted.plan };
  const { variables, stderr } = environment;
  const { lead } = await openSamplers(wanted, { environment: variables });
  if (!wanted.quiet && stderr.isTTY) stderr.write(`Planning with ${lead.model} …\n`);
  const counted = counting(lead);
  try {
    const plan = await planQuestion(wanted, counted.sampler);
    const { team } = wanted;
    const budget = budgetLeft(team.budget, counted.used());
    const left = { ...wanted, team: { ...team, budget } };
    return draftWith(left, plan, counted.used());
  } catch (error) {
    if (!(error instanceof SamplerError)) throw error;
    stderr.write(`wideseek: ${error.message} Ask without --plan, or plan with another --lead-model.\n`);
    return undefined;
  }
}

function draftWith(wanted: AskPlan, plan: Plan, planning: Usage | undefined): Draft {
  const request: RunRequest = applyPlan(wanted, plan);
  return { wanted: { ...wanted, ...request }, plan: request.plan ?? plan, planning };
}

/** The same model, and what was used of it. */
function counting(model: Sampler): { readonly sampler: Sampler; used(): Usage } {
  let used = NO_USAGE;
  const sample: Sampler["sample"] = async (request) => {
    const made = await model.sample(request);
    used = addUsage(used, made.usage);
    return made;
  };
  return { sampler: { model: model.model, limits: model.limits, sample }, used: () => used };
}

function budgetLeft(budget: BudgetLimits, { promptTokens, sampledTokens, costUsd = 0 }: Usage): BudgetLimits {
  const { tokens, costUsd: dollars } = budget;
  const left = {
    ...budget,
    ...(tokens !== undefined && { tokens: tokens - promptTokens - sampledTokens }),
    ...(dollars !== undefined && { costUsd: dollars - costUsd }),
  };
  if ((left.tokens ?? 1) > 0 && (left.costUsd ?? 1) > 0) return left;
  throw new ConfigError(
    "Making the plan used the whole budget, so nothing was run. Raise --budget, or ask without --plan.",
  );
}

async function priceOf({ wanted, plan }: Draft, { variables }: Environment): Promise<Estimate> {
  const earlier = await openStore({ runs: wanted.runs, variables }).list();
  return estimateRun(wanted, plan, earlier);
}

async function showCard(draft: Draft, stream: WriteStream, environment: Environment): Promise<void> {
  const { wanted, plan, planning } = draft;
  const estimate = await priceOf(draft, environment);
  const look = { columns: columnsOf(stream), palette: paletteOf(stream, wanted.color) };
  stream.write(`${planCard({ plan, estimate, planning, limits: wanted.team }, look).join("\n")}\n`);
}

/** Shows the plan and asks, again after each change. */
async function letDecide(first: Draft, environment: Environment): Promise<Decided> {
  const { stdin, stderr, variables } = environment;
  let draft = first;
  await showCard(draft, stderr, environment);
  for (;;) {
    const choice = await askWhether("Run it? [Y]es, [e]dit, [n]o ", { stdin, stderr });
    if (choice === "interrupted") return { exitCode: EXIT.interrupted };
    if (choice === "no") return { exitCode: EXIT.answered };
    if (choice === "yes") return { approved: draft.wanted };
    try {
      draft = await edited(draft, variables);
      await showCard(draft, stderr, environment);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      stderr.write(`wideseek: ${error.message}\n`);
    }
  }
}

/** The question may be changed too. */
async function edited(
  { wanted, plan, planning }: Draft,
  variables: Environment["variables"],
): Promise<Draft> {
  const { task } = wanted;
  const saved = await editPlan({ question: task.question, plan }, variables);
  const asked = { ...wanted, task: { ...task, question: saved.question } };
  return draftWith(asked, saved.plan, planning);
}
