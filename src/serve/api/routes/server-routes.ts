/** @file What the server says of itself. */
import { z } from "zod";
import { EFFORTS } from "../../../service/plans/efforts.ts";
import { mostDollars } from "../../../service/plans/estimate-run.ts";
import type { Desk } from "../desk.ts";
import { jsonRoute, nothing, type Route } from "../route.ts";
import { list } from "../shapes/evidence.ts";
import { knowledgeShape } from "./knowledge-routes.ts";

/** Of what the seed knowledge base knows; the words behind each say what comes of it. */
const EXAMPLES = [
  { question: "Which countries of Africa are landlocked? Give capital and population.", hint: "16 rows" },
  {
    question: "List the noble gases with symbol, atomic number and boiling point.",
    hint: "numbers and units",
  },
  { question: "列出南美洲的所有国家及其首都和货币", hint: "中文" },
] as const;

export const serverRoutes: readonly Route[] = [
  jsonRoute({
    method: "GET",
    path: "/api/health",
    tag: "server",
    summary: "Whether the server is there.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.object({ name: z.literal("wideseek"), version: z.string() }),
    answer: async (_, { version }) => ({ name: "wideseek" as const, version }),
  }),
  jsonRoute({
    method: "GET",
    path: "/api/settings",
    tag: "server",
    summary: "What can be asked for here: models, knowledge bases, efforts, examples and limits.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.object({
      version: z.string(),
      models: list(z.string()),
      defaultModel: z.string(),
      knowledgeBases: list(knowledgeShape),
      efforts: list(
        z.object({
          name: z.string(),
          minutes: z.number(),
          tokens: z.number(),
          maxSubagents: z.int(),
          costUsd: z.number().optional(),
        }),
      ),
      examples: list(z.object({ question: z.string(), hint: z.string() })),
      limits: z.object({ uploadBytes: z.int(), runs: z.int() }),
    }),
    answer: async (_, { version, models, knowledge, limits }: Desk) => ({
      version,
      models: models.names,
      defaultModel: models.defaultModel,
      knowledgeBases: await knowledge.list(),
      efforts: EFFORTS.map(({ name, minutes, tokens, maxSubagents }) => ({
        name,
        minutes,
        tokens,
        maxSubagents,
        costUsd: mostDollars(tokens, models.planOf({})),
      })),
      examples: EXAMPLES,
      limits: { uploadBytes: limits.maxUploadBytes, runs: limits.maxRuns },
    }),
  }),
  jsonRoute({
    method: "GET",
    path: "/openapi.json",
    tag: "server",
    summary: "This document.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.looseObject({ openapi: z.string() }),
    answer: async (_, { document }) => z.looseObject({ openapi: z.string() }).parse(document()),
  }),
];
