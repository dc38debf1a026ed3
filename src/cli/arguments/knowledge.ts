/** @file Which knowledge bases a question is put to, as the command line says it. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgePlan } from "../../service/knowledge/knowledge-plan.ts";
import { readServerPlace } from "../../tools/mcp/server-place.ts";
import { text } from "./flags.ts";

export const embeddingFlags = { embedding: text.optional(), embeddingModel: text.optional() };

const hosts = text.transform((list) => list.split(",").map((host) => host.trim()));

export const knowledgeFlags = {
  kb: z.array(text).default([]),
  mcp: z.array(text).optional(),
  web: z.boolean().optional(),
  reader: z.enum(["fetcher", "jina", "serper", "tavily"]).default("fetcher"),
  allowHosts: hosts.optional(),
  denyHosts: hosts.optional(),
  offline: z.boolean().default(false),
  ...embeddingFlags,
};

const schema = z.object(knowledgeFlags);

/** The seed knowledge base where nothing is named. Throws `ConfigError` for what cannot go together. */
export function planKnowledge({ kb, web, ...rest }: z.infer<typeof schema>): KnowledgePlan {
  const isWebOnly = ["allowHosts", "denyHosts"] as const;
  for (const option of isWebOnly) {
    if (rest[option] !== undefined && web !== true) {
      throw new ConfigError(
        `--${option === "allowHosts" ? "allow" : "deny"}-hosts is about the web: add --web.`,
      );
    }
  }
  const remote = rest.mcp?.find((place) => readServerPlace(place).kind === "url");
  if (web === false && remote !== undefined) {
    throw new ConfigError(
      `--no-web opens no connection, so ${remote} cannot be one: name a command, or leave it out.`,
    );
  }
  const names = kb.length === 0 && web !== true ? ["seed"] : kb;
  return { ...rest, kb: names, web: web === true, network: web !== false };
}
