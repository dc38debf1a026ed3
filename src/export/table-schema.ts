/** @file The schema of an exported table in JSON; `docs/schema/table-1.json` is made of it. */
import { z } from "zod";

/** Stands in every file as `$schema`, and in the schema as its `$id`. */
export const TABLE_SCHEMA = "urn:wideseek:table-1";

const source = z
  .strictObject({
    url: z.string(),
    title: z.string(),
    quote: z.string().describe("Words that stand verbatim in the page."),
    place: z.string().optional().describe("Where the quote stands in a document: page 3, Sales!B7."),
    page: z.string().optional().describe("Hash of the page's text as it was read and kept."),
    start: z.int().optional().describe("Offset of the quote in that text."),
  })
  .meta({ id: "source" });

const state = z
  .enum(["supported", "conflicting", "unsupported", "missing", "absent"])
  .describe(
    "supported: a page that was read states the value. conflicting: so it does, and another page states another value. unsupported: no page that was read states it. missing: there is no value. absent: a page states that there is none.",
  )
  .meta({ id: "state" });

const cell = z
  .strictObject({
    value: z.string(),
    state,
    sources: z.array(source).describe("What states the value."),
    candidates: z
      .array(
        z.strictObject({
          value: z.string(),
          source,
          agent: z.string().describe("The agent that read the page."),
          at: z.number().describe("When: milliseconds since the run began."),
          confidence: z.number().min(0).max(1),
          why: z.string(),
        }),
      )
      .describe("All that pages state for this cell."),
    reason: z.string().optional(),
  })
  .meta({ id: "cell" });

const usage = z.strictObject({
  promptTokens: z.number(),
  sampledTokens: z.number(),
  costUsd: z.number().optional().describe("US dollars; absent where no price is known."),
});

const merge = z.strictObject({
  row: z.int().min(0).describe("The number, from 0, of the row that they became."),
  merged: z.array(z.array(cell)).describe("The rows as they were."),
  because: z.string(),
});

const completeness = z
  .strictObject({
    found: z.number(),
    estimate: z.number().optional(),
    low: z.number(),
    high: z.number().optional(),
    method: z.enum(["none", "identical", "chapman", "log-linear"]),
    occasions: z.number(),
    warning: z.string().optional(),
  })
  .describe("How many rows there are in all, as far as the finds tell; low and high are the 95 % interval.");

const coverage = z.strictObject({
  states: z.record(state, z.number()).describe("The number of cells in each state."),
  end: z.enum(["complete", "no-progress", "ended"]).describe("Why no more was looked for."),
});

const run = {
  stopReason: z.enum(["answered", "turn-limit", "token-limit", "budget", "deadline", "aborted", "failed"]),
  error: z.string().optional(),
  usage,
  agents: z.number(),
  elapsedMs: z.number(),
  run: z.string().describe("The run's name."),
  startedAt: z.string().describe("ISO 8601, UTC."),
  model: z.string(),
  knowledgeBase: z.string(),
};

const wide = z
  .strictObject({
    $schema: z.literal(TABLE_SCHEMA),
    question: z.string(),
    kind: z.literal("wide"),
    columns: z.array(z.string()),
    uniqueColumns: z.array(z.string()).describe("The columns that identify a row."),
    rows: z
      .array(z.record(z.string(), z.string()))
      .describe("The values by column; of columns with one name, the last counts."),
    cells: z.array(z.array(cell)).describe("The same rows with their evidence, in the order of the columns."),
    answer: z.string().optional().describe("The final text, where no table could be read from it."),
    merges: z.array(merge).optional(),
    coverage: coverage.optional(),
    completeness: completeness.optional(),
    ...run,
  })
  .describe("A table with the evidence of each cell.");

const deep = z
  .strictObject({
    $schema: z.literal(TABLE_SCHEMA),
    question: z.string(),
    kind: z.literal("deep"),
    answer: z.string(),
    sources: z.array(source),
    ...run,
  })
  .describe("A short answer with its sources.");

export const tableSchema = z.discriminatedUnion("kind", [wide, deep]);

/** As JSON Schema (draft 2020-12). */
export function tableJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(tableSchema);
  return { $schema, $id: TABLE_SCHEMA, title: "A table of wideseek", ...schema };
}
