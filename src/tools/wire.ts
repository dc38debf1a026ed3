/** @file The two wire forms of the tools: the paper's names, and those the published weights were trained with. */
import { z } from "zod";

/** `paper`: `call_subagent`, one query or URL a call. `published`: `create_sub_agents`, lists of queries and URLs. */
export const wire = z.enum(["paper", "published"]);

export type Wire = z.infer<typeof wire>;
