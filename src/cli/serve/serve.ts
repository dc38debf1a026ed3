/** @file `wideseek serve`: the page, the API and chat completions, until it is interrupted. */
import { fileURLToPath } from "node:url";
import { openApiServer } from "../../serve/api/open-api-server.ts";
import { checkedSettings } from "../../serve/api/settings.ts";
import { offerKnowledge } from "../../service/knowledge/offered-knowledge.ts";
import { openStore } from "../../service/places/open-store.ts";
import { knowledgeBasesDirectory } from "../../service/places/places.ts";
import { openLiveRuns } from "../../service/runs/live-runs.ts";
import { tracedStore } from "../../telemetry/traced-store.ts";
import { oneLine } from "../../tui/fit.ts";
import { semaphore } from "../../util/semaphore.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { type Interruption, listenForInterruption } from "../interruption.ts";
import { tracesOf } from "../output/traces-of.ts";
import { openBrowser } from "./open-browser.ts";
import { planServe, type ServePlan } from "./serve-options.ts";

/** The same place seen from `src/cli/serve` and from `dist/cli/serve`. */
const PAGE = fileURLToPath(new URL("../../../dist/web", import.meta.url));

interface ServeEnvironment extends Environment {
  /** The package's version. */
  readonly version: string;
}

/** Serves until it is interrupted; gives the exit code. Throws `ConfigError` for what cannot work. */
export async function serve(typed: unknown, environment: ServeEnvironment): Promise<number> {
  const { stderr, variables } = environment;
  const plan = planServe(typed, variables);
  const say = (line: string) => stderr.write(`${line}\n`);
  const interruption = listenForInterruption(
    () => say("Stopping; what the runs have found is kept. Press Ctrl-C again to quit at once."),
    () => undefined,
  );
  try {
    const opened = await openAll(plan, environment, say);
    const shown = addressOf(opened.url, plan);
    say(`wideseek serves ${shown}`);
    say(`  API   ${opened.url}/openapi.json`);
    say(`  chat  ${opened.url}/v1`);
    if (plan.token !== undefined)
      say("The token stands in the first address; clients send it as a Bearer token.");
    say("Press Ctrl-C to stop.");
    if (plan.opensPage)
      openBrowser(shown, () => say("No browser could be opened: open the address yourself."));
    await interrupted(interruption);
    await opened.close();
    return EXIT.answered;
  } finally {
    interruption.release();
  }
}

async function openAll(
  { settings, models, knowledge, runs: directory, evaluations, trainings }: ServePlan,
  { variables, version }: ServeEnvironment,
  say: (line: string) => void,
) {
  const { maxRuns, maxUploads } = checkedSettings(settings);
  const onLoss = (loss: string) => say(`wideseek: ${loss} The run goes on.`);
  const traces = await tracesOf({ variables, version, say });
  const kept = openStore({ runs: directory, variables, onLoss });
  const store = traces === undefined ? kept : tracedStore(kept, traces);
  const opening = semaphore(1);
  const runs = openLiveRuns({ store, variables, version, maxRuns, opening, say });
  const server = await openApiServer(
    {
      store,
      runs,
      models,
      knowledge: offerKnowledge({
        plan: knowledge,
        directory: knowledgeBasesDirectory,
        maxDocuments: maxUploads,
        variables,
        opening,
        say,
      }),
      variables,
      version,
      evaluations,
      trainings,
      page: PAGE,
      onFailure: (error) =>
        say(`wideseek: ${error instanceof Error ? oneLine(error.stack ?? error.message) : String(error)}`),
    },
    settings,
  );
  // whoever watches a run is told how it ended
  const close = async () => {
    await Promise.all([server.close(), runs.close()]);
    await traces?.close();
  };
  return { url: server.url, close };
}

/** Of the page, with the token where there is one: behind `#`, no server or proxy gets to see it. */
function addressOf(url: string, { token }: ServePlan): string {
  const reachable = url.replace(/\/\/(?:0\.0\.0\.0|\[::\])/u, "//localhost");
  return `${reachable}/${token === undefined ? "" : `#token=${encodeURIComponent(token)}`}`;
}

function interrupted({ signal }: Interruption): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
