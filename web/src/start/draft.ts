/** @file What the user is about to ask. */
import type { Table } from "../../../src/core/table.ts";
import type { Ask } from "../api/types.ts";

export interface Draft {
  readonly question: string;
  /** Absent: the server's own. */
  readonly effort?: string | undefined;
  readonly model?: string | undefined;
  readonly kb?: string | undefined;
  readonly costUsd?: number | undefined;
  /** Absent: as the effort asks for. */
  readonly planFirst?: boolean | undefined;
  /** A table of the user's own, which the run extends. */
  readonly table?: (Table & { readonly fileName: string }) | undefined;
}

export const freshDraft: Draft = { question: "" };

const EXPENSIVE = new Set(["high", "max"]);

/** A run that may take long is planned first, unless the user says otherwise. */
export function isPlannedFirst({ planFirst, effort, table }: Draft): boolean {
  return table === undefined && (planFirst ?? EXPENSIVE.has(effort ?? ""));
}

export function askOf({ question, effort, model, kb, costUsd, table }: Draft): Ask {
  return {
    question: question.trim(),
    ...(effort !== undefined && { effort }),
    ...(model !== undefined && { model }),
    ...(kb !== undefined && { kb: [kb] }),
    ...(costUsd !== undefined && { budget: { costUsd } }),
    ...(table !== undefined && { table: { columns: table.columns, rows: table.rows } }),
  };
}
