/** @file Which knowledge bases a question is put to, as a run records it. */
import { z } from "zod";

export const knowledgePlanSchema = z.object({
  /** The names or paths of knowledge bases. */
  kb: z.array(z.string()),
  /** MCP servers of the user, as commands and URLs: their tools are given to agents beside search and access. */
  mcp: z.array(z.string()).optional(),
  /** Whether the web is searched too. */
  web: z.boolean(),
  /** False: nothing that is reached over a network is opened. */
  network: z.boolean(),
  reader: z.enum(["fetcher", "jina", "serper", "tavily"]).default("fetcher"),
  allowHosts: z.array(z.string()).optional(),
  denyHosts: z.array(z.string()).optional(),
  /** Only what the fetcher has kept is read. */
  offline: z.boolean().default(false),
  /** A page that the fetcher has kept is read only once its server says that it is still the same. */
  revalidate: z.boolean().optional(),
  /** The server of an embedder, and its model. */
  embedding: z.string().optional(),
  embeddingModel: z.string().optional(),
});

export type KnowledgePlan = Readonly<z.infer<typeof knowledgePlanSchema>>;
