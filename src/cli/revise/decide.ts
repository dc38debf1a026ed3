/** @file `wideseek choose` and `wideseek split`: what a user decides about a table by hand. */
import { z } from "zod";
import { findRun } from "../../run/find-run.ts";
import { openStore } from "../../service/places/open-store.ts";
import { decide, type NewDecision } from "../../service/revisions/decide.ts";
import { diffRuns } from "../../service/revisions/diff-runs.ts";
import { presentRun } from "../../service/revisions/present-run.ts";
import { oneLine } from "../../tui/fit.ts";
import { readFlags, text } from "../arguments/flags.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { columnsOf } from "../look.ts";
import { cellLines } from "./change-lines.ts";

const splitFlags = z.object({ row: text, runs: text.optional() });
const chooseFlags = splitFlags.extend({ column: text, value: text, url: text.optional() });

/** Gives the exit code. Throws `ConfigError` for what cannot be chosen. */
export async function choose(
  reference: string | undefined,
  flags: unknown,
  environment: Environment,
): Promise<number> {
  const { runs, row, column, value, url } = readFlags(chooseFlags, flags);
  const decision: NewDecision = { kind: "choose", row, column, value, url };
  return made(decision, { reference, runs }, environment);
}

/** Gives the exit code. Throws `ConfigError` for a row that was not made of several. */
export async function split(
  reference: string | undefined,
  flags: unknown,
  environment: Environment,
): Promise<number> {
  const { runs, row } = readFlags(splitFlags, flags);
  return made({ kind: "split", row }, { reference, runs }, environment);
}

interface Where {
  readonly reference: string | undefined;
  readonly runs: string | undefined;
}

async function made(
  decision: NewDecision,
  { reference, runs }: Where,
  { stdout, variables }: Environment,
): Promise<number> {
  const store = openStore({ runs, variables });
  const run = findRun(await store.names(), reference);
  const before = (await presentRun(store, run)).result;
  const after = (await decide(store, run, decision)).result;
  const width = columnsOf(stdout);
  const changes = before.table && after.table ? diffRuns(before.table, after.table) : [];
  const rows = (after.table?.cells.length ?? 0) - (before.table?.cells.length ?? 0);
  const lines =
    decision.kind === "split"
      ? [splitLine(decision.row, rows)]
      : changes.flatMap((change) => cellLines(change, width));
  stdout.write(`${(lines.length === 0 ? ["It has that value already."] : lines).join("\n")}\n`);
  return EXIT.answered;
}

function splitLine(row: string, added: number): string {
  return `${oneLine(row)} is ${added + 1} rows again.`;
}
