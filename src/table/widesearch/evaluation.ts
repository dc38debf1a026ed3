/** @file How a WideSearch task is to be scored, as its task file says. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";

const names = z.array(z.string());

const schema = z.looseObject({
  /** All columns, normalised. */
  required: names,
  unique_columns: names,
  /** Per column: what is done to its cells, how they are compared, and the metric's tolerance or the judge's criterion. */
  eval_pipeline: z.record(
    z.string(),
    z.looseObject({
      preprocess: names.default([]),
      metric: names.default([]),
      criterion: z.unknown().optional(),
    }),
  ),
});

export type Evaluation = z.infer<typeof schema>;

/** Takes the object, or its JSON text as published. Throws `ConfigError` that names the field that is wrong. */
export function parseEvaluation(value: unknown): Evaluation {
  const parsed = (typeof value === "string" ? z.string().transform(toJson).pipe(schema) : schema).safeParse(
    value,
  );
  if (parsed.success) return parsed.data;
  throw new ConfigError(`The task's evaluation cannot be used. ${z.prettifyError(parsed.error)}`);
}

function toJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue({ code: "custom", message: `It is no JSON: ${error.message}` });
    return z.NEVER;
  }
}
