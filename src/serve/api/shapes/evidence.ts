/** @file The shapes of tables, cells and what they rest on, as requests and replies have them. */
import { z } from "zod";
import type { CellChange, CellVersion, Decision } from "../../../core/revision.ts";
import { cell, cellState, runResultSchema, source, stop, usage } from "../../../run/event-schema.ts";
import { changeSchema, planSchema } from "../../../run/run-config.ts";

export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

export const usageShape = usage.meta({ id: "Usage" });
export const stopShape = stop.meta({ id: "StopReason" });
export const cellShape = cell.meta({ id: "Cell" });
const sourceShape = source.meta({ id: "Source" });
export const resultShape = runResultSchema.meta({ id: "RunResult" });
export const planShape = planSchema.meta({ id: "Plan" });
export const changeShape = changeSchema.meta({ id: "Change" });

export const tableShape = z
  .strictObject({
    columns: list(z.string()),
    rows: list(list(z.string())).describe("each with one value for each column"),
  })
  .meta({ id: "Table" });

export const versionShape: z.ZodType<CellVersion> = z
  .object({
    value: z.string(),
    state: cellState,
    source: sourceShape.optional(),
    run: z.string(),
    by: z.enum(["ask", "repair", "extend", "refresh", "choose", "split", "import"]),
    at: z.string().describe("ISO 8601, UTC"),
    agent: z.string().optional(),
    model: z.string().optional(),
    subtask: z.string().optional(),
    usage: usageShape.optional(),
  })
  .meta({ id: "CellVersion" });

export const cellChangeShape: z.ZodType<CellChange> = z
  .object({
    row: z.string().describe("its key"),
    column: z.string(),
    before: cellShape.optional(),
    after: cellShape.optional(),
  })
  .meta({ id: "CellChange" });

export const decisionShape: z.ZodType<WithoutTime<Decision>> = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("choose"),
      row: z.string().describe("its key"),
      column: z.string(),
      value: z.string(),
      url: z.string().optional().describe("the page that states it; absent where the user typed the value"),
    }),
    z.strictObject({ kind: z.literal("split"), row: z.string().describe("its key") }),
  ])
  .meta({ id: "Decision" });

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

const range = z.object({ low: z.number(), likely: z.number(), high: z.number() });

export const estimateShape = z
  .object({
    rows: range,
    tokens: range,
    costUsd: range.optional(),
    seconds: range,
    basis: z.string().describe("what it is based on, in English"),
  })
  .meta({ id: "Estimate" });
