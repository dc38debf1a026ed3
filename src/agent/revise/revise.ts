/** @file A revision as a team: the reviser leads, the base's subagents find, and the table comes of both runs. */
import { type Episode, pageReads, trajectories } from "../../core/episode.ts";
import type { RunResult } from "../../core/events.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import type { Change } from "../../core/revision.ts";
import type { Table } from "../../core/table.ts";
import type { Task } from "../../core/task.ts";
import { sourceTable } from "../../evidence/source-table.ts";
import { foundTable, type RevisionNotes, rereadUrls } from "../../llm/reviser/progress.ts";
import { READ_AGAIN } from "../../llm/reviser/read-again.ts";
import { createReviser } from "../../llm/reviser/reviser.ts";
import { type RevisionWork, revisionWork } from "../../llm/reviser/revision-work.ts";
import { normaliseText } from "../../table/normalise.ts";
import type { Samplers } from "../build-team.ts";
import { coverageOf } from "../coverage.ts";
import type { AgentSpec } from "../run-agent.ts";
import { readAgainTool } from "./read-again-tool.ts";
import { reviseTable } from "./revise-table.ts";

/** What is revised, and how. */
export interface Revise {
  readonly base: SourcedTable;
  readonly change: Change;
  /** The hashes of the pages that the base has read. */
  readonly knownPages?: ReadonlySet<string> | undefined;
  /** What of the base's result is true of the revision too. */
  readonly kept?: Pick<RunResult, "merges" | "completeness"> | undefined;
}

/** The reviser in place of the lead agent's model. */
export function revisers({ subagent }: Samplers, revise: Revise, task: Task): Samplers {
  return { lead: createReviser(workOf(revise, task)), subagent };
}

/** The lead agent with the tool that reads sources again, where the change asks for that. */
export function withReadAgain(
  spec: AgentSpec,
  revise: Revise,
  { task, knowledgeBase }: { readonly task: Task; readonly knowledgeBase: KnowledgeBase },
): AgentSpec {
  const { claims, uniqueColumns } = workOf(revise, task);
  if (claims.length === 0) return spec;
  return { ...spec, tools: [...spec.tools, readAgainTool(knowledgeBase, claims, uniqueColumns)] };
}

/** The revised table. It does not depend on how the run ended: whatever its agents reported counts. */
export function revisedResult(
  task: Task,
  episode: Episode,
  revise: Revise,
): Pick<RunResult, "table" | "merges" | "coverage" | "completeness"> {
  const work = workOf(revise, task);
  const notes = notesOf(episode);
  const values = withFinds(revise.base, foundTable(work, notes));
  const sourced = sourceTable(values, pageReads(episode), work.uniqueColumns);
  const { knownPages = new Set<string>(), kept } = revise;
  const table = reviseTable(revise.base, sourced, revise.change, { reread: rereadUrls(notes), knownPages });
  const { merges, completeness } = kept ?? {};
  const hasNewRows = table.cells.length !== revise.base.cells.length;
  const coverage = coverageOf(task, episode, table);
  return { table, merges, coverage, completeness: hasNewRows ? undefined : completeness };
}

/**
 * The base's values with what was found in their place, and further rows: whole, for what other rows and columns are tells what a
 * page speaks of.
 */
function withFinds(base: SourcedTable, found: Table): Table {
  const keysOf = (columns: readonly string[], row: readonly string[]) =>
    normaliseText(base.uniqueColumns.map((name) => row[columns.indexOf(name)] ?? "").join(" | "));
  const finds = new Map(found.rows.map((row) => [keysOf(found.columns, row), row]));
  const columns = [...base.columns, ...found.columns.filter((name) => !base.columns.includes(name))];
  const cellOf = (row: readonly string[] | undefined, name: string) =>
    row?.[found.columns.indexOf(name)] ?? "";
  const own = base.cells.map((cells) => cells.map(({ value }) => value));
  const known = new Set(own.map((row) => keysOf(base.columns, row)));
  const further = [...finds].flatMap(([key, row]) => (known.has(key) ? [] : [row]));
  return {
    columns,
    rows: [
      ...own.map((row) => {
        const find = finds.get(keysOf(base.columns, row));
        return columns.map((name, index) => cellOf(find, name) || (row[index] ?? ""));
      }),
      ...further.map((row) => columns.map((name) => cellOf(row, name))),
    ],
  };
}

function workOf({ base, change }: Revise, { language }: Task): RevisionWork {
  return revisionWork(base, change, language);
}

/** What came back in the episode, whether or not the lead agent came to read it. */
function notesOf(episode: Episode): RevisionNotes {
  const results = episode.lead.turns.flatMap((turn) => turn.results);
  return {
    delegated: trajectories(episode)
      .filter(({ role }) => role === "subagent")
      .map(({ subtask, answer }) => ({ subtask, report: answer })),
    rereads: results.flatMap(({ message }) =>
      message.name === READ_AGAIN && !message.isError ? [message.content] : [],
    ),
  };
}
