/** @file `wideseek mcp`: tables as tools for other agents, until the client is gone or the command is interrupted. */
import type { TableDesk } from "../../serve/mcp/tables/desk.ts";
import { offerKnowledge } from "../../service/knowledge/offered-knowledge.ts";
import { openStore } from "../../service/places/open-store.ts";
import { knowledgeBasesDirectory } from "../../service/places/places.ts";
import { openLiveRuns } from "../../service/runs/live-runs.ts";
import { oneLine } from "../../tui/fit.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";
import { type McpPlan, planMcp } from "./mcp-options.ts";

interface McpEnvironment extends Environment {
  /** The package's version. */
  readonly version: string;
}

/** No documents are uploaded here. */
const NO_DOCUMENTS = 0;

/** Gives the exit code. Throws `ConfigError` for what cannot work. */
export async function serveTables(typed: unknown, environment: McpEnvironment): Promise<number> {
  const { stderr, variables } = environment;
  const plan = planMcp(typed, variables);
  // standard output belongs to the protocol
  const say = (line: string) => stderr.write(`${line}\n`);
  const interruption = listenForInterruption(
    () => say("Stopping; what the runs have found is kept. Press Ctrl-C again to quit at once."),
    () => undefined,
  );
  const desk = openDesk(plan, environment, say);
  try {
    if (plan.http === undefined) {
      const { tableServerOf } = await import("../../serve/mcp/tables/table-server.ts");
      const { serveStdio } = await import("../../serve/mcp/serve-stdio.ts");
      await serveStdio(tableServerOf(desk), interruption.signal);
      return EXIT.answered;
    }
    const { openTableServer } = await import("../../serve/mcp/tables-http/open-table-server.ts");
    const server = await openTableServer(desk, plan.http);
    say(`wideseek serves tables as MCP tools at ${server.url}/mcp`);
    if (plan.http.token !== undefined) say("Clients must send the token as a Bearer token.");
    say("Press Ctrl-C to stop.");
    await interrupted(interruption);
    await server.close();
    return EXIT.answered;
  } finally {
    await desk.runs.close();
    interruption.release();
  }
}

function openDesk(
  plan: McpPlan,
  { variables, version }: McpEnvironment,
  say: (line: string) => void,
): TableDesk {
  const { maxRuns, models, ceiling } = plan;
  const onLoss = (loss: string) => say(`wideseek: ${loss} The run goes on.`);
  const store = openStore({ runs: plan.runs, variables, onLoss });
  const opening = semaphore(1);
  return {
    version,
    store,
    models,
    ceiling,
    runs: openLiveRuns({ store, variables, version, maxRuns, opening, say }),
    knowledge: offerKnowledge({
      plan: plan.knowledge,
      directory: knowledgeBasesDirectory,
      maxDocuments: NO_DOCUMENTS,
      variables,
      opening,
      say,
    }),
    onFailure: (error) =>
      say(`wideseek: ${error instanceof Error ? oneLine(error.stack ?? error.message) : String(error)}`),
  };
}

function interrupted({ signal }: Interruption): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
