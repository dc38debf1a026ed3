/** @file What `wideseek mcp` is begun with, as the command line says it. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { type ApiServerSettings, checkedSettings } from "../../serve/api/settings.ts";
import type { KnowledgePlan } from "../../service/knowledge/knowledge-plan.ts";
import { type OfferedModels, offerModels } from "../../service/models/offered-models.ts";
import type { Variables } from "../../service/surroundings.ts";
import type { BudgetLimits } from "../../tools/budget.ts";
import { parseDeadline, wholeNumber } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { flag, readFlags, text } from "../arguments/flags.ts";
import { planKnowledge } from "../arguments/knowledge.ts";

const MOST_RUNS = 100;
const PORT = 7078;

const mcpFlags = z.object({
  http: flag,
  port: text.transform(wholeNumber("--port", 0, 65_535)).optional(),
  host: text.optional(),
  token: text.optional(),
  model: z.array(text).default([]),
  baseUrl: text.optional(),
  kb: z.array(text).default([]),
  web: z.boolean().optional(),
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  maxRuns: text.transform(wholeNumber("--max-runs", 1, MOST_RUNS)).default(4),
  runs: text.optional(),
});

export interface McpPlan {
  /** Absent: over standard input and output. */
  readonly http?: ApiServerSettings | undefined;
  readonly models: OfferedModels;
  readonly knowledge: KnowledgePlan;
  readonly ceiling: {
    readonly budget?: BudgetLimits | undefined;
    readonly deadlineMs?: number | undefined;
  };
  readonly maxRuns: number;
  readonly runs: string | undefined;
}

/** Throws `ConfigError` for what cannot work. */
export function planMcp(typed: unknown, variables: Variables): McpPlan {
  const flags = readFlags(mcpFlags, typed);
  const { port, host, token, kb, web, model, baseUrl, budget, deadline, maxRuns, runs } = flags;
  const address = { port, host, token };
  const [needless] = Object.entries(address).find(([, value]) => value !== undefined) ?? [];
  if (!flags.http && needless !== undefined) {
    throw new ConfigError(`--${needless} is for a server over HTTP: add --http.`);
  }
  const http = {
    port: port ?? PORT,
    host,
    token: token ?? (variables["WIDESEEK_TOKEN"] || undefined),
    maxRuns,
  };
  if (flags.http) checkedSettings(http);
  const usual = variables["WIDESEEK_MODEL"];
  return {
    ...(flags.http && { http }),
    models: offerModels(model.length === 0 && usual ? [usual] : model, baseUrl),
    knowledge: planKnowledge({ kb, web, reader: "fetcher", offline: false }),
    ceiling: { budget, deadlineMs: deadline },
    maxRuns,
    runs,
  };
}
