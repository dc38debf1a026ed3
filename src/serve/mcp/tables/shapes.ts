/** @file What the tools of the table server take and give, as schemas that clients see. */
import { z } from "zod";
import { exportFormat } from "../../../export/exported-run.ts";
import { cellState } from "../../../run/event-schema.ts";
import { EFFORT_NAMES } from "../../../service/plans/efforts.ts";

const name = z.string().trim().min(1).max(2_000);
const names = z.array(name).min(1).max(1_000);

const runName = name
  .optional()
  .describe("the run's name, or a part of it that no other has; without it the newest run");
const rowName = name.describe(
  "the row: the values of the columns that identify it, joined by ` | `, or one of them that no other row has",
);
const columnName = name.describe("the name of a column");

const limits = {
  maxCostUsd: z.number().positive().optional().describe("US dollars that the run may cost at most"),
  maxTokens: z.int().positive().optional().describe("tokens that the run may use at most"),
  maxMinutes: z.number().positive().optional().describe("how long the run may take at most"),
};
const waitSeconds = z
  .number()
  .min(0)
  .max(86_400)
  .optional()
  .describe(
    "how long to wait for the end; then the table as far as it is, and get_table tells more. Without it until the end where progress is asked for, else 45",
  );

export const askInput = z.strictObject({
  question: z.string().trim().min(1).describe("what the table shall hold, in words, in any language"),
  columns: z.array(name).min(1).max(100).optional().describe("its columns; without them the question says"),
  answer: z.enum(["auto", "table", "short"]).default("auto").describe("short: one value, no table"),
  effort: z.enum(EFFORT_NAMES).optional().describe("how much work: limits of agents, turns, tokens, time"),
  maxRows: z.int().positive().optional().describe("a preview: at most so many rows"),
  model: name.optional().describe("in place of the server's own"),
  knowledgeBases: names
    .optional()
    .describe("where to look, in place of the server's own; `web` is the live web"),
  ...limits,
  waitSeconds,
});

export const getTableInput = z.strictObject({
  run: runName,
  offset: z.int().min(0).default(0).describe("the first row, from 0"),
  limit: z.int().min(1).max(1_000).default(100).describe("rows, at most"),
  strict: z.boolean().default(false).describe("without values that no page states"),
  waitSeconds: waitSeconds.describe("wait so long for the end of a run that is under way: 0").default(0),
});

const preview = z
  .boolean()
  .default(false)
  .describe("only say how many cells it is about and what it may take; nothing is begun");
const revision = { run: runName, preview, ...limits, waitSeconds };
const pick = {
  columns: names.optional().describe("only cells of these columns"),
  rows: z.array(rowName).min(1).optional().describe("only cells of these rows"),
};

export const addColumnInput = z.strictObject({
  ...revision,
  columns: z
    .array(name)
    .min(1)
    .max(50)
    .describe("names of the new columns, with unit or year where it matters"),
});
export const addRowsInput = z.strictObject({
  ...revision,
  rows: names.optional().describe("the names of the new rows"),
  more: name.optional().describe("what further rows are, in words, such as `countries of Asia`"),
});
export const fillCellsInput = z.strictObject({
  ...revision,
  ...pick,
  states: z
    .array(cellState)
    .min(1)
    .default(["missing"])
    .describe("which cells: missing, unsupported, conflicting, …"),
});
export const verifyCellsInput = z.strictObject({
  ...revision,
  ...pick,
  states: z.array(cellState).min(1).optional().describe("only cells in these states"),
});

export const evidenceInput = z.strictObject({ run: runName, row: rowName, column: columnName });
export const chooseInput = z.strictObject({
  run: runName,
  row: rowName,
  column: columnName,
  value: z.string().max(10_000).describe("the value that shall stand there, such as that of a candidate"),
  url: name.optional().describe("the page that states it; without it the value is the user's own word"),
});
export const listRunsInput = z.strictObject({
  search: z.string().trim().optional().describe("only runs whose question or name holds this"),
  limit: z.int().min(1).max(200).default(20),
});

export const stopInput = z.strictObject({ run: runName });
export const exportInput = z.strictObject({
  run: runName,
  format: exportFormat.default("markdown"),
  strict: z.boolean().default(false).describe("without values that no page states"),
});
export const exportOutput = z.object({
  run: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
});

const usage = { agents: z.int(), tokens: z.int(), costUsd: z.number().optional(), seconds: z.number() };
const runState = z
  .enum(["running", "ended", "broken-off"])
  .describe("broken-off: it was killed, and can be gone on with");

const rowShape = z.object({
  key: z.string().describe("what names the row in other tools"),
  values: z.array(z.string()),
  states: z
    .array(z.string())
    .describe(
      "of each value: supported, conflicting, unsupported, missing, absent; reported: not checked yet",
    ),
});
const sourceShape = z.object({
  url: z.string(),
  title: z.string(),
  quote: z.string().describe("verbatim on the page"),
  place: z.string().optional(),
});

export const tableOutput = z.object({
  run: z.string(),
  question: z.string(),
  state: runState,
  stop: z.string().optional().describe("why it ended: answered, budget, deadline, aborted, failed, …"),
  error: z.string().optional(),
  columns: z.array(z.string()),
  uniqueColumns: z.array(z.string()).describe("the columns that identify a row"),
  rows: z.array(rowShape),
  offset: z.int(),
  totalRows: z.int(),
  cells: z.record(z.string(), z.int()).describe("how many cells are in each state"),
  completeness: z.string().optional().describe("how many rows there may be in all"),
  merges: z.array(z.string()).optional().describe("rows that were made of several, and why"),
  answer: z.string().optional().describe("of a question with one short answer, or where there is no table"),
  sources: z.array(sourceShape).optional().describe("of a short answer"),
  base: z.string().optional().describe("the run whose table this one changes"),
  ...usage,
});

const range = z.object({ low: z.number(), likely: z.number(), high: z.number() });
const changedShape = z.object({ value: z.string(), state: cellState });

export const revisionOutput = z.object({
  base: z.string().describe("the run whose table is changed; it stays as it is"),
  cells: z.int().describe("that are looked for or read again, as far as that is known"),
  estimate: z.object({ tokens: range, costUsd: range.optional(), seconds: range, basis: z.string() }),
  changes: z
    .array(
      z.object({
        row: z.string(),
        column: z.string(),
        before: changedShape.optional(),
        after: changedShape.optional(),
      }),
    )
    .optional(),
  table: tableOutput.optional().describe("the changed table; absent for a preview"),
});

export const evidenceOutput = z.object({
  run: z.string(),
  row: z.string(),
  column: z.string(),
  value: z.string(),
  state: cellState,
  reason: z.string().optional(),
  sources: z.array(sourceShape),
  candidates: z.array(
    z.object({ value: z.string(), confidence: z.number(), why: z.string(), source: sourceShape }),
  ),
  history: z.array(
    z.object({ value: z.string(), state: cellState, by: z.string(), at: z.string(), run: z.string() }),
  ),
});

export const listOutput = z.object({
  runs: z.array(
    z.object({
      run: z.string(),
      question: z.string(),
      startedAt: z.string(),
      state: runState,
      stop: z.string().optional(),
      rows: z.int().optional(),
      costUsd: z.number().optional(),
      base: z.string().optional(),
    }),
  ),
  total: z.int(),
});

export type TableData = z.output<typeof tableOutput>;
export type RevisionData = z.output<typeof revisionOutput>;
export type EvidenceData = z.output<typeof evidenceOutput>;
export type ListData = z.output<typeof listOutput>;
