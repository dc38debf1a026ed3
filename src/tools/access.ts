/** @file The `access` tool: a URL and what to look for in, the page's text out. */
import { z } from "zod";
import type { KnowledgeBase, Page } from "../core/knowledge-base.ts";
import type { Tool, ToolContext, ToolOutput } from "../core/tool.ts";
import { untilAborted } from "../util/abort.ts";
import { defineTool } from "./define-tool.ts";
import { excerptFor } from "./excerpt.ts";
import { joined } from "./search.ts";
import type { Wire } from "./wire.ts";

export interface AccessSettings {
  /** The most characters of a page that the model is shown; of a longer page, the parts that fit what is looked for. */
  readonly pageCharacters: number;
  /** The most URLs in one call of the published wire form. */
  readonly maxUrls: number;
}

const description =
  "Open one page by its URL and read it. Use only URLs that a search or another page gave. " +
  "Calls of one turn run at once.";

export function accessTool(knowledgeBase: KnowledgeBase, settings: AccessSettings, wire: Wire): Tool {
  const url = z.string().trim().min(1).describe("the page's URL, as a search gave it");
  const wanted = z.string().describe("what to look for on the page");
  const accessOnce = async (
    input: { url: string; info_to_extract?: string | undefined },
    { signal }: ToolContext,
  ) => {
    const page = await untilAborted(knowledgeBase.access(input.url, signal), signal);
    return output(input.url, page && shortened(page, input.info_to_extract ?? "", settings.pageCharacters));
  };

  if (wire === "paper") {
    return defineTool({
      name: "access",
      description,
      input: z.object({ url, info_to_extract: wanted.optional() }),
      example: { url: "https://example.org/lakes", info_to_extract: "names and areas of the lakes" },
      call: accessOnce,
    });
  }
  return defineTool({
    name: "access",
    description,
    input: z.object({
      urls: z
        .array(z.object({ url, info_to_extract: wanted }))
        .min(1)
        .max(settings.maxUrls),
    }),
    example: { urls: [{ url: "https://example.org/lakes", info_to_extract: "areas of the lakes" }] },
    call: async ({ urls }, context) => joined(await Promise.all(urls.map((one) => accessOnce(one, context)))),
  });
}

function shortened(page: Page, wanted: string, limit: number): Page {
  return page.text.length <= limit ? page : { ...page, text: excerptFor(page.text, wanted, limit) };
}

function output(url: string, page: Page | undefined): ToolOutput {
  if (page === undefined) return { content: `No page at ${url}. Use a URL that a search gave.` };
  return { content: `Page: ${page.title}\nURL: ${page.url}\n\n${page.text}`, pages: [page] };
}
