/** @file What stands behind a run: its agents, and the pages that they have read. */
import { z } from "zod";
import { pageHash } from "../../../core/page-hash.ts";
import { storedPage } from "../../../service/revisions/chain.ts";
import { Refusal } from "../../http/refusal.ts";
import { jsonRoute, nothing, type Route } from "../route.ts";
import { agentTrace } from "../runs/agent-trace.ts";
import { requireRun, shownRun } from "../runs/shown-run.ts";
import { list } from "../shapes/evidence.ts";
import { agentTrace as agentTraceShape, runName } from "../shapes/runs.ts";

export const traceRoutes: readonly Route[] = [
  jsonRoute({
    method: "GET",
    path: "/api/runs/{run}/agents/{agent}",
    tag: "traces",
    summary: "All that an agent has read and written, also while it works.",
    params: z.strictObject({ run: runName, agent: z.string().min(1).max(200) }),
    query: nothing,
    body: nothing,
    reply: agentTraceShape,
    answer: async ({ params: { run, agent } }, desk) => {
      const trace = agentTrace((await shownRun(run, desk)).events, agent);
      if (trace === undefined) throw new Refusal(`The run has no agent "${agent}".`, { status: 404 });
      return trace;
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/api/runs/{run}/pages/{hash}",
    tag: "traces",
    summary: "A page as the run, or one that it is based on, has read and kept it.",
    params: z.strictObject({
      run: runName,
      hash: z.string().regex(/^[0-9a-f]{8,64}$/u, "this is no hash of a page"),
    }),
    query: nothing,
    body: nothing,
    reply: z.object({
      url: z.string(),
      title: z.string(),
      text: z.string(),
      places: list(z.object({ start: z.number(), name: z.string() }).readonly()).optional(),
      readAt: z.string().optional().describe("ISO 8601, UTC"),
    }),
    answer: async ({ params: { run, hash } }, { runs, store, ...desk }) => {
      await requireRun(run, { runs, store, ...desk });
      const events = runs.get(run)?.events ?? [];
      const read = events.flatMap((event) => (event.type === "page-read" ? [event.page] : []));
      const page = read.find((one) => pageHash(one) === hash) ?? (await storedPage(store, run, hash));
      if (page === undefined) throw new Refusal(`The run has read no page ${hash}.`, { status: 404 });
      const { url, title, text, places, fetched } = page;
      return { url, title, text, places, readAt: fetched?.at };
    },
  }),
];
