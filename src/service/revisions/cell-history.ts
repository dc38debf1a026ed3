/** @file Every value that a cell had: from the run that first found it, over revisions and decisions, to what stands now. */
import { trajectories, trajectoryUsage } from "../../core/episode.ts";
import type { RunResult } from "../../core/events.ts";
import type { Cell, SourcedTable } from "../../core/evidence.ts";
import { pageHash } from "../../core/page-hash.ts";
import type { CellVersion, Decision } from "../../core/revision.ts";
import type { RecordedRun, RunStore } from "../../run/run-store.ts";
import { normaliseText } from "../../table/normalise.ts";
import { applyDecision, keyAt } from "./apply-decisions.ts";
import { chainOf, episodeOf, readsOf } from "./chain.ts";
import { isSame } from "./diff-runs.ts";
import { columnNumber, requireColumn, requireRow, rowNumber } from "./find-cell.ts";
import { decisionsOf, presentRun, withoutTable } from "./present-run.ts";

/** Oldest first. Throws `ConfigError` where there is no such run, row or column. */
export async function cellHistory(
  store: RunStore,
  run: string,
  row: string,
  column: string,
): Promise<readonly CellVersion[]> {
  const { result } = await presentRun(store, run);
  if (result.table === undefined) throw withoutTable(run);
  const key = keyAt(result.table, requireRow(result.table, row));
  const name = result.table.columns[requireColumn(result.table, column)] ?? "";
  return (await openHistories(store, run))(key, name);
}

/** The versions of a cell, oldest first; none where there is no such cell. */
export type CellHistories = (row: string, column: string) => readonly CellVersion[];

/** The histories of all cells, for whoever wants many. Throws `ConfigError` where there is no such run. */
export async function openHistories(store: RunStore, run: string): Promise<CellHistories> {
  const chain = (await chainOf(store, await store.open(run))).toReversed();
  const states = await Promise.all(
    chain.map((_, index) => statesOf(store, chain.slice(0, index + 1), chain[index + 1]?.config.startedAt)),
  );
  const agents = new Map(chain.map((recorded) => [recorded, agentsOf(recorded)]));
  return (row, column) => {
    const sightings = tracked(states.flat(), row, column);
    return sightings.flatMap(({ state, cell }, index) => {
      const before = sightings[index - 1]?.cell;
      if (before === undefined ? cell.value === "" : isSame(before, cell)) return [];
      return [versionOf(state, cell, agents.get(state.recorded))];
    });
  };
}

/** A table as it stood after a run, or after a decision about it. */
interface TableState {
  readonly recorded: RecordedRun;
  readonly result: RunResult;
  readonly decision?: Decision | undefined;
}

/** `chain` ends with the run; `until`: when the revision of it began. */
async function statesOf(
  store: RunStore,
  chain: readonly RecordedRun[],
  until: string | undefined,
): Promise<readonly TableState[]> {
  const recorded = chain.at(-1);
  if (recorded === undefined) return [];
  const { result } = await presentRun(store, recorded.run, BEFORE_ALL);
  const decisions = decisionsOf(recorded, until);
  const reads = decisions.length > 0 ? readsOf(chain) : [];
  const states: TableState[] = [{ recorded, result }];
  for (const decision of decisions) {
    const last = states.at(-1)?.result ?? result;
    states.push({ recorded, result: applyDecision(last, decision, reads), decision });
  }
  return states;
}

const BEFORE_ALL = "0000";

interface Sighting {
  readonly state: TableState;
  readonly cell: Cell;
}

/** The cell in each of the states, from the last backwards: a choice may have given its row the name that it has. */
function tracked(states: readonly TableState[], key: string, column: string): readonly Sighting[] {
  const sightings: Sighting[] = [];
  let name = key;
  for (const state of states.toReversed()) {
    const { table } = state.result;
    const row = table && rowNumber(table, name);
    const index = table && columnNumber(table, column);
    const cell = row === undefined || index === undefined ? undefined : table?.cells[row]?.[index];
    if (cell !== undefined) sightings.unshift({ state, cell });
    if (table !== undefined) name = earlierName(table, name, state.decision);
  }
  return sightings;
}

/** The row's key before the decision, after which its key was `name`. */
function earlierName(table: SourcedTable, name: string, decision: Decision | undefined): string {
  if (decision?.kind !== "choose" || !table.uniqueColumns.includes(decision.column)) return name;
  const renamed = table.uniqueColumns.map((column, index) =>
    column === decision.column ? decision.value : (decision.row.split(" | ")[index] ?? ""),
  );
  return normaliseText(renamed.join(" | ")) === normaliseText(name) ? decision.row : name;
}

function versionOf(
  { recorded, result, decision }: TableState,
  cell: Cell,
  agents: RunAgents | undefined,
): CellVersion {
  const { run, config } = recorded;
  const { value, state, sources } = cell;
  const source = sources[0];
  const common = { value, state, source, run };
  if (decision !== undefined) return { ...common, by: decision.kind, at: decision.at };
  const by = config.revision?.change.kind ?? (result.agents === 0 ? "import" : "ask");
  const read = agents?.readings.get(source?.page ?? "");
  const at = new Date(Date.parse(config.startedAt) + (read?.at ?? result.elapsedMs)).toISOString();
  return { ...common, by, at, ...agents?.byName.get(read?.agent ?? "") };
}

interface RunAgents {
  readonly byName: ReadonlyMap<string, Pick<CellVersion, "agent" | "model" | "subtask" | "usage">>;
  /** By the hash of the page: who read it first, and when, in milliseconds since the run began. */
  readonly readings: ReadonlyMap<string, { readonly agent: string; readonly at: number }>;
}

function agentsOf(recorded: RecordedRun): RunAgents {
  const { events } = recorded;
  const episode = episodeOf(recorded);
  const all = episode === undefined ? [] : trajectories(episode);
  const models = new Map(
    events.flatMap((event) => (event.type === "agent-start" ? [[event.agent, event.model] as const] : [])),
  );
  const reads = events.flatMap((event) =>
    event.type === "page-read" ? [[pageHash(event.page), { agent: event.agent, at: event.at }] as const] : [],
  );
  return {
    byName: new Map(
      all.map((trajectory) => {
        const { agent, subtask } = trajectory;
        return [agent, { agent, model: models.get(agent), subtask, usage: trajectoryUsage(trajectory) }];
      }),
    ),
    readings: new Map(reads.toReversed()),
  };
}
