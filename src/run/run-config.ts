/** @file What a run was asked to do, written down before it starts. */
import { z } from "zod";
import { taskSchema } from "./event-schema.ts";

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
