/** @file All that the tools of the table server work with. */
import type { RunStore } from "../../../run/run-store.ts";
import type { OfferedKnowledge } from "../../../service/knowledge/offered-knowledge.ts";
import type { OfferedModels } from "../../../service/models/offered-models.ts";
import type { LiveRuns } from "../../../service/runs/live-runs.ts";
import type { BudgetLimits } from "../../../tools/budget.ts";

export interface TableDesk {
  /** The package's version. */
  readonly version: string;
  readonly store: RunStore;
  readonly runs: LiveRuns;
  readonly models: OfferedModels;
  readonly knowledge: OfferedKnowledge;
  /** What each run may use at most; a client can wish for less, not for more. */
  readonly ceiling: {
    readonly budget?: BudgetLimits | undefined;
    readonly deadlineMs?: number | undefined;
  };
  /** What went wrong that is nobody's fault but ours. */
  onFailure(error: unknown): void;
}
