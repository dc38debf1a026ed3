/** @file From a change of a run's table to the request of a run that makes it, with what that may take. */
import { teamSettings } from "../../agent/team.ts";
import { ConfigError } from "../../core/errors.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { Estimate } from "../../core/plan.ts";
import type { Change } from "../../core/revision.ts";
import type { WideTask } from "../../core/task.ts";
import { CALLS_PER_TURN } from "../../llm/reviser/reviser.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RunStore } from "../../run/run-store.ts";
import type { BudgetLimits } from "../../tools/budget.ts";
import type { ModelPlan } from "../models/model-plan.ts";
import { requestToGoOn } from "../runs/going-on.ts";
import type { RunRequest } from "../runs/run-request.ts";
import { cellsOf, checkChange } from "./check-change.ts";
import { estimateRevision } from "./estimate-revision.ts";
import { type PresentedRun, presentRun, withoutTable } from "./present-run.ts";

export interface RevisionParts {
  readonly store: RunStore;
  /** The run whose table is changed. */
  readonly base: string;
  readonly change: Change;
  /** Of the revision alone; without it there is no limit. */
  readonly budget?: BudgetLimits | undefined;
  readonly deadlineMs?: number | undefined;
  /** In place of those of the base. */
  readonly models?: ModelPlan | undefined;
}

export interface PlannedRevision {
  readonly request: RunRequest;
  /** Cells that will be looked for or read again, as far as that is known: rows that are still to be found count as none. */
  readonly cells: number;
  readonly estimate: Estimate;
}

/**
 * Throws `ConfigError` where there is no such run, row or column, the run still goes on or has no table; `NothingToRevise` where no
 * cell is picked.
 */
export async function planRevision(parts: RevisionParts): Promise<PlannedRevision> {
  const { store, base } = parts;
  const presented = await presentRun(store, base);
  const table = requireTable(presented, parts.change);
  const change = checkChange(table, parts.change);
  const request = requestOfRevision(presented, table, { ...parts, change });
  const cells = cellCount(table, change);
  return {
    request,
    cells,
    estimate: await estimateRevision({ store, presented, request, table, change, cells }),
  };
}

function requireTable({ recorded, result, state }: PresentedRun, change: Change): SourcedTable {
  const { run } = recorded;
  if (state === "running") {
    throw new ConfigError(`The run ${shortRunId(run)} still goes on. Wait for it, or stop it.`);
  }
  if (result.kind === "deep") {
    throw new ConfigError(`The run ${shortRunId(run)} has a short answer. What can be revised is a table.`);
  }
  if (result.table === undefined) throw withoutTable(run);
  const addsRows = change.kind === "extend" && (change.rows !== undefined || change.moreRows !== undefined);
  if (result.table.cells.length > 0 || addsRows) return result.table;
  throw new ConfigError(
    `The table of the run ${shortRunId(run)} has no rows. Rows can be added: extend --rows.`,
  );
}

/** The reviser is no model: its context and turns cost nothing, so that the limits of a lead agent do not bind it. */
const REVISER_LIMITS = {
  maxTurns: 10_000,
  maxContextTokens: 1_000_000_000,
  maxTurnTokens: 100_000_000,
  maxCallsPerTurn: CALLS_PER_TURN,
};

const FEWEST_SUBAGENTS = 5;

function requestOfRevision(
  { recorded }: PresentedRun,
  table: SourcedTable,
  { base, change, budget, deadlineMs, models }: RevisionParts,
): RunRequest {
  if (recorded.config.reach === undefined) {
    throw new ConfigError(
      `The run ${shortRunId(base)} does not say how its models were reached, so that it cannot be revised. Ask again.`,
    );
  }
  const request = requestToGoOn(recorded, {});
  const { team, knowledge } = request;
  const subagent = models?.models.subagent ?? request.models.subagent;
  return {
    task: taskOf(request.task, table, change),
    models: { lead: subagent, subagent },
    baseUrl: models === undefined ? request.baseUrl : models.baseUrl,
    knowledge: change.kind === "refresh" ? { ...knowledge, revalidate: true } : knowledge,
    revision: { base, change },
    team: teamSettings.parse({
      ...team,
      maxSubagents: team.maxSubagents === 0 ? FEWEST_SUBAGENTS : team.maxSubagents,
      depth: 1,
      coverage: "watch",
      lead: { ...team.lead, ...REVISER_LIMITS },
      budget: budget ?? {},
      deadlineMs,
    }),
  };
}

/** The base's question, which tells the subagents what the table is about; its gold answer is of another table. */
function taskOf(
  { id, question, language }: RunRequest["task"],
  table: SourcedTable,
  change: Change,
): WideTask {
  const added = change.kind === "extend" ? (change.columns ?? []) : [];
  return {
    kind: "wide",
    id,
    question,
    language,
    columns: [...table.columns, ...added],
    uniqueColumns: table.uniqueColumns,
  };
}

function cellCount(table: SourcedTable, change: Change): number {
  if (change.kind !== "extend") return cellsOf(table, change).length;
  const { columns = [], rows = [] } = change;
  const others = table.columns.length - table.uniqueColumns.length;
  return columns.length * table.cells.length + rows.length * (others + columns.length);
}
