/** @file Knowledge bases: which there are, searching one, and adding documents. */
import { z } from "zod";
import { jsonRoute, nothing, type Route, uploadRoute } from "../route.ts";
import { list } from "../shapes/evidence.ts";
import { wholeNumber } from "../shapes/whole-number.ts";

export const knowledgeShape = z
  .object({ name: z.string(), pages: z.int().optional().describe("absent where they were not counted yet") })
  .meta({ id: "KnowledgeBase" });

const params = z.strictObject({ name: z.string().min(1).max(500) });

export const knowledgeRoutes: readonly Route[] = [
  jsonRoute({
    method: "GET",
    path: "/api/knowledge-bases",
    tag: "knowledge",
    summary: "The knowledge bases that a question can be put to.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: list(knowledgeShape),
    answer: (_, { knowledge }) => knowledge.list(),
  }),
  jsonRoute({
    method: "GET",
    path: "/api/knowledge-bases/{name}/search",
    tag: "knowledge",
    summary: "Searches a knowledge base.",
    params,
    query: z.strictObject({
      q: z.string().min(1).max(1_000).describe("what to look for"),
      limit: wholeNumber(1, 50).default(10),
    }),
    body: nothing,
    reply: z.object({
      passages: list(z.object({ url: z.string(), title: z.string(), text: z.string(), score: z.number() })),
    }),
    answer: async ({ params: { name }, query: { q, limit }, signal }, { knowledge }) => {
      const found = await knowledge.search(name, { query: q, limit, signal });
      return { passages: found.map(({ url, title, text, score }) => ({ url, title, text, score })) };
    },
  }),
  uploadRoute({
    path: "/api/knowledge-bases/{name}/documents",
    tag: "knowledge",
    summary: "Adds a document to a knowledge base, which is made where there is none of that name.",
    params,
    reply: z.object({ name: z.string(), pages: z.int() }),
    answer: ({ params: { name }, body, signal }, { knowledge }) => knowledge.add(name, body, signal),
  }),
];
