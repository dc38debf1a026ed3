/** @file The `search` tool: queries in; titles, URLs and snippets out. */
import { z } from "zod";
import type { KnowledgeBase, Passage } from "../core/knowledge-base.ts";
import type { Tool, ToolContext, ToolOutput } from "../core/tool.ts";
import { fenced, neutralised } from "../llm/fence.ts";
import { untilAborted } from "../util/abort.ts";
import { defineTool } from "./define-tool.ts";
import type { Wire } from "./wire.ts";

export interface SearchSettings {
  /** Passages per query where the model names no count. */
  readonly passages: number;
  /** The most passages a query may ask for, and the most where it asks for all pages with its words. */
  readonly maxPassages: number;
  readonly maxAllPassages: number;
  /** The most characters of each passage that the model is shown. */
  readonly passageCharacters: number;
  /** The most queries in one call of the published wire form. */
  readonly maxQueries: number;
}

const description =
  "Search the knowledge base. Gives the titles, URLs and matching text of the best pages. " +
  "Searches of one turn run at once and know nothing of each other.";

export function searchTool(knowledgeBase: KnowledgeBase, settings: SearchSettings, wire: Wire): Tool {
  const query = z.string().trim().min(1).describe("what to look for, in a few words");
  const count = z
    .int()
    .min(1)
    .max(settings.maxPassages)
    .default(settings.passages)
    .describe("how many results");
  const searchOnce = async ({ query, count, match }: Input, { signal }: ToolContext) => {
    const limit = match === "all" ? settings.maxAllPassages : count;
    const found = await untilAborted(knowledgeBase.search({ query, limit, match, signal }), signal);
    const cut = found.map((passage) => ({
      ...passage,
      text: passage.text.slice(0, settings.passageCharacters),
    }));
    return output(query, cut, knowledgeBase.isTrusted === true);
  };

  if (wire === "paper") {
    const match = z
      .enum(["best", "all"])
      .optional()
      .describe(`all: every page that has all the words, up to ${settings.maxAllPassages}; best by default`);
    const input = z.object({ query, count, match });
    return defineTool({
      name: "search",
      description,
      input,
      example: { query: "list of lakes" },
      call: searchOnce,
    });
  }
  return defineTool({
    name: "search",
    description,
    input: z.object({ queries: z.array(z.object({ query, count })).min(1).max(settings.maxQueries) }),
    example: { queries: [{ query: "list of lakes" }] },
    call: async ({ queries }, context) =>
      joined(await Promise.all(queries.map((one) => searchOnce(one, context)))),
  });
}

/** Several outputs of one tool as one. */
export function joined(outputs: readonly ToolOutput[]): ToolOutput {
  return {
    content: outputs.map((output) => output.content).join("\n\n"),
    pages: outputs.flatMap((output) => output.pages ?? []),
  };
}

interface Input {
  readonly query: string;
  readonly count: number;
  readonly match?: "best" | "all" | undefined;
}

function output(query: string, passages: readonly Passage[], isTrusted: boolean): ToolOutput {
  const hits = passages.map(({ title, url, text }, index) => {
    const head = `[${index + 1}] ${title.replace(/\s+/g, " ")}\nURL: ${url}`;
    return isTrusted ? `${head}\n${text}` : `${neutralised(head)}\n${fenced(text, { url })}`;
  });
  return {
    content: [`Search: ${query}`, ...(hits.length > 0 ? hits : ["No results."])].join("\n\n"),
    pages: passages.map(({ url, title, text, places }) => ({ url, title, text, places, excerpt: true })),
  };
}
