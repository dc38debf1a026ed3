/** @file The `access` tool: a URL and what to look for in, the page's text out. */
import { z } from "zod";
import type { KnowledgeBase, Page } from "../core/knowledge-base.ts";
import type { Sampler } from "../core/sampler.ts";
import type { Tool, ToolContext, ToolOutput } from "../core/tool.ts";
import { fenced, neutralised } from "../llm/fence.ts";
import { untilAborted } from "../util/abort.ts";
import { defineTool } from "./define-tool.ts";
import { excerptOf } from "./excerpt.ts";
import { summarisePage } from "./page-summary.ts";
import { joined } from "./search.ts";
import type { Wire } from "./wire.ts";

interface AccessSettings {
  /** The most characters of a page that the model is shown. */
  readonly pageCharacters: number;
  /**
   * How a page becomes what the model is shown. `excerpt`: whole where it is short enough, else its beginning and the lines that fit
   * what is looked for. `summary`: what a model writes of it, about what is looked for.
   */
  readonly condense: "excerpt" | "summary";
  /** The most URLs in one call of the published wire form. */
  readonly maxUrls: number;
}

export interface AccessParts {
  readonly settings: AccessSettings;
  readonly wire: Wire;
  /** Writes the summaries. */
  readonly sampler: Sampler;
}

interface Input {
  readonly url: string;
  readonly info_to_extract?: string | undefined;
}

const description =
  "Open one page by its URL and read it. Use only URLs that a search or another page gave. " +
  "Calls of one turn run at once.";

export function accessTool(knowledgeBase: KnowledgeBase, parts: AccessParts): Tool {
  const { settings, wire } = parts;
  const url = z.string().trim().min(1).describe("the page's URL, as a search gave it");
  const wanted = z.string().describe("what to look for on the page");
  const accessOnce = async (input: Input, { signal }: ToolContext): Promise<ToolOutput> => {
    const page = await untilAborted(knowledgeBase.access(input.url, signal), signal);
    if (page === undefined) return { content: `No page at ${input.url}. Use a URL that a search gave.` };
    return await shown(page, input.info_to_extract ?? "", {
      ...parts,
      signal,
      isTrusted: knowledgeBase.isTrusted === true,
    });
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

interface Reader extends AccessParts {
  readonly signal: AbortSignal;
  readonly isTrusted: boolean;
}

/** What the page says may be quoted from as much of it as was read, also where the model is shown a summary. */
async function shown(page: Page, wanted: string, reader: Reader): Promise<ToolOutput> {
  const { settings, sampler, signal, isTrusted } = reader;
  const excerpt = excerptOf(page, wanted, settings.pageCharacters);
  const { text, usage } =
    settings.condense === "summary"
      ? await untilAborted(summarisePage(excerpt, wanted, sampler, signal), signal)
      : { text: excerpt.text, usage: undefined };
  const title = oneLine(page.title);
  const { url } = page;
  const content = isTrusted
    ? `Page: ${title}\nURL: ${url}\n\n${text}`
    : `Page: ${neutralised(title)}\nURL: ${neutralised(url)}\n\n${fenced(text, { url })}`;
  const output = { content, pages: [excerpt] };
  return usage === undefined ? output : { ...output, usage };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
