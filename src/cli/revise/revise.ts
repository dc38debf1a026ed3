/** @file `wideseek repair`, `extend` and `refresh`: the price first, then a run that changes just those cells. */
import type { Change } from "../../core/revision.ts";
import { formatOfFile } from "../../export/exported-run.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RunStore } from "../../run/run-store.ts";
import type { ModelPlan } from "../../service/models/model-plan.ts";
import { openStore } from "../../service/places/open-store.ts";
import { changesSince } from "../../service/revisions/changes-since.ts";
import { NothingToRevise } from "../../service/revisions/check-change.ts";
import { type PlannedRevision, planRevision } from "../../service/revisions/plan-revision.ts";
import { presentRun } from "../../service/revisions/present-run.ts";
import { configOf } from "../../service/runs/run-request.ts";
import { planModels } from "../arguments/models.ts";
import { type AskEnvironment, answer, carryOut, lossTo } from "../ask/ask.ts";
import type { AskPlan } from "../ask/ask-options.ts";
import { EXIT } from "../exit-code.ts";
import { columnsOf } from "../look.ts";
import { requireReadable } from "../output/write-result.ts";
import { baseRun } from "./base-run.ts";
import { changeLines } from "./change-lines.ts";
import { goOn } from "./go-on.ts";
import { priceLines } from "./price-lines.ts";
import { type ReviseOptions, readChange } from "./revise-options.ts";

/** `reference` is a run's name or a part of it, or a file with a table; without it the newest run is meant. Gives the exit code. */
export async function revise(
  kind: Change["kind"],
  reference: string | undefined,
  flags: unknown,
  environment: AskEnvironment,
): Promise<number> {
  const { change, options } = readChange(kind, flags);
  const { stdout, stderr, variables } = environment;
  if (options.out === undefined && !options.events) requireReadable(options.format, stdout);
  const store = openStore({ runs: options.runs, variables });
  const base = await baseRun(reference, store, options, environment);
  const planned = await plan({ store, base, change, options });
  if (planned instanceof NothingToRevise) {
    stderr.write(`${planned.message}\n`);
    return EXIT.answered;
  }
  const price = priceLines(base, planned);
  if (options.price) {
    stdout.write(`${price.join("\n")}\n`);
    return EXIT.answered;
  }
  if (!options.quiet) stderr.write(`${price.join("\n")}\n`);
  const choice = options.yes ? "yes" : await goOn(environment);
  if (choice !== "yes") return choice === "interrupted" ? EXIT.interrupted : EXIT.answered;
  return carriedOut({ store, planned, options }, environment);
}

interface Wanted {
  readonly store: RunStore;
  readonly base: string;
  readonly options: ReviseOptions;
}

async function plan({
  store,
  base,
  change,
  options,
}: Wanted & { readonly change: Change }): Promise<PlannedRevision | NothingToRevise> {
  const { budget, deadline: deadlineMs } = options;
  try {
    return await planRevision({ store, base, change, budget, deadlineMs, models: modelsOf(options) });
  } catch (error) {
    if (error instanceof NothingToRevise) return error;
    throw error;
  }
}

/** `undefined`: those of the base. */
function modelsOf({ model, baseUrl }: ReviseOptions): ModelPlan | undefined {
  return model === undefined && baseUrl === undefined ? undefined : planModels({ model, baseUrl }, undefined);
}

async function carriedOut(
  { store, planned, options }: Omit<Wanted, "base"> & { readonly planned: PlannedRevision },
  environment: AskEnvironment,
): Promise<number> {
  const { variables, version } = environment;
  const { out, format, events, quiet, color, runs } = options;
  const request = planned.request;
  const asked: AskPlan = {
    ...request,
    format: format ?? formatOfFile(out ?? ""),
    out,
    events,
    quiet,
    color,
    runs,
  };
  return carryOut(asked, environment, async (opened, knowledgeBase) => {
    const kept = openStore({ runs, variables, onLoss: lossTo(opened.progress) });
    const place = { version, directory: process.cwd(), startedAt: new Date() };
    const config = configOf(request, { ...place, knowledgeBase: knowledgeBase.name });
    const recorder = await kept.create(config);
    const code = await answer(opened, knowledgeBase, { recorder, config });
    if (!quiet) await sayChanges(store, recorder.run, environment);
    return code;
  });
}

const INDENT = "  ";

/** Nothing for a run that is based on no other. */
async function sayChanges(store: RunStore, run: string, { stderr }: AskEnvironment): Promise<void> {
  const presented = await presentRun(store, run);
  const changes = await changesSince(store, presented);
  const base = presented.recorded.config.revision?.base;
  if (changes === undefined || base === undefined) return;
  const lines = changeLines(changes, columnsOf(stderr) - INDENT.length).map((line) => `${INDENT}${line}`);
  const head =
    lines.length === 0
      ? `Nothing changed since ${shortRunId(base)}.`
      : `What changed since ${shortRunId(base)}:`;
  stderr.write(`${[head, ...lines].join("\n")}\n`);
}
