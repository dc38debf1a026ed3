/** @file What `wideseek serve` is begun with, as the command line says it. */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { type ApiServerSettings, checkedSettings } from "../../serve/api/settings.ts";
import { isLoopback } from "../../serve/http/loopback.ts";
import type { KnowledgePlan } from "../../service/knowledge/knowledge-plan.ts";
import { type OfferedModels, offerModels } from "../../service/models/offered-models.ts";
import { evaluationsDirectory, runsDirectory, trainingsDirectory } from "../../service/places/places.ts";
import type { Variables } from "../../service/surroundings.ts";
import { wholeNumber } from "../arguments/amounts.ts";
import { flag, readFlags, text } from "../arguments/flags.ts";
import { planKnowledge } from "../arguments/knowledge.ts";

const MOST_RUNS = 100;
const TOKEN_BYTES = 24;

const serveFlags = z.object({
  port: text.transform(wholeNumber("--port", 0, 65_535)).optional(),
  host: text.optional(),
  token: text.optional(),
  open: flag,
  model: z.array(text).default([]),
  baseUrl: text.optional(),
  kb: z.array(text).default([]),
  web: z.boolean().optional(),
  maxRuns: text.transform(wholeNumber("--max-runs", 1, MOST_RUNS)).optional(),
  runs: text.optional(),
  evaluations: text.optional(),
  trainings: text.optional(),
});

export interface ServePlan {
  readonly settings: ApiServerSettings;
  readonly token: string | undefined;
  readonly opensPage: boolean;
  readonly models: OfferedModels;
  readonly knowledge: KnowledgePlan;
  readonly runs: string;
  readonly evaluations: string;
  readonly trainings: string;
}

/** Beyond this machine a token is made where none is given. Throws `ConfigError` for what cannot work. */
export function planServe(typed: unknown, variables: Variables): ServePlan {
  const flags = readFlags(serveFlags, typed);
  const { port, host, maxRuns, kb, web, model, baseUrl, open } = flags;
  const given = flags.token ?? (variables["WIDESEEK_TOKEN"] || undefined);
  const isOpen = host !== undefined && !isLoopback(host);
  const token = given ?? (isOpen ? randomBytes(TOKEN_BYTES).toString("base64url") : undefined);
  const settings = { host, port, maxRuns, token };
  checkedSettings(settings);
  const usual = variables["WIDESEEK_MODEL"];
  const names = model.length === 0 && usual ? [usual] : model;
  return {
    settings,
    token,
    opensPage: open,
    models: offerModels(names, baseUrl),
    knowledge: planKnowledge({ kb, web, reader: "fetcher", offline: false }),
    runs: runsDirectory(flags.runs, variables),
    evaluations: resolve(flags.evaluations ?? evaluationsDirectory),
    trainings: resolve(flags.trainings ?? trainingsDirectory),
  };
}
