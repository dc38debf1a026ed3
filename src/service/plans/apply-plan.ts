/** @file A request that is carried out as its plan says. */
import { ConfigError } from "../../core/errors.ts";
import type { Plan } from "../../core/plan.ts";
import type { RunRequest } from "../runs/run-request.ts";

/**
 * The columns of the plan are those of the table; the rest of it is told to the first agent. A limit of rows that the request had stays
 * where the plan sets none. Throws `ConfigError` for a plan that no table can follow.
 */
export function applyPlan(request: RunRequest, plan: Plan): RunRequest {
  const { task } = request;
  if (task.kind === "deep") {
    throw new ConfigError(
      "A plan or a preview is for tables, and this question asks for one short answer. Add --answer table.",
    );
  }
  requireSound(plan);
  const columns = plan.columns.map(({ name }) => name);
  const maxRows = plan.maxRows ?? request.plan?.maxRows;
  return {
    ...request,
    task: {
      ...task,
      ...(columns.length > 0 && { columns }),
      ...(plan.uniqueColumns.length > 0 && { uniqueColumns: plan.uniqueColumns }),
    },
    plan: { ...plan, ...(maxRows !== undefined && { maxRows }) },
  };
}

/** A plan that says nothing but how many rows there may be at most. */
export function rowLimit(maxRows: number): Plan {
  return { rows: "", criteria: [], columns: [], uniqueColumns: [], subtasks: [], maxRows };
}

function requireSound({ columns, uniqueColumns, expectedRows }: Plan): void {
  const names = columns.map(({ name }) => name);
  if (names.some((name) => name.trim() === "")) throw new ConfigError("A column of the plan has no name.");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ConfigError(`Two columns of the plan are named "${twice}".`);
  const stray = uniqueColumns.find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw new ConfigError(
      `uniqueColumns of the plan names "${stray}", which is no column of it. Columns: ${names.join(", ")}.`,
    );
  }
  if (expectedRows === undefined) return;
  const { low, likely, high } = expectedRows;
  if (low > likely || likely > high) {
    throw new ConfigError(
      `expectedRows of the plan must rise from low over likely to high, not ${low}, ${likely}, ${high}.`,
    );
  }
}
