/** @file `wideseek kb serve`: a knowledge base for agents and trainers elsewhere. */
import { z } from "zod";
import { checkedSettings } from "../../serve/retrieval/settings.ts";
import { openNamed } from "../../service/knowledge/open-named.ts";
import { count } from "../../tui/amounts.ts";
import { oneLine } from "../../tui/fit.ts";
import { wholeNumber } from "../arguments/amounts.ts";
import { flag, readFlags, text } from "../arguments/flags.ts";
import { embeddingFlags } from "../arguments/knowledge.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";

const flagsSchema = z.object({
  host: text.optional(),
  port: text.transform(wholeNumber("--port", 0, 65_535)).optional(),
  token: text.optional(),
  topk: text.transform(wholeNumber("--topk", 1, 100)).optional(),
  stdio: flag,
  ...embeddingFlags,
});

/** Serves until it is interrupted; gives the exit code. Throws `ConfigError` for what cannot work. */
export async function serveKnowledgeBase(
  name: string,
  typed: unknown,
  { stderr, variables }: Environment,
): Promise<number> {
  const { stdio, ...flags } = readFlags(flagsSchema, typed);
  const { host, port, topk, token = variables["WIDESEEK_TOKEN"] } = flags;
  const settings = {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(topk !== undefined && { topk }),
    ...(token && { token }),
  };
  checkedSettings(settings);
  const say = (line: string) => stderr.write(`${line}\n`);
  const interruption = listenForInterruption(
    () => undefined,
    () => undefined,
  );
  try {
    const knowledgeBase = await openNamed(name, { ...flags, variables, signal: interruption.signal });
    try {
      if (stdio) {
        const { mcpServerOf } = await import("../../serve/mcp/mcp-server.ts");
        const { serveStdio } = await import("../../serve/mcp/serve-stdio.ts");
        await serveStdio(mcpServerOf(knowledgeBase));
        return EXIT.answered;
      }
      const { openRetrievalServer } = await import("../../serve/retrieval/open-retrieval-server.ts");
      const server = await openRetrievalServer(knowledgeBase, settings, {
        onFailure: (error) =>
          say(`wideseek: ${error instanceof Error ? oneLine(error.message) : String(error)}`),
      });
      const { pageCount } = knowledgeBase;
      say(`Serving ${knowledgeBase.name}${pageCount === undefined ? "" : `, ${count(pageCount, "page")}`}`);
      say(`  POST ${server.url}/retrieve`);
      say(`  POST ${server.url}/access`);
      say(`  MCP  ${server.url}/mcp`);
      say("Press Ctrl-C to stop.");
      await interrupted(interruption);
      await server.close();
      return EXIT.answered;
    } finally {
      await knowledgeBase.close();
    }
  } finally {
    interruption.release();
  }
}

function interrupted({ signal }: Interruption): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
