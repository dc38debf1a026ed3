/** @file Keeps what a user decides about a run's table by hand. */
import { ConfigError } from "../../core/errors.ts";
import type { Decision } from "../../core/revision.ts";
import { shortRunId } from "../../run/run-id.ts";
import type { RunStore } from "../../run/run-store.ts";
import { keyAt, sourcesOfChoice } from "./apply-decisions.ts";
import { chainOf, readsOf } from "./chain.ts";
import { requireColumn, requireRow } from "./find-cell.ts";
import { type PresentedRun, presentRun, withoutTable } from "./present-run.ts";

type Omitted<T> = T extends unknown ? Omit<T, "at"> : never;

/** A decision before it is made. */
export type NewDecision = Omitted<Decision>;

/**
 * The run as it stands with it. A chosen value may be a candidate's or another; of another it is looked up whether a page that was
 * read states it. Throws `ConfigError` where there is no such run, row or column, nothing to split, the run still goes on, or the
 * decision cannot be kept.
 */
export async function decide(store: RunStore, run: string, decision: NewDecision): Promise<PresentedRun> {
  const presented = await presentRun(store, run);
  if (presented.state === "running") {
    throw new ConfigError(`The run ${shortRunId(run)} still goes on. Wait for it, or stop it.`);
  }
  await store.decide(run, { ...(await checked(store, presented, decision)), at: now(presented) });
  return presentRun(store, run);
}

/** Not before an earlier decision, also where the clock was put back. */
function now({ recorded }: PresentedRun): string {
  const last = recorded.decisions?.at(-1);
  const latest = last === undefined ? 0 : Date.parse(last.at);
  return new Date(Math.max(Date.now(), latest)).toISOString();
}

async function checked(
  store: RunStore,
  presented: PresentedRun,
  decision: NewDecision,
): Promise<NewDecision> {
  const { recorded, result } = presented;
  const { table, merges = [] } = result;
  if (table === undefined) throw withoutTable(recorded.run);
  const row = requireRow(table, decision.row);
  const key = keyAt(table, row);
  if (decision.kind === "split") {
    if (merges.some((merge) => merge.row === row)) return { kind: "split", row: key };
    throw new ConfigError(`The row "${key}" was not made of several: there is nothing to split.`);
  }
  const column = requireColumn(table, decision.column);
  const name = table.columns[column] ?? "";
  const value = decision.value.replace(/\s+/g, " ").trim();
  const cell = table.cells[row]?.[column];
  if (value === "" || cell === undefined)
    throw new ConfigError("The value is empty. Write the one to choose.");
  const reads = readsOf(await chainOf(store, recorded));
  const [source] = sourcesOfChoice(table, { row, column }, { value, url: decision.url }, reads);
  if (decision.url !== undefined && source === undefined) {
    throw new ConfigError(`The page ${decision.url} was not read, or does not state "${value}" for ${key}.`);
  }
  return { kind: "choose", row: key, column: name, value, ...(source && { url: source.url }) };
}
