/** @file The reviser's tool: pages that a table cites are read again, and what they still state is told. */
import { z } from "zod";
import { FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page } from "../../core/knowledge-base.ts";
import type { Tool } from "../../core/tool.ts";
import { sourceTable } from "../../evidence/source-table.ts";
import { READ_AGAIN, type Reread, writeClaim, writeReread } from "../../llm/reviser/read-again.ts";
import type { Claim } from "../../llm/reviser/revision-work.ts";
import { defineTool } from "../../tools/define-tool.ts";
import { untilAborted } from "../../util/abort.ts";
import { semaphore } from "../../util/semaphore.ts";

/** Of one call; the knowledge base may have a stricter limit of its own. */
const PAGES_AT_ONCE = 5;

export function readAgainTool(
  knowledgeBase: KnowledgeBase,
  claims: readonly Claim[],
  uniqueColumns: readonly string[],
): Tool {
  return defineTool({
    name: READ_AGAIN,
    description: "Reads pages that the table cites again, and tells which of its values they still state.",
    input: z.object({ urls: z.array(z.string()).min(1) }),
    example: { urls: ["https://example.org/lakes"] },
    call: async ({ urls }, { signal }) => {
      const places = semaphore(PAGES_AT_ONCE);
      const readings = await Promise.all(
        urls.map((url) => places.run(() => readAgain(knowledgeBase, url, signal), signal)),
      );
      const told = readings.map((reading): string => {
        const about = claims.filter((claim) => claim.url === reading.url);
        return writeReread(rereadOf(reading, about, uniqueColumns), about);
      });
      return {
        content: told.join("\n"),
        pages: readings.flatMap((reading) => ("page" in reading && reading.page ? [reading.page] : [])),
      };
    },
  });
}

type Reading =
  | { readonly url: string; readonly page: Page | undefined }
  | { readonly url: string; readonly reason: string };

async function readAgain(knowledgeBase: KnowledgeBase, url: string, signal: AbortSignal): Promise<Reading> {
  try {
    return { url, page: await untilAborted(knowledgeBase.access(url, signal), signal) };
  } catch (error) {
    if (!(error instanceof FetchError || error instanceof ToolInputError)) throw error;
    return { url, reason: error.message };
  }
}

function rereadOf(reading: Reading, claims: readonly Claim[], uniqueColumns: readonly string[]): Reread {
  const { url } = reading;
  if ("reason" in reading) return { kind: "failed", url, reason: reading.reason };
  const { page } = reading;
  if (page === undefined) return { kind: "gone", url };
  const stated = claims.filter((claim) => states(page, claim, uniqueColumns)).map(writeClaim);
  return { kind: "read", url, stated: new Set(stated) };
}

/** In the same words, or in others. */
function states(page: Page, claim: Claim, uniqueColumns: readonly string[]): boolean {
  if (claim.quote !== "" && page.text.includes(claim.quote)) return true;
  const { column, value, names } = claim;
  const others = uniqueColumns.includes(column) ? [] : [column];
  const row = [...names, ...others.map(() => value)];
  const columns = [...uniqueColumns, ...others];
  const table = sourceTable({ columns, rows: [row] }, [{ page, agent: "", at: 0 }], uniqueColumns);
  const index = table.columns.indexOf(column);
  return (table.cells[0]?.[index]?.sources.length ?? 0) > 0;
}
