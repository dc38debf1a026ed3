/** @file What a run was asked to do, written down before it starts. */
import { z } from "zod";
import type { Plan } from "../core/plan.ts";
import type { Change } from "../core/revision.ts";
import { cellState, taskSchema } from "./event-schema.ts";

const names = z.array(z.string()).optional();
const pick = { states: z.array(cellState).optional(), columns: names, rows: names };

export const changeSchema: z.ZodType<Change> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("repair"), ...pick }),
  z.object({ kind: z.literal("extend"), columns: names, rows: names, moreRows: z.string().optional() }),
  z.object({ kind: z.literal("refresh"), ...pick }),
]);

const rowCount = z.int().min(0);

export const planSchema: z.ZodType<Plan> = z.object({
  rows: z.string(),
  criteria: z.array(z.string()),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(["text", "number", "date", "link"]),
      note: z.string().optional(),
    }),
  ),
  uniqueColumns: z.array(z.string()),
  subtasks: z.array(z.string()),
  expectedRows: z.object({ low: rowCount, likely: rowCount, high: rowCount }).optional(),
  maxRows: z.int().positive().optional(),
});

export const runConfigSchema = z.object({
  /** Of the layout of the run directory. */
  format: z.literal(1),
  /** The version of the package that made the run. */
  version: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  task: taskSchema,
  /** The team's settings as they were used, defaults filled in. */
  team: z.record(z.string(), z.unknown()).readonly(),
  models: z.object({ lead: z.string(), subagent: z.string() }).readonly(),
  knowledgeBase: z.string(),
  /** What of another run's table this run changes; absent for a run of its own. */
  revision: z.object({ base: z.string(), change: changeSchema }).readonly().optional(),
  /** The plan as the user approved it; absent where none was asked for. */
  plan: planSchema.optional(),
  /** What opens the same models and knowledge bases again; absent where the run was not begun by a question of a user. */
  reach: z
    .object({
      /** The working directory, which paths in the names of models and knowledge bases start from. */
      directory: z.string(),
      baseUrl: z.string().optional(),
      /** The command line's plan, defaults filled in. */
      knowledge: z.record(z.string(), z.unknown()).readonly(),
    })
    .readonly()
    .optional(),
});

export type RunConfig = Readonly<z.infer<typeof runConfigSchema>>;
